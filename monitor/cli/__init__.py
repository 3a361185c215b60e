"""The command line: `boshen`."""

import os
from importlib import import_module
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from typer.core import TyperGroup
from typer.main import get_group

from monitor import __version__, log
from monitor.cli.common import FAILED, tell, words
from monitor.messages import Language
from monitor.settings import settings

_MODULES = (
    *("scan", "check", "catalogue", "selection", "people"),
    *("evaluate", "serve", "rules", "ledger", "model"),
    *("review", "task", "case", "notice", "slice"),
    *("attachment", "sound", "retention", "person-data", "contest", "backup", "restore"),
)


class Commands(TyperGroup):
    """Each is a module of this package, imported when it is called: most need no sound and no service."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [*super().list_commands(ctx), *_MODULES]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The module's command of its own name, else all of its commands as a group."""
        if cmd_name not in _MODULES:
            return super().get_command(ctx, cmd_name)
        group = get_group(import_module(f"{__name__}.{cmd_name.replace('-', '_')}").app)
        return group.commands.get(cmd_name, group)


app = typer.Typer(
    cls=Commands,
    help=words("help"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


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
