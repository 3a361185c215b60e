"""`boshen task`: rectification tasks."""

from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from monitor.cli.acting import (
    KeyArgument,
    NoteOption,
    PersonOption,
    ReasonOption,
    acting,
    body,
    deadline,
    done,
    looking,
)
from monitor.cli.common import DbOption, Format, FormatOption, LangOption, language_of, print_rows, words
from monitor.ledger.act import acts_of
from monitor.ledger.entry import now
from monitor.ledger.review import task
from monitor.ledger.review.body import Body
from monitor.ledger.review.key import flag_named, record_named
from monitor.ledger.review.policy import CASE, TASK
from monitor.messages import Language, say
from monitor.report.table import table_of
from monitor.report.wording import moment
from monitor.settings import settings

app = typer.Typer(help=words("task"), no_args_is_help=True)

UntilOption = Annotated[str, typer.Option("--by", help=words("task_by"))]


@app.command("open", help=words("task_open"))
def task_open(
    what: Annotated[str, typer.Argument(help=words("review_what"))],
    who: PersonOption,
    owner: Annotated[str, typer.Option("--owner", help=words("task_owner"))],
    until: UntilOption,
    flag: Annotated[list[str] | None, typer.Option("--flag", help=words("review_flag_option"))] = None,
    case: Annotated[str | None, typer.Option("--case", help=words("task_case"))] = None,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    language, tenant = language_of(lang), settings().tenant
    by = deadline(until)
    with acting(db, who, language) as (session, person):
        flags = tuple(flag_named(session, tenant, one).id for one in flag or ())
        known = record_named(session, tenant, CASE, case).key if case else None
        said = body(task.Opened, what=what, owner=owner, deadline=by, flags=flags, case=known)
        record = task.open_task(session, tenant, person, said)
    print(say("task.opened", language, key=record.key, owner=owner, deadline=moment(by)))


@app.command("list", help=words("task_list"))
def task_list(form: FormatOption = Format.TABLE, db: DbOption = None, lang: LangOption = None) -> None:
    language, at = language_of(lang), now()
    with looking(db, language) as session:
        found = task.tasks(session, settings().tenant)
    if form is not Format.TABLE:
        rows = [
            (one.body.dump() if one.body else {})
            | {"key": one.key, "state": one.state, "overdue": one.is_overdue(at)}
            | ({"deadline": one.deadline.isoformat()} if one.deadline else {})
            for one in found
        ]
        print_rows(rows, form)
        return
    table = table_of({"number": 0, "what": 3, "owner": 1, "due": 0, "state": 0}, language)
    for one in found:
        due = Text(moment(one.deadline) if one.deadline else "—")
        if one.is_overdue(at):
            due.append("\n" + say("task.overdue", language), style="red")
        what, owner = (one.body.what, one.body.owner) if one.body else ("—", "—")
        table.add_row(one.key, Text(what), owner, due, say(f"record.state.{one.state}", language))
    Console().print(table if found else say("review.nothing", language))


@app.command("extend", help=words("task_extend"))
def task_extend(
    key: KeyArgument,
    until: UntilOption,
    reason: ReasonOption,
    who: PersonOption,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    _do(
        key,
        "extended",
        body(task.Extended, deadline=deadline(until), reason=reason),
        who,
        db,
        language_of(lang),
    )


@app.command("done", help=words("task_done"))
def task_done(
    key: KeyArgument, who: PersonOption, note: NoteOption = "", db: DbOption = None, lang: LangOption = None
) -> None:
    _do(key, "done", task.Reported(note=note), who, db, language_of(lang))


@app.command("verify", help=words("task_verify"))
def task_verify(
    key: KeyArgument, who: PersonOption, note: NoteOption = "", db: DbOption = None, lang: LangOption = None
) -> None:
    _do(key, "verified", task.Reported(note=note), who, db, language_of(lang))


@app.command("return", help=words("task_return"))
def task_return(
    key: KeyArgument, reason: ReasonOption, who: PersonOption, db: DbOption = None, lang: LangOption = None
) -> None:
    _do(key, "returned", body(task.Reasoned, reason=reason), who, db, language_of(lang))


@app.command("cancel", help=words("task_cancel"))
def task_cancel(
    key: KeyArgument, reason: ReasonOption, who: PersonOption, db: DbOption = None, lang: LangOption = None
) -> None:
    _do(key, "cancelled", body(task.Reasoned, reason=reason), who, db, language_of(lang))


def _do(key: str, act: str, said: Body, who: str, db: str | None, language: Language) -> None:
    with acting(db, who, language) as (session, person):
        record = record_named(session, settings().tenant, TASK, key)
        task.do(session, record, person, act, said)
        state = task.COURSE.state(acts_of(session, record.id))
    done(TASK, record.key, act, state, language)
