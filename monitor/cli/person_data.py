"""`boshen person-data`."""

from typing import Annotated

import typer

from monitor.cli.common import DbOption, LangOption, language_of, print_json, told, words
from monitor.ledger.authority import person
from monitor.ledger.database import open_database, writing
from monitor.ledger.personal_data import show
from monitor.settings import settings

app = typer.Typer()


@app.command("person-data", help=words("person_data"))
def person_data(
    key: Annotated[str, typer.Argument(help=words("person_key_of"))],
    acting: Annotated[str, typer.Option("--as", help=words("acting"))],
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    tenant = settings().tenant
    with told(language_of(lang)):
        with writing(open_database(db or settings().db), tenant) as session:
            found = show(session, tenant, person(session, tenant, acting), key)
        print_json(found)
