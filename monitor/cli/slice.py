"""`boshen slice`: republished clips and the part of a broadcast that each shows."""

from typing import Annotated

import typer
from rich.console import Console

from monitor.cli.acting import PersonOption, ReasonOption, acting, body, done, looking, when
from monitor.cli.common import DbOption, Format, FormatOption, LangOption, language_of, print_rows, words
from monitor.clock import clock
from monitor.ledger.review import slice as clips
from monitor.ledger.review.key import record_named
from monitor.ledger.review.policy import SLICE
from monitor.messages import say
from monitor.report.table import table_of
from monitor.settings import settings

app = typer.Typer(help=words("slice"), no_args_is_help=True)

UrlArgument = Annotated[str, typer.Argument(metavar="URL", help=words("slice_url"))]


@app.command("link", help=words("slice_link"))
def slice_link(
    url: UrlArgument,
    who: PersonOption,
    broadcast: Annotated[str, typer.Option("--broadcast", help=words("review_broadcast"))],
    platform: Annotated[str, typer.Option("--platform", help=words("slice_platform"))],
    begin: Annotated[str, typer.Option("--from", help=words("slice_from"))],
    end: Annotated[str, typer.Option("--to", help=words("slice_to"))],
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    language = language_of(lang)
    first, last = when(begin)[1], when(end)[1]
    if first is None or last is None or last <= first:
        raise typer.BadParameter(f"--from {begin} --to {end}")
    said = body(clips.Linked, platform=platform, broadcast=broadcast, begin=first, end=last)
    with acting(db, who, language) as (session, person):
        record = clips.link(session, settings().tenant, person, url, said)
    print(say("slice.linked", language, key=record.key))


@app.command("unlink", help=words("slice_unlink"))
def slice_unlink(
    url: UrlArgument, reason: ReasonOption, who: PersonOption, db: DbOption = None, lang: LangOption = None
) -> None:
    language = language_of(lang)
    said = body(clips.Unlinked, reason=reason)
    with acting(db, who, language) as (session, person):
        record = record_named(session, settings().tenant, SLICE, clips.digest_of(url))
        clips.unlink(session, record, person, said)
    done(SLICE, record.key, "unlinked", "unlinked", language)


@app.command("list", help=words("slice_list"))
def slice_list(form: FormatOption = Format.TABLE, db: DbOption = None, lang: LangOption = None) -> None:
    language = language_of(lang)
    with looking(db, language) as session:
        found = clips.slices(session, settings().tenant)
    if form is not Format.TABLE:
        print_rows(
            [{"key": one.key, "state": one.state} | (one.body.dump() if one.body else {}) for one in found],
            form,
        )
        return
    table = table_of({"number": 2, "what": 1, "broadcast": 1, "time": 1, "state": 0}, language)
    for one in found:
        where = one.body
        told = (where.platform, where.broadcast, f"{clock(where.begin)}–{clock(where.end)}") if where else ()
        table.add_row(one.key[:16], *(told or ("—",) * 3), say(f"record.state.{one.state}", language))
    Console().print(table if found else say("review.nothing", language))
