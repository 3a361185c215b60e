"""`boshen ledger checkpoint | prove | show | export | tiles`: the log and what can be shown of it."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.common import CLEAR, FAILED, DbOption, LangOption, language_of, print_json, told, words
from monitor.ledger import log
from monitor.ledger.checkpoint import checkpoint
from monitor.ledger.checkpoint.bundle import export
from monitor.ledger.checkpoint.choice import Choice
from monitor.ledger.checkpoint.keeper import keeper
from monitor.ledger.checkpoint.prove import entries_of, hashes_of, indexes_of_record, prove
from monitor.ledger.checkpoint.tile import write_tiles
from monitor.ledger.checkpoint.witness import receipts_of
from monitor.ledger.database import open_database, reading
from monitor.ledger.entry import stamp
from monitor.ledger.export.export import Wanted, tables
from monitor.ledger.export.layout import layout_of
from monitor.ledger.tables import Checkpoint, Receipt, Tree
from monitor.messages import Language, say
from monitor.settings import settings

app = typer.Typer()

EveryOption = Annotated[float | None, typer.Option("--every", min=0.01, help=words("ledger_every"))]
RecordOption = Annotated[
    tuple[str, str] | None, typer.Option("--record", metavar="KIND KEY", help=words("ledger_record"))
]
IndexArgument = Annotated[int | None, typer.Argument(help=words("ledger_index"), show_default=False)]


@app.command("checkpoint", help=words("ledger_checkpoint"))
def ledger_checkpoint(every: EveryOption = None, db: DbOption = None, lang: LangOption = None) -> None:
    language, said = language_of(lang), settings()
    with told(language):
        kept = keeper(open_database(db or said.db), said.tenant, said)
        if every is not None:
            kept.every(every, lambda made, receipts: _print_round(made, receipts, language))
        made, receipts = kept.round()
        _print_round(made, receipts, language)
    raise typer.Exit(CLEAR if all(one.state == "sent" for one in receipts) else FAILED)


@app.command("prove", help=words("ledger_prove"))
def ledger_prove(
    index: IndexArgument = None,
    record: RecordOption = None,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    language, tenant = language_of(lang), settings().tenant
    if (index is None) == (record is None):
        raise typer.BadParameter("INDEX | --record KIND KEY")
    with told(language), reading(open_database(db or settings().db)) as session:
        wanted = [index] if index is not None else indexes_of_record(session, tenant, *(record or ("", "")))
        print_json(prove(session, tenant, wanted))


@app.command("show", help=words("ledger_show"))
def ledger_show(index: IndexArgument = None, db: DbOption = None, lang: LangOption = None) -> None:
    language, tenant = language_of(lang), settings().tenant
    with told(language), reading(open_database(db or settings().db)) as session:
        tree = session.get(Tree, tenant) or log.empty_tree(tenant)
        if index is not None:
            [proof] = prove(session, tenant, [index])
            [entry] = entries_of(session, tenant, [index])
            print_json(proof | {"payload": entry.payload or say("ledger.erased", language)})
            return
        root = log.compact_range(tree).root.hex()
        print(say("ledger.head", language, tenant=tenant, size=tree.size, root=root))
        last = checkpoint.latest(session, tenant)
        if last is None:
            print(say("ledger.no_checkpoint_yet", language))
        else:
            _print_round(last, receipts_of(session, last.id), language)


@app.command("export", help=words("ledger_export"))
def ledger_export(
    to: Annotated[Path, typer.Argument(help=words("ledger_to"))],
    product: Annotated[str | None, typer.Option(help=words("ledger_product"))] = None,
    supplier: Annotated[str | None, typer.Option(help=words("ledger_supplier"))] = None,
    host: Annotated[str | None, typer.Option(help=words("ledger_host"))] = None,
    broadcast: Annotated[str | None, typer.Option(help=words("ledger_broadcast"))] = None,
    since: Annotated[datetime | None, typer.Option("--from", help=words("ledger_from"))] = None,
    until: Annotated[datetime | None, typer.Option("--to", help=words("ledger_until"))] = None,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    language, said = language_of(lang), settings()
    period = [moment and moment.astimezone() for moment in (since, until)]
    with told(language):
        kept = keeper(open_database(db or said.db), said.tenant, said)
        choice = Choice(product, supplier, host, broadcast, *period)
        wanted = Wanted(kept.tenant, choice, layout_of(None), language)
        done = export(kept, to, choice, lambda session, _, head: tables(session, wanted, head.size))
        print(say("ledger.exported", language, count=done.entries, size=done.size, file=to))


@app.command("tiles", help=words("ledger_tiles"))
def ledger_tiles(
    folder: Annotated[Path, typer.Argument(help=words("ledger_tiles_to"))],
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    language, tenant = language_of(lang), settings().tenant
    with told(language), reading(open_database(db or settings().db)) as session:
        held = checkpoint.covering(session, tenant, 0)
        leaves = (entry.leaf.encode() for entry in log.entries(session, tenant, held.size))
        write_tiles(folder, held.note, hashes_of(session, tenant, held.size).node, leaves)
        print(say("ledger.tiles_written", language, size=held.size, file=folder))


def _print_round(made: Checkpoint, receipts: list[Receipt], language: Language) -> None:
    fields = {"size": made.size, "root": made.root.hex(), "at": stamp(made.signed_at)}
    print(say("ledger.checkpoint_made", language, **fields))
    for one in receipts:
        told_of = {"witness": one.witness, "tries": one.tries, "answer": one.answer}
        print(say(f"ledger.receipt.{one.state}", language, **told_of))
    print(made.note, flush=True)
