"""`boshen serve`, `boshen ledger` and `boshen model`."""

from typing import Annotated

import typer
import uvicorn

from api.app import create_app
from monitor.cli.common import (
    CLEAR,
    FAILED,
    DbOption,
    LangOption,
    LexiconsOption,
    language_of,
    told,
    words,
)
from monitor.ledger.database import open_database
from monitor.ledger.verify import verify
from monitor.messages import say
from monitor.rules.reload import LexiconHolder
from monitor.settings import settings
from monitor.speech.model import fetch


def ledger_verify(db: DbOption = None, lang: LangOption = None) -> None:
    language = language_of(lang)
    with told(language):
        result = verify(open_database(db or settings().db))
        for sentence in result.sentences(language):
            print(sentence)
    raise typer.Exit(CLEAR if result.sound else FAILED)


def model_fetch(
    name: Annotated[str, typer.Argument(help=words("model_name"))], lang: LangOption = None
) -> None:
    language = language_of(lang)
    with told(language):
        folder = fetch(name)
    print(say("cli.model_fetched", language, model=name, folder=folder))


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
