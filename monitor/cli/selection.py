"""`boshen selection`: what may be sold and said, step by step, each by a named person."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from monitor.cli.common import (
    DbOption,
    Format,
    FormatOption,
    LangOption,
    Whole,
    WholeOption,
    language_of,
    print_json,
    print_rows,
    told,
    words,
)
from monitor.cli.judging import today
from monitor.cli.selection_files import read_catalogue, read_submission
from monitor.cli.selection_tables import (
    lapse_row,
    lapses_table,
    shown,
    thing_row,
    thing_tables,
    things_table,
)
from monitor.ledger.authority import person
from monitor.ledger.database import open_database, reading, writing
from monitor.ledger.people import people
from monitor.ledger.selection.body import Correction
from monitor.ledger.selection.importing import take_over
from monitor.ledger.selection.kind import Deed, Kind
from monitor.ledger.selection.lapsing import lapsing
from monitor.ledger.selection.selection import Selection, read_selection, read_thing
from monitor.ledger.selection.steps import Steps
from monitor.messages import Language, say
from monitor.settings import settings

app = typer.Typer(help=words("selection"), no_args_is_help=True)

KindArgument = Annotated[Kind, typer.Argument(metavar="KIND", help=words("kind"))]
KeyArgument = Annotated[str, typer.Argument(metavar="KEY", help=words("record_key"))]
KeysArgument = Annotated[list[str], typer.Argument(metavar="KEY...", help=words("record_keys"))]
FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help=words("record_file"))]
WhoOption = Annotated[str, typer.Option("--as", help=words("as"))]
ReasonOption = Annotated[str, typer.Option("--reason", help=words("reason"))]


@app.command("submit", help=words("selection_submit"))
def submit(
    kind: KindArgument, file: FileArgument, who: WhoOption, db: DbOption = None, lang: LangOption = None
) -> None:
    language = language_of(lang)
    with told(language):
        key, body = read_submission(file, kind)
        with _acting(db, who) as steps:
            steps.submit(kind, key, body)
    _done(Deed.SUBMITTED, kind, key, language)


@app.command("revise", help=words("selection_revise"))
def revise(
    kind: KindArgument, file: FileArgument, who: WhoOption, db: DbOption = None, lang: LangOption = None
) -> None:
    language = language_of(lang)
    with told(language):
        key, body = read_submission(file, kind)
        with _acting(db, who) as steps:
            steps.revise(kind, key, body)
    _done(Deed.REVISED, kind, key, language)


@app.command("approve", help=words("selection_approve"))
def approve(
    kind: KindArgument,
    keys: KeysArgument,
    who: WhoOption,
    reason: ReasonOption = "",
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    _decide(Deed.APPROVED, kind, keys, who, reason, db, language_of(lang))


@app.command("reject", help=words("selection_reject"))
def reject(
    kind: KindArgument,
    keys: KeysArgument,
    who: WhoOption,
    reason: ReasonOption,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    _decide(Deed.REJECTED, kind, keys, who, reason, db, language_of(lang))


@app.command("withdraw", help=words("selection_withdraw"))
def withdraw(
    kind: KindArgument,
    keys: KeysArgument,
    who: WhoOption,
    reason: ReasonOption,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    _decide(Deed.WITHDRAWN, kind, keys, who, reason, db, language_of(lang))


@app.command("revoke", help=words("selection_revoke"))
def revoke(
    kind: KindArgument,
    keys: KeysArgument,
    who: WhoOption,
    reason: ReasonOption,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    _decide(Deed.REVOKED, kind, keys, who, reason, db, language_of(lang))


@app.command("correct", help=words("selection_correct"))
def correct(
    kind: KindArgument,
    key: KeyArgument,
    act: Annotated[int, typer.Option("--act", min=1, help=words("act_number"))],
    who: WhoOption,
    reason: ReasonOption,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    language = language_of(lang)
    with told(language), _acting(db, who) as steps:
        steps.correct(kind, key, Correction(of=act, reason=_needed(reason)))
    _done(Deed.CORRECTED, kind, key, language)


@app.command("import", help=words("selection_import"))
def import_catalogue(
    file: FileArgument,
    supplier: Annotated[str, typer.Option("--supplier", help=words("import_supplier"))],
    who: WhoOption,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    language = language_of(lang)
    with told(language):
        bodies = read_catalogue(file, supplier)
        with writing(open_database(db or settings().db), settings().tenant) as session:
            steps = Steps(session, settings().tenant, person(session, settings().tenant, who))
            done = take_over(steps, read_selection(session, settings().tenant), bodies)
    counts = {name: len(getattr(done, name)) for name in ("submitted", "revised", "same")}
    print(say("selection.imported", language, file=file, **counts))


@app.command("show", help=words("selection_show"))
def show(
    kind: KindArgument,
    key: KeyArgument,
    form: WholeOption = Whole.TABLE,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    language = language_of(lang)
    with told(language), reading(open_database(db or settings().db)) as session:
        thing = read_thing(session, settings().tenant, kind, key)
        selection = read_selection(session, settings().tenant)
        names = {one.id: f"{one.name} ({one.key})" for one in people(session, settings().tenant)}
    if form is Whole.JSON:
        print_json(shown(thing, selection, names, datetime.now(UTC)))
    else:
        Console().print(thing_tables(thing, selection, names, datetime.now(UTC), language))


@app.command("list", help=words("selection_list"))
def list_things(
    kind: Annotated[Kind | None, typer.Argument(metavar="[KIND]", help=words("kind"))] = None,
    form: FormatOption = Format.TABLE,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    language = language_of(lang)
    with told(language):
        selection = _read(db)
    things = [thing for thing in selection.things.values() if kind in (None, thing.kind)]
    rows = [thing_row(thing, selection, datetime.now(UTC)) for thing in things]
    if form is Format.TABLE:
        Console().print(things_table(rows, language))
    else:
        print_rows(rows, form)


@app.command("lapsing", help=words("selection_lapsing"))
def list_lapsing(
    within: Annotated[int, typer.Option("--days", min=0, help=words("lapsing_days"))] = 30,
    form: FormatOption = Format.TABLE,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    language = language_of(lang)
    with told(language):
        found = lapsing(_read(db), today(), within)
    if form is Format.TABLE:
        Console().print(lapses_table(found, within, language))
    else:
        print_rows([lapse_row(lapse) for lapse in found], form)


def _decide(
    deed: Deed, kind: Kind, keys: list[str], who: str, reason: str, db: str | None, language: Language
) -> None:
    """All of them or none."""
    with told(language), _acting(db, who) as steps:
        for key in keys:
            steps.decide(deed, kind, key, reason if deed is Deed.APPROVED else _needed(reason))
    for key in keys:
        _done(deed, kind, key, language)


def _needed(reason: str) -> str:
    if not reason.strip():
        raise typer.BadParameter(words("reason_needed"))
    return reason


def _done(deed: Deed, kind: Kind, key: str, language: Language) -> None:
    print(say(f"selection.done.{deed}", language, kind=say(f"ledger.kind.{kind}", language), key=key))


def _read(db: str | None) -> Selection:
    with reading(open_database(db or settings().db)) as session:
        return read_selection(session, settings().tenant)


@contextmanager
def _acting(db: str | None, who: str) -> Iterator[Steps]:
    tenant = settings().tenant
    with writing(open_database(db or settings().db), tenant) as session:
        yield Steps(session, tenant, person(session, tenant, who))
