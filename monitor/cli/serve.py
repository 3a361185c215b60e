"""`boshen serve`."""

from typing import Annotated

import typer
import uvicorn

from api.app import create_app
from monitor.cli.common import DbOption, LangOption, LexiconsOption, language_of, told, words
from monitor.ledger.database import open_database
from monitor.rules.reload import LexiconHolder
from monitor.settings import settings

app = typer.Typer()


@app.command("serve", help=words("serve"))
def serve(
    host: Annotated[str, typer.Option(help=words("host"))] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help=words("port"))] = 8000,
    db: DbOption = None,
    lexicons: LexiconsOption = None,
    lang: LangOption = None,
) -> None:
    with told(language_of(lang)):
        engine = open_database(db or settings().db)
        holder = LexiconHolder(own=lexicons or settings().lexicons)
    uvicorn.run(create_app(engine, holder), host=host, port=port, log_level="warning")
