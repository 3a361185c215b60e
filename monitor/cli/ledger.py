"""`boshen ledger`."""

import typer

from monitor.cli.common import CLEAR, FAILED, DbOption, LangOption, language_of, told, words
from monitor.cli.ledger_table import ledger_table
from monitor.ledger.database import open_database
from monitor.ledger.verify import verify
from monitor.settings import settings

app = typer.Typer(help=words("ledger"), no_args_is_help=True)
app.command("table", help=words("ledger_table"))(ledger_table)


@app.command("verify", help=words("ledger_verify"))
def ledger_verify(db: DbOption = None, lang: LangOption = None) -> None:
    language = language_of(lang)
    with told(language):
        result = verify(open_database(db or settings().db))
        for sentence in result.sentences(language):
            print(sentence)
    raise typer.Exit(CLEAR if result.sound else FAILED)
