"""`boshen people`: who works with the ledger."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from sqlmodel import Session

from monitor.cli.common import (
    AsOption,
    DbOption,
    Format,
    FormatOption,
    LangOption,
    language_of,
    print_rows,
    told,
    words,
)
from monitor.cli.selection_tables import people_table, person_row
from monitor.ledger.authority import Role
from monitor.ledger.database import open_database, reading, writing
from monitor.ledger.people import Facts, change, leave, people, register
from monitor.messages import Language, say
from monitor.settings import settings

app = typer.Typer(help=words("people"), no_args_is_help=True)

KeyArgument = Annotated[str, typer.Argument(metavar="KEY", help=words("person_key"))]
NameOption = Annotated[str | None, typer.Option("--name", help=words("person_name"))]
RoleOption = Annotated[list[Role] | None, typer.Option("--role", help=words("person_role"))]
ChannelOption = Annotated[list[str] | None, typer.Option("--channel", help=words("person_channel"))]
SupplierOption = Annotated[list[str] | None, typer.Option("--supplier", help=words("person_supplier"))]
ReasonOption = Annotated[str, typer.Option("--reason", help=words("reason"))]


@app.command("add", help=words("people_add"))
def people_add(
    key: KeyArgument,
    name: Annotated[str, typer.Option("--name", help=words("person_name"))],
    role: Annotated[list[Role], typer.Option("--role", help=words("person_role"))],
    channel: ChannelOption = None,
    supplier: SupplierOption = None,
    who: AsOption = None,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    language = language_of(lang)
    facts = Facts(name, role, _given(channel) or (), _given(supplier) or ())
    with told(language), _writing(db) as session:
        register(session, settings().tenant, who, key, facts)
    print(say("people.added", language, key=key, roles=_roles(role, language)))


@app.command("change", help=words("people_change"))
def people_change(
    key: KeyArgument,
    name: NameOption = None,
    role: RoleOption = None,
    channel: ChannelOption = None,
    supplier: SupplierOption = None,
    who: AsOption = None,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    language = language_of(lang)
    with told(language), _writing(db) as session:
        facts = Facts(name, role or None, _given(channel), _given(supplier))
        change(session, settings().tenant, who, key, facts)
    print(say("people.changed", language, key=key))


@app.command("leave", help=words("people_leave"))
def people_leave(
    key: KeyArgument,
    reason: ReasonOption = "",
    who: AsOption = None,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    language = language_of(lang)
    with told(language), _writing(db) as session:
        leave(session, settings().tenant, who, key, reason)
    print(say("people.left", language, key=key))


@app.command("list", help=words("people_list"))
def people_list(form: FormatOption = Format.TABLE, db: DbOption = None, lang: LangOption = None) -> None:
    language = language_of(lang)
    with told(language), reading(open_database(db or settings().db)) as session:
        found = people(session, settings().tenant)
    if form is Format.TABLE:
        Console().print(people_table(found, language))
    else:
        print_rows([person_row(person) for person in found], form)


@contextmanager
def _writing(db: str | None) -> Iterator[Session]:
    with writing(open_database(db or settings().db), settings().tenant) as session:
        yield session


def _given(keys: Sequence[str] | None) -> Sequence[str] | None:
    """`all` is for everything; not given at all is no change."""
    if not keys:
        return None
    return () if list(keys) == ["all"] else keys


def _roles(roles: Sequence[Role], language: Language) -> str:
    return "、".join(say(f"ledger.role.{role}", language) for role in roles)
