"""`boshen restore`."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.common import CLEAR, FAILED, DbOption, LangOption, language_of, told, words
from monitor.ledger.attachment_store import open_store
from monitor.ledger.backup.restore import restore as put_back
from monitor.ledger.database import open_database
from monitor.settings import settings

app = typer.Typer()


@app.command("restore", help=words("restore"))
def restore(
    file: Annotated[Path, typer.Argument(help=words("backup_from"))],
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    language, url = language_of(lang), db or settings().db
    with told(language):
        verified = put_back(file, open_database(url), open_store(url))
    for sentence in verified.sentences(language):
        print(sentence)
    raise typer.Exit(CLEAR if verified.sound else FAILED)
