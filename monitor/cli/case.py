"""`boshen case`: inspections, complaints, platform notices, and their legal holds."""

from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text
from sqlmodel import Session

from monitor.cli.acting import KeyArgument, PersonOption, ReasonOption, acting, body, done, looking
from monitor.cli.common import DbOption, Format, FormatOption, LangOption, language_of, print_rows, words
from monitor.ledger.act import acts_of
from monitor.ledger.review import case
from monitor.ledger.review.body import Body
from monitor.ledger.review.key import flag_named, record_named
from monitor.ledger.review.policy import CASE, NOTICE
from monitor.messages import Language, say
from monitor.report.table import table_of
from monitor.settings import settings

app = typer.Typer(help=words("case"), no_args_is_help=True)

FlagsOption = Annotated[list[str] | None, typer.Option("--flag", help=words("review_flag_option"))]
ProductsOption = Annotated[list[str] | None, typer.Option("--product", help=words("case_product"))]
NoticesOption = Annotated[list[str] | None, typer.Option("--notice", help=words("case_notice"))]


@app.command("open", help=words("case_open"))
def case_open(
    what: case.What,
    title: Annotated[str, typer.Argument(help=words("case_title"))],
    who: PersonOption,
    by: Annotated[str, typer.Option("--by", help=words("case_by"))] = "",
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    language = language_of(lang)
    said = body(case.Opened, what=what, title=title, by=by)
    with acting(db, who, language) as (session, person):
        record = case.open_case(session, settings().tenant, person, said)
    print(say("case.opened", language, key=record.key))


@app.command("list", help=words("case_list"))
def case_list(form: FormatOption = Format.TABLE, db: DbOption = None, lang: LangOption = None) -> None:
    language = language_of(lang)
    with looking(db, language) as session:
        found = case.cases(session, settings().tenant)
    if form is not Format.TABLE:
        rows = [
            {"key": one.key, "state": one.state}
            | (one.body.dump() if one.body else {})
            | {"holds": one.holds.dump()}
            for one in found
        ]
        print_rows(rows, form)
        return
    table = table_of({"number": 0, "what": 3, "holds": 2, "state": 0}, language)
    for one in found:
        what = f"{say(f'case.what.{one.body.what}', language)} {one.body.title}" if one.body else "—"
        keys = {"flag": one.holds.flags, "product": one.holds.products, "notice": one.holds.notices}
        held = "\n".join(
            f"{kind}: {' '.join(k[:12] for k in listed)}" for kind, listed in keys.items() if listed
        )
        table.add_row(one.key, Text(what), Text(held or "—"), say(f"record.state.{one.state}", language))
    Console().print(table if found else say("review.nothing", language))


@app.command("gather", help=words("case_gather"))
def case_gather(
    key: KeyArgument,
    who: PersonOption,
    flag: FlagsOption = None,
    product: ProductsOption = None,
    notice: NoticesOption = None,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    language = language_of(lang)
    with acting(db, who, language) as (session, person):
        record = record_named(session, settings().tenant, CASE, key)
        said = _things(session, flag, product, notice)
        case.COURSE.do(session, record, person, "gathered", said)
        state = case.COURSE.state(acts_of(session, record.id))
    done(CASE, record.key, "gathered", state, language)


@app.command("drop", help=words("case_drop"))
def case_drop(
    key: KeyArgument,
    reason: ReasonOption,
    who: PersonOption,
    flag: FlagsOption = None,
    product: ProductsOption = None,
    notice: NoticesOption = None,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    language = language_of(lang)
    with acting(db, who, language) as (session, person):
        record = record_named(session, settings().tenant, CASE, key)
        things = _things(session, flag, product, notice)
        said = body(case.Dropped, **things.dump(), reason=reason)
        case.COURSE.do(session, record, person, "dropped", said)
        state = case.COURSE.state(acts_of(session, record.id))
    done(CASE, record.key, "dropped", state, language)


@app.command("hold", help=words("case_hold"))
def case_hold(
    key: KeyArgument, reason: ReasonOption, who: PersonOption, db: DbOption = None, lang: LangOption = None
) -> None:
    _do(key, "hold_placed", reason, who, db, language_of(lang))


@app.command("lift", help=words("case_lift"))
def case_lift(
    key: KeyArgument, reason: ReasonOption, who: PersonOption, db: DbOption = None, lang: LangOption = None
) -> None:
    _do(key, "hold_lifted", reason, who, db, language_of(lang))


@app.command("close", help=words("case_close"))
def case_close(
    key: KeyArgument, reason: ReasonOption, who: PersonOption, db: DbOption = None, lang: LangOption = None
) -> None:
    _do(key, "closed", reason, who, db, language_of(lang))


@app.command("reopen", help=words("case_reopen"))
def case_reopen(
    key: KeyArgument, reason: ReasonOption, who: PersonOption, db: DbOption = None, lang: LangOption = None
) -> None:
    _do(key, "reopened", reason, who, db, language_of(lang))


def _do(key: str, act: str, reason: str, who: str, db: str | None, language: Language) -> None:
    said: Body = body(case.Reasoned, reason=reason)
    with acting(db, who, language) as (session, person):
        record = record_named(session, settings().tenant, CASE, key)
        case.COURSE.do(session, record, person, act, said)
        state = case.COURSE.state(acts_of(session, record.id))
    done(CASE, record.key, act, state, language)


def _things(
    session: Session, flags: list[str] | None, products: list[str] | None, notices: list[str] | None
) -> case.Gathered:
    """Flags and notices are looked up, so that none is gathered that is not there."""
    tenant = settings().tenant
    return case.Gathered(
        flags=tuple(flag_named(session, tenant, one).id for one in flags or ()),
        products=tuple(products or ()),
        notices=tuple(record_named(session, tenant, NOTICE, one).key for one in notices or ()),
    )
