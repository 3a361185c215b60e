"""`boshen sound`."""

from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.table import Table

from monitor.cli.common import (
    DbOption,
    Format,
    FormatOption,
    LangOption,
    language_of,
    print_rows,
    told,
    words,
)
from monitor.errors import FileExists
from monitor.ledger.authority import person
from monitor.ledger.database import open_database, reading, writing
from monitor.ledger.entry import stamp
from monitor.ledger.listen import Listened, Restricted, listen, listens, restrict
from monitor.media.clip import clips
from monitor.messages import say
from monitor.settings import settings

app = typer.Typer(help=words("sound"), no_args_is_help=True)

BroadcastArgument = Annotated[str, typer.Argument(help=words("broadcast_id"))]
AsOption = Annotated[str, typer.Option("--as", help=words("acting"))]
WhyOption = Annotated[str, typer.Option("--why", help=words("why"))]
FromOption = Annotated[float, typer.Option("--from", min=0, help=words("from_second"))]
UntilOption = Annotated[float, typer.Option("--until", min=0, help=words("until_second"))]


@app.command("clip", help=words("sound_clip"))
def sound_clip(
    broadcast: BroadcastArgument,
    media: Annotated[Path, typer.Argument(help=words("media"))],
    begin: FromOption,
    until: UntilOption,
    acting: AsOption,
    why: WhyOption,
    to: Annotated[Path, typer.Option("--to", help=words("to"))],
    flag: Annotated[str | None, typer.Option("--flag", help=words("flag_id"))] = None,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    tenant = settings().tenant
    with told(language_of(lang)):
        if to.exists():
            raise FileExists(file=str(to), line=0)
        cut = [sound for _, sound in clips(media, [(begin, until)], max_hours=settings().media_max_hours)]
        with writing(open_database(db or settings().db), tenant) as session:
            who = person(session, tenant, acting)
            listen(session, tenant, who, broadcast, Listened(span=(begin, until), flag=flag, why=why))
        with to.open("xb") as out:
            to.chmod(0o600)
            out.writelines(cut)


@app.command("restrict", help=words("sound_restrict"))
def sound_restrict(
    broadcast: BroadcastArgument,
    begin: FromOption,
    until: UntilOption,
    of: Annotated[str, typer.Option("--of", help=words("restricted_of"))],
    acting: AsOption,
    why: WhyOption,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    tenant = settings().tenant
    if of not in ("guest", "minor"):
        raise typer.BadParameter("guest | minor", param_hint="--of")
    whose: Literal["guest", "minor"] = "guest" if of == "guest" else "minor"
    with told(language_of(lang)), writing(open_database(db or settings().db), tenant) as session:
        who = person(session, tenant, acting)
        restrict(session, tenant, who, broadcast, Restricted(span=(begin, until), of=whose, why=why))


@app.command("listens", help=words("sound_listens"))
def sound_listens(form: FormatOption = Format.TABLE, db: DbOption = None, lang: LangOption = None) -> None:
    language, tenant = language_of(lang), settings().tenant
    with told(language), reading(open_database(db or settings().db)) as session:
        rows = [
            {
                "broadcast": one.broadcast,
                "at": stamp(one.act.at),
                "by": one.act.person,
                "act": one.act.kind,
                **(one.act.body or {}),
            }
            for one in listens(session, tenant)
        ]
    if form is not Format.TABLE:
        print_rows(rows, form)
        return
    columns = ("broadcast", "at", "by", "act", "span", "why")
    table = Table(*(say(f"retention.column.{name}", language) for name in columns))
    for row in rows:
        table.add_row(*(str(row.get(name, "")) for name in columns))
    Console().print(table)
