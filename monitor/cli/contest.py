"""`boshen contest`."""

from typing import Annotated

import typer

from monitor.cli.common import DbOption, LangOption, language_of, told, words
from monitor.ledger import personal_data
from monitor.ledger.authority import person
from monitor.ledger.database import open_database, writing
from monitor.ledger.personal_data import Statement
from monitor.settings import settings

app = typer.Typer()


@app.command("contest", help=words("contest"))
def contest(
    key: Annotated[str, typer.Argument(help=words("person_key_of"))],
    about: Annotated[str, typer.Option("--about", help=words("contest_about"))],
    statement: Annotated[str, typer.Option("--statement", help=words("contest_statement"))],
    acting: Annotated[str, typer.Option("--as", help=words("acting"))],
    answer: Annotated[bool, typer.Option("--answer", help=words("contest_answer"))] = False,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    tenant = settings().tenant
    said = Statement(about=about, statement=statement)
    with told(language_of(lang)), writing(open_database(db or settings().db), tenant) as session:
        who = person(session, tenant, acting)
        (personal_data.answer if answer else personal_data.contest)(session, tenant, who, key, said)
