"""`boshen review`: flags, from the queue to the decision."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console

from monitor.claims.finding import Severity
from monitor.cli.acting import (
    NoteOption,
    PersonOption,
    acting,
    body,
    looking,
)
from monitor.cli.common import (
    CLEAR,
    TO_REVIEW,
    DbOption,
    Format,
    FormatOption,
    LangOption,
    LexiconsOption,
    Whole,
    WholeOption,
    language_of,
    print_json,
    print_rows,
    tell,
    words,
)
from monitor.cli.judging import lexicon_of
from monitor.cli.review_beside import (
    FlagArgument,
    review_answer,
    review_correct,
    review_correction,
    review_suggest,
    review_suggestions,
    say_suggested,
)
from monitor.cli.review_shown import (
    lines,
    queue_row,
    queue_table,
    shown_row,
)
from monitor.ledger.authority import person
from monitor.ledger.entry import now
from monitor.ledger.review import desk, lease, suggestion
from monitor.ledger.review.matter import Matter, matter
from monitor.ledger.review.queue import Allowances, Wanted, counts, queue
from monitor.ledger.review.reason import reasons
from monitor.ledger.review.state import UNDECIDED, Deed, State
from monitor.ledger.review.suggestion import What
from monitor.messages import Language, say
from monitor.report.wording import moment
from monitor.settings import settings

app = typer.Typer(help=words("review"), no_args_is_help=True)
app.command("correct", help=words("review_correct"))(review_correct)
app.command("correction", help=words("review_correction"))(review_correction)
app.command("suggest", help=words("review_suggest"))(review_suggest)
app.command("suggestions", help=words("review_suggestions"))(review_suggestions)
app.command("answer", help=words("review_answer"))(review_answer)

StatesOption = Annotated[list[State] | None, typer.Option("--state", help=words("review_states"))]
SeveritiesOption = Annotated[
    list[Severity] | None, typer.Option("--severity", help=words("review_severities"))
]
BroadcastKeyOption = Annotated[str | None, typer.Option("--broadcast", help=words("review_broadcast"))]
ProductOption = Annotated[str | None, typer.Option("--product", help=words("review_product"))]
RuleOption = Annotated[str | None, typer.Option("--rule", help=words("review_rule"))]
MineOption = Annotated[str | None, typer.Option("--mine", metavar="PERSON", help=words("review_mine"))]
OverdueOption = Annotated[bool, typer.Option("--overdue", help=words("review_overdue"))]
DueOption = Annotated[float | None, typer.Option("--due-in", min=0, help=words("review_due_in"))]
AfterOption = Annotated[str | None, typer.Option("--after", metavar="FLAG", help=words("review_after"))]
LimitOption = Annotated[int, typer.Option("--limit", min=1, max=1000, help=words("review_limit"))]
WhatOption = Annotated[list[What] | None, typer.Option("--suggest", help=words("review_suggest_option"))]


class Ruled(StrEnum):
    """What `decide` decides: `state.DECISIONS`."""

    CONFIRMED = Deed.CONFIRMED.value
    DISMISSED = Deed.DISMISSED.value
    NEEDS_EVIDENCE = Deed.NEEDS_EVIDENCE.value
    ESCALATED = Deed.ESCALATED.value
    CORRECTED = Deed.CORRECTED.value
    CLOSED = Deed.CLOSED.value
    REOPENED = Deed.REOPENED.value
    UPHELD = Deed.UPHELD.value
    OVERTURNED = Deed.OVERTURNED.value


class By(StrEnum):
    HOST = "host"
    MERCHANT = "merchant"


@app.command("queue", help=words("review_queue"))
def review_queue(
    severity: SeveritiesOption = None,
    broadcast: BroadcastKeyOption = None,
    product: ProductOption = None,
    rule: RuleOption = None,
    mine: MineOption = None,
    overdue: OverdueOption = False,
    due_in: DueOption = None,
    after: AfterOption = None,
    limit: LimitOption = 50,
    form: FormatOption = Format.TABLE,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    at = now()
    by = at if overdue else None if due_in is None else at + timedelta(hours=due_in)
    wanted = Wanted(UNDECIDED, _severities(severity), broadcast, product, rule, None, by, after)
    found = _list(wanted, mine, at, limit, form, db, language_of(lang))
    raise typer.Exit(TO_REVIEW if found else CLEAR)


@app.command("list", help=words("review_list"))
def review_list(
    state: StatesOption = None,
    severity: SeveritiesOption = None,
    broadcast: BroadcastKeyOption = None,
    product: ProductOption = None,
    rule: RuleOption = None,
    after: AfterOption = None,
    limit: LimitOption = 50,
    form: FormatOption = Format.TABLE,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    wanted = Wanted(
        frozenset(state or State), _severities(severity), broadcast, product, rule, None, None, after
    )
    _list(wanted, None, now(), limit, form, db, language_of(lang))


def _list(
    wanted: Wanted,
    mine: str | None,
    at: datetime,
    limit: int,
    form: Format,
    db: str | None,
    language: Language,
) -> bool:
    """Whether there are any."""
    tenant = settings().tenant
    with looking(db, language) as session:
        if mine:
            wanted = replace(wanted, holder=person(session, tenant, mine).id)
        found = queue(session, tenant, wanted, allowances(), at, limit + 1)
        there = counts(session, tenant)
    shown = found[:limit]
    if form is not Format.TABLE:
        print_rows([queue_row(one, at) for one in shown], form)
    else:
        Console().print(queue_table(shown, at, language))
        told = "、".join(f"{say(f'record.state.{s}', language)} {n}" for s, n in there.items())
        tell("review.counted", language, counts=told or "0")
    if len(found) > limit:
        tell("review.next_page", language, flag=shown[-1].flag.id)
    return bool(shown)


@app.command("show", help=words("review_show"))
def review_show(
    flag: FlagArgument,
    who: Annotated[str | None, typer.Option("--as", help=words("as"))] = None,
    form: WholeOption = Whole.TABLE,
    db: DbOption = None,
    lexicons: LexiconsOption = None,
    lang: LangOption = None,
) -> None:
    language = language_of(lang)
    with looking(db, language) as session:
        lexicon = lexicon_of(lexicons)
        tenant = settings().tenant
        found = matter(session, tenant, flag)
        by = person(session, tenant, who) if who else None
        row = shown_row(session, found, by, lexicon, allowances(), now())
    if form is Whole.JSON:
        print_json(row)
    else:
        for line in lines(row, language):
            print(line)


@app.command("take", help=words("review_take"))
def review_take(flag: FlagArgument, who: PersonOption, db: DbOption = None, lang: LangOption = None) -> None:
    language = language_of(lang)
    with acting(db, who, language) as (session, by):
        found = matter(session, settings().tenant, flag)
        desk.may_take(found, by)
        length = timedelta(minutes=settings().review_lease_minutes)
        held = lease.take(session, settings().tenant, found.flag.id, by, now(), length)
    print(say("review.taken", language, flag=found.flag.id, until=moment(held.until)))


@app.command("release", help=words("review_release"))
def review_release(
    flag: FlagArgument, who: PersonOption, db: DbOption = None, lang: LangOption = None
) -> None:
    language = language_of(lang)
    with acting(db, who, language) as (session, by):
        found = matter(session, settings().tenant, flag)
        lease.release(session, found.flag.id, by, now())
    print(say("review.released", language, flag=found.flag.id))


@app.command("decide", help=words("review_decide"))
def review_decide(
    flag: FlagArgument,
    deed: Annotated[Ruled, typer.Argument(help=words("review_deed"))],
    who: PersonOption,
    reason: Annotated[str, typer.Option("--reason", help=words("review_reason"))],
    note: NoteOption = "",
    suggest: WhatOption = None,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    language = language_of(lang)
    ruling = desk.Ruling(reason=reason, note=note)
    with acting(db, who, language) as (session, by):
        found = matter(session, settings().tenant, flag)
        act = desk.decide(session, found, by, Deed(deed), ruling, now())
        for what in suggest or ():
            suggestion.suggest(session, found, by, what, act.number)
        made = [one for one in suggestion.suggestions_of(session, found) if one.of(act.number)]
        found = matter(session, settings().tenant, found.flag.id)
    _say_done(found, deed, language)
    for one in made:
        say_suggested(one, language)


@app.command("undo", help=words("review_undo"))
def review_undo(flag: FlagArgument, who: PersonOption, db: DbOption = None, lang: LangOption = None) -> None:
    language = language_of(lang)
    with acting(db, who, language) as (session, by):
        found = matter(session, settings().tenant, flag)
        desk.undo(session, found, by, now())
        found = matter(session, settings().tenant, found.flag.id)
    _say_done(found, Deed.UNDONE, language)


@app.command("appeal", help=words("review_appeal"))
def review_appeal(
    flag: FlagArgument,
    who: PersonOption,
    statement: Annotated[str, typer.Option("--statement", help=words("review_statement"))],
    by_whom: Annotated[By, typer.Option("--by", help=words("review_by"))] = By.HOST,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    language = language_of(lang)
    said = body(desk.Appeal, by=by_whom.value, statement=statement)
    with acting(db, who, language) as (session, by):
        found = matter(session, settings().tenant, flag)
        desk.appeal(session, found, by, said)
        found = matter(session, settings().tenant, found.flag.id)
    _say_done(found, Deed.APPEALED, language)


@app.command("note", help=words("review_note"))
def review_note(
    flag: FlagArgument,
    who: PersonOption,
    text: Annotated[str, typer.Option("--note", help=words("review_note_option"))],
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    language = language_of(lang)
    said = body(desk.Note, note=text)
    with acting(db, who, language) as (session, by):
        found = matter(session, settings().tenant, flag)
        desk.note(session, found, by, said)
    _say_done(found, Deed.NOTED, language)


@app.command("reasons", help=words("review_reasons"))
def review_reasons(form: WholeOption = Whole.TABLE, lang: LangOption = None) -> None:
    language = language_of(lang)
    told = {d: {r: say(f"reason.{d}.{r}", language) for r in codes} for d, codes in reasons().items()}
    if form is Whole.JSON:
        print_json(told)
        return
    for deed, codes in told.items():
        print(f"{deed} {say(f'record.act.{deed}', language)}")
        for code, sentence in codes.items():
            print(f"  {code:20} {sentence}")


def allowances() -> Allowances:
    return {severity: timedelta(hours=getattr(settings().review_hours, severity)) for severity in Severity}


def _severities(chosen: Sequence[Severity] | None) -> frozenset[Severity]:
    return frozenset(chosen or Severity)


def _say_done(found: Matter, deed: str, language: Language) -> None:
    act = say(f"record.act.{deed}", language)
    state = say(f"record.state.{found.review.state}", language)
    print(say("review.done", language, flag=found.flag.id, act=act, state=state))
