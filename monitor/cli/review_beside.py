"""What goes beside a flag under `boshen review`: on-air corrections and suggestions."""

from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from monitor.cli.acting import KeyArgument, NoteOption, PersonOption, acting, body, done, looking, when
from monitor.cli.common import DbOption, Format, FormatOption, LangOption, language_of, print_rows, words
from monitor.cli.review_shown import suggestion_row, suggestion_table
from monitor.ledger.act import acts_of
from monitor.ledger.review import correction, suggestion
from monitor.ledger.review.key import record_named
from monitor.ledger.review.matter import matter
from monitor.ledger.review.policy import CORRECTION, SUGGESTION
from monitor.ledger.review.suggestion import What
from monitor.messages import Language, say
from monitor.settings import settings

FlagArgument = Annotated[str, typer.Argument(metavar="FLAG", help=words("flag"))]


class Heard(StrEnum):
    """What becomes of a correction that was recorded."""

    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


class Answered(StrEnum):
    TAKEN = "taken"
    REFUSED = "refused"


def review_correct(
    flags: Annotated[list[str], typer.Argument(metavar="FLAG…", help=words("flags"))],
    who: PersonOption,
    said: Annotated[str, typer.Option("--said", help=words("review_said"))],
    at: Annotated[str, typer.Option("--at", help=words("review_at"))],
    clip: Annotated[str | None, typer.Option("--clip", help=words("review_clip"))] = None,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    language = language_of(lang)
    wall, begin = when(at)
    with acting(db, who, language) as (session, by):
        found = [matter(session, settings().tenant, flag) for flag in flags]
        recorded = body(
            correction.Recorded,
            broadcast=found[0].broadcast.key,
            flags=tuple(one.flag.id for one in found),
            said=said,
            at=wall,
            begin=begin,
            clip=clip and _digest(clip),
        )
        made = correction.record(session, settings().tenant, by, found, recorded)
    print(say("review.correction_recorded", language, key=made.key))


def review_correction(
    key: KeyArgument,
    act: Heard,
    who: PersonOption,
    reason: Annotated[str, typer.Option("--reason", help=words("review_why"))] = "",
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    language = language_of(lang)
    with acting(db, who, language) as (session, by):
        record = record_named(session, settings().tenant, CORRECTION, key)
        if act is Heard.CONFIRMED:
            correction.confirm(session, record, by, correction.Confirmed(note=reason))
        else:
            correction.withdraw(session, record, by, body(correction.Withdrawn, reason=reason))
        state = correction.COURSE.state(acts_of(session, record.id))
    done(CORRECTION, record.key, act, state, language)


def review_suggest(
    flag: FlagArgument, what: What, who: PersonOption, db: DbOption = None, lang: LangOption = None
) -> None:
    language = language_of(lang)
    with acting(db, who, language) as (session, by):
        found = matter(session, settings().tenant, flag)
        record = suggestion.suggest(session, found, by, what, len(found.acts))
        made = suggestion.suggestion_of(record.key, acts_of(session, record.id))
    say_suggested(made, language)


def review_suggestions(
    form: FormatOption = Format.TABLE, db: DbOption = None, lang: LangOption = None
) -> None:
    language = language_of(lang)
    with looking(db, language) as session:
        found = suggestion.suggestions(session, settings().tenant)
    if form is Format.TABLE:
        Console().print(suggestion_table(found, language))
    else:
        print_rows([suggestion_row(one) for one in found], form)


def review_answer(
    key: KeyArgument,
    answer: Answered,
    who: PersonOption,
    note: NoteOption = "",
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    language = language_of(lang)
    with acting(db, who, language) as (session, by):
        record = record_named(session, settings().tenant, SUGGESTION, key)
        suggestion.answer(session, record, by, answer, suggestion.Answer(note=note))
    done(SUGGESTION, record.key, answer, answer, language)


def say_suggested(made: suggestion.Suggestion, language: Language) -> None:
    what = say(f"suggestion.what.{made.body.what}", language) if made.body else made.key
    print(say("review.suggested", language, what=what, key=made.key))


def _digest(clip: str) -> str:
    path = Path(clip)
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else clip
