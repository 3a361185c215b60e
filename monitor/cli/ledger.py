"""`boshen ledger`."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.cli import ledger_key, ledger_log
from monitor.cli.common import CLEAR, FAILED, DbOption, LangOption, language_of, told, words
from monitor.cli.ledger_table import ledger_table
from monitor.ledger.checkpoint.held import read_checkpoint, read_witness
from monitor.ledger.database import open_database
from monitor.ledger.verify import verify
from monitor.settings import settings

app = typer.Typer(help=words("ledger"), no_args_is_help=True)
app.command("table", help=words("ledger_table"))(ledger_table)
app.add_typer(ledger_key.app, name="key")
app.add_typer(ledger_log.app)

CheckpointsOption = Annotated[
    list[Path] | None, typer.Option("--checkpoint", help=words("ledger_checkpoint_file"))
]
WitnessesOption = Annotated[list[Path] | None, typer.Option("--witness", help=words("ledger_witness_file"))]


@app.command("verify", help=words("ledger_verify"))
def ledger_verify(
    checkpoint: CheckpointsOption = None,
    witness: WitnessesOption = None,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    language = language_of(lang)
    with told(language):
        witnessed = [read_checkpoint(file) for file in checkpoint or ()]
        witnessed += [one for file in witness or () for one in read_witness(file)]
        result = verify(open_database(db or settings().db), witnessed=witnessed)
        for sentence in result.sentences(language):
            print(sentence)
    raise typer.Exit(CLEAR if result.sound else FAILED)
