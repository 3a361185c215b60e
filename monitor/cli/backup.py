"""`boshen backup`."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.common import DbOption, LangOption, language_of, tell, told, words
from monitor.ledger.attachment_store import open_store
from monitor.ledger.backup.take import back_up
from monitor.ledger.database import open_database
from monitor.messages import say
from monitor.settings import settings

app = typer.Typer()


@app.command("backup", help=words("backup"))
def backup(
    file: Annotated[Path, typer.Argument(help=words("backup_to"))],
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    language, url = language_of(lang), db or settings().db
    with told(language):
        taken = back_up(open_database(url), open_store(url), file)
    for digest in taken.missing:
        tell("cli.backup_lacks", language, digest=digest)
    rows = sum(part.rows for part in taken.tables)
    print(say("cli.backed_up", language, file=file, rows=rows, files=len(taken.attachments)))
