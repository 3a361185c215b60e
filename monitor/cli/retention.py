"""`boshen retention`."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from monitor.cli.common import (
    DbOption,
    Format,
    FormatOption,
    LangOption,
    language_of,
    print_rows,
    told,
    words,
)
from monitor.ledger.attachment_store import open_store
from monitor.ledger.authority import person
from monitor.ledger.database import open_database, reading
from monitor.ledger.retention.classes import Classes, RetentionClass, load_classes
from monitor.ledger.retention.due import Judged, Why
from monitor.ledger.retention.erasure import Order, erase, judged
from monitor.messages import Language, say
from monitor.rules.citation import SHANGHAI
from monitor.settings import settings

app = typer.Typer(help=words("retention"), no_args_is_help=True)

BeforeOption = Annotated[
    datetime | None, typer.Option("--before", formats=["%Y-%m-%d"], help=words("before"))
]
PersonOption = Annotated[str | None, typer.Option("--person", help=words("about_person"))]


@app.command("classes", help=words("retention_classes"))
def retention_classes(form: FormatOption = Format.TABLE, lang: LangOption = None) -> None:
    language = language_of(lang)
    with told(language):
        classes = load_classes(settings().retention)
    if form is Format.TABLE:
        Console().print(_classes_table(classes, language))
    else:
        print_rows([_class_row(one, language) for one in classes.values()], form)


@app.command("due", help=words("retention_due"))
def retention_due(
    before: BeforeOption = None,
    about: PersonOption = None,
    form: FormatOption = Format.TABLE,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    language = language_of(lang)
    with told(language):
        classes = load_classes(settings().retention)
        with reading(open_database(db or settings().db)) as session:
            found = judged(session, settings().tenant, classes, _until(before), about)
    if form is Format.TABLE:
        Console().print(_due_table(found, language))
    else:
        print_rows([_row(one) for one in found], form)


@app.command("erase", help=words("retention_erase"))
def retention_erase(
    acting: Annotated[str, typer.Option("--as", help=words("acting"))],
    why: Annotated[str, typer.Option("--why", help=words("why"))],
    before: BeforeOption = None,
    only: Annotated[list[str] | None, typer.Option("--class", help=words("retention_class"))] = None,
    about: PersonOption = None,
    recordings: Annotated[Path | None, typer.Option("--recordings", help=words("recordings"))] = None,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    language, url, tenant = language_of(lang), db or settings().db, settings().tenant
    with told(language):
        classes = load_classes(settings().retention)
        if unknown := set(only or ()) - set(classes):
            raise typer.BadParameter("、".join(sorted(unknown)))
        engine = open_database(url)
        with reading(engine) as session:
            who = person(session, tenant, acting)
        order = Order(tenant, who, _until(before), why, frozenset(only or ()), about, recordings)
        found = erase(engine, open_store(url), classes, order)
    print(say("cli.erased", language, count=len(found)))


def _until(before: datetime | None) -> datetime:
    """The moment at which what is due is asked for: never later than now."""
    now = datetime.now(UTC)
    if before is None:
        return now
    return min(now, datetime.combine(before.date() - timedelta(days=1), time(12), SHANGHAI))


def _class_row(one: RetentionClass, language: Language) -> dict[str, Any]:
    return {
        "class": one.id,
        "starts": one.starts.value,
        "floor": one.floor and one.floor.model_dump(),
        "keep": one.keep.model_dump(),
        "law": one.law,
        "article": one.article,
        "kinds": one.kinds,
        "title": say(f"retention.class.{one.id}", language),
    }


def _classes_table(classes: Classes, language: Language) -> Table:
    table = _table(language, "class", "starts", "floor", "keep", "basis")
    for one in classes.values():
        table.add_row(
            f"{say(f'retention.class.{one.id}', language)} ({one.id})",
            say(f"retention.starts.{one.starts}", language),
            one.floor.sentence(language) if one.floor else "—",
            one.keep.sentence(language),
            one.basis(language),
        )
    return table


def _due_table(found: Sequence[Judged], language: Language) -> Table:
    """Counted by class and reason, with the first day and the cases that hold."""
    grouped: dict[tuple[str, str, Why], list[Judged]] = defaultdict(list)
    for one in found:
        grouped[one.class_ or "", one.item.kind if one.class_ is None else "", one.why].append(one)
    table = _table(language, "class", "why", "count", "on", "cases")
    for (class_, kind, why), group in sorted(grouped.items()):
        days = sorted(one.on.isoformat() for one in group if one.on)
        cases = sorted({case for one in group for case in one.cases})
        title = say(f"retention.class.{class_}", language) if class_ else kind
        on = " – ".join(dict.fromkeys([days[0], days[-1]])) if days else "—"
        table.add_row(title, say(f"retention.why.{why}", language), str(len(group)), on, "、".join(cases))
    return table


def _table(language: Language, *names: str) -> Table:
    return Table(*(say(f"retention.column.{name}", language) for name in names))


def _row(one: Judged) -> dict[str, Any]:
    return {
        "class": one.class_,
        "kind": one.item.kind,
        "id": one.item.id,
        "key": one.item.key,
        "why": one.why.value,
        "on": one.on and one.on.isoformat(),
        "cases": list(one.cases),
    }
