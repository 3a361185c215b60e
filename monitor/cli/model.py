"""`boshen model`."""

from typing import Annotated

import typer

from monitor.cli.common import LangOption, language_of, told, words
from monitor.messages import say
from monitor.speech.model import fetch

app = typer.Typer(help=words("model"), no_args_is_help=True)


@app.command("fetch", help=words("model_fetch"))
def model_fetch(
    name: Annotated[str, typer.Argument(help=words("model_name"))], lang: LangOption = None
) -> None:
    language = language_of(lang)
    with told(language):
        folder = fetch(name)
    print(say("cli.model_fetched", language, model=name, folder=folder))
