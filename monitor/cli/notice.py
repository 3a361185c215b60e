"""`boshen notice`: a platform's violation notices, and what was missed."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from monitor.cli.acting import PersonOption, acting, done, looking
from monitor.cli.common import DbOption, Format, FormatOption, LangOption, language_of, print_rows, words
from monitor.ledger.review import notice
from monitor.ledger.review.key import flag_named, record_named
from monitor.ledger.review.notice import Notice
from monitor.ledger.review.notice_table import differing, read_notices
from monitor.ledger.review.policy import NOTICE
from monitor.messages import Language, say
from monitor.report.table import table_of
from monitor.settings import settings

app = typer.Typer(help=words("notice"), no_args_is_help=True)


@app.command("import", help=words("notice_import"))
def notice_import(
    file: Annotated[Path, typer.Argument(help=words("notice_file"))],
    who: PersonOption,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    language, tenant = language_of(lang), settings().tenant
    with acting(db, who, language) as (session, person):
        rows = read_notices(file)
        known = [notice.is_known(session, tenant, row.notice) for row in rows]
        differing(file, (row for row, before in zip(rows, known, strict=True) if before is None))
        added = [notice.add(session, tenant, person, row.notice) for row in rows]
        states = Counter(notice.match(session, record, person) for record in added if record)
    counts = {state: states[state] for state in ("matched", "missed", "unplaced")}
    new = sum(record is not None for record in added)
    print(say("notice.was_imported", language, rows=len(rows), added=new, known=len(rows) - new, **counts))


@app.command("match", help=words("notice_match"))
def notice_match(
    who: PersonOption,
    key: Annotated[str | None, typer.Argument(metavar="PLATFORM:NUMBER", help=words("review_key"))] = None,
    flag: Annotated[str | None, typer.Option("--flag", help=words("flag"))] = None,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    """A notice and its flag, or without either every notice that no flag was found for."""
    language, tenant = language_of(lang), settings().tenant
    if (key is None) != (flag is None):
        raise typer.BadParameter("PLATFORM:NUMBER --flag FLAG")
    with acting(db, who, language) as (session, person):
        if key and flag:
            record = record_named(session, tenant, NOTICE, key)
            notice.by_hand(session, record, person, flag_named(session, tenant, flag).id)
        else:
            for known in notice.notices(session, tenant):
                notice.match(session, record_named(session, tenant, NOTICE, known.key), person)
        found = notice.notices(session, tenant)
    if key:
        done(NOTICE, record.key, "matched", "matched", language)
    print(_counted(found, language))


@app.command("list", help=words("notice_list"))
def notice_list(form: FormatOption = Format.TABLE, db: DbOption = None, lang: LangOption = None) -> None:
    language = language_of(lang)
    with looking(db, language) as session:
        found = notice.notices(session, settings().tenant)
    if form is not Format.TABLE:
        rows = [
            (one.body.dump() if one.body else {})
            | {"key": one.key, "state": one.state, "flag": one.flag, "because": one.because}
            for one in found
        ]
        print_rows(rows, form)
        return
    table = table_of({"number": 0, "broadcast": 1, "said": 3, "state": 0, "flag": 0}, language)
    for one in found:
        state = Text(say(f"record.state.{one.state}", language))
        if one.because:
            state.append("\n" + say(f"notice.because.{one.because}", language), style="dim")
        said, where = (one.body.words, one.body.broadcast or "—") if one.body else ("—", "—")
        table.add_row(one.key, where, Text(said), state, (one.flag or "—")[:8])
    Console().print(table if found else say("review.nothing", language))
    print(_counted(found, language))


def _counted(found: list[Notice], language: Language) -> str:
    states, why = Counter(one.state for one in found), Counter(one.because for one in found)
    named = {name: states[name] for name in ("matched", "missed", "unplaced")}
    reasons = {name: why[name] for name in ("passed", "not_flagged")}
    return say("notice.counted", language, total=len(found), **named, **reasons)
