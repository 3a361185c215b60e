"""The command line: `boshen`."""

import os
from typing import Annotated

import typer
from pydantic import ValidationError

from monitor import __version__, log
from monitor.cli import broadcast, evaluation, rules, service
from monitor.cli.common import FAILED, tell, words
from monitor.messages import Language
from monitor.settings import settings

app = typer.Typer(
    help=words("help"), no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)
app.command(help=words("scan"))(broadcast.scan)
app.command(help=words("check"))(broadcast.check)
app.command(help=words("evaluate"))(evaluation.evaluate)
app.command(help=words("serve"))(service.serve)
app.add_typer(rules.app, name="rules")

ledger_app = typer.Typer(help=words("ledger"), no_args_is_help=True)
ledger_app.command("verify", help=words("ledger_verify"))(service.ledger_verify)
app.add_typer(ledger_app, name="ledger")

model_app = typer.Typer(help=words("model"), no_args_is_help=True)
model_app.command("fetch", help=words("model_fetch"))(service.model_fetch)
app.add_typer(model_app, name="model")


def _version(wanted: bool) -> None:
    if wanted:
        print(__version__)
        raise typer.Exit


@app.callback()
def prepare(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=words("version"))
    ] = False,
) -> None:
    log.configure(settings().log_level)


def main() -> None:
    """Entry point. A setting that cannot be read is told like any other error."""
    try:
        settings()
    except ValidationError as error:
        language: Language = "en" if os.environ.get("BOSHEN_LANG") == "en" else "zh"
        for problem in error.errors():
            name = "BOSHEN_" + "_".join(map(str, problem["loc"])).upper()
            tell("cli.bad_setting", language, name=name, reason=problem["msg"])
        raise SystemExit(FAILED) from error
    app()
