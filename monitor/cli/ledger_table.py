"""`boshen ledger table`: the inspection ledger as a file."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.common import DbOption, LangOption, language_of, tell, told, words
from monitor.ledger.checkpoint.choice import Choice
from monitor.ledger.database import open_database
from monitor.ledger.export.export import Wanted, export, suffix_of
from monitor.ledger.export.layout import layout_of
from monitor.ledger.export.wording import signed
from monitor.rules.citation import SHANGHAI
from monitor.settings import settings
from monitor.text.new_file import refuse_existing, write_new

_DAY = ["%Y-%m-%d"]


def ledger_table(
    target: Annotated[Path, typer.Argument(metavar="OUT", help=words("table_target"))],
    product: Annotated[str | None, typer.Option(help=words("scope_product"))] = None,
    supplier: Annotated[str | None, typer.Option(help=words("scope_supplier"))] = None,
    host: Annotated[str | None, typer.Option(help=words("scope_host"))] = None,
    broadcast: Annotated[str | None, typer.Option(help=words("scope_broadcast"))] = None,
    first: Annotated[datetime | None, typer.Option("--from", formats=_DAY, help=words("scope_from"))] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=_DAY, help=words("scope_to"))] = None,
    columns: Annotated[Path | None, typer.Option(help=words("columns"))] = None,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    language = language_of(lang)
    since = first and first.replace(tzinfo=SHANGHAI)
    until = last and last.replace(tzinfo=SHANGHAI) + timedelta(days=1)
    choice = Choice(product, supplier, host, broadcast, since, until)
    with told(language):
        suffix = suffix_of(target)
        refuse_existing(target)
        wanted = Wanted(settings().tenant, choice, layout_of(columns), language)
        made = export(open_database(db or settings().db), wanted, [suffix])
        write_new(target, made.files[suffix])
        known = {"size": made.cut.size, "signed": signed(made.cut, language)}
        tell("cli.table_written", language, file=target, rows=made.rows, **known)
        if made.cut.signed_at is None:
            tell("cli.table_unsigned", language)
        elif made.later:
            tell("cli.table_later", language, later=made.later)
