"""What commands share by which people act on records: who it is, one transaction, moments, bodies."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from typing import Annotated, Any, TypeVar

import typer
from pydantic import ValidationError
from sqlmodel import Session

from monitor.claims.cells import Refused
from monitor.cli.common import told, words
from monitor.ledger.authority import Person, person
from monitor.ledger.database import open_database, reading, writing
from monitor.ledger.review.body import Body
from monitor.ledger.review.notice_table import moment
from monitor.messages import Language, say
from monitor.report.wording import SHANGHAI
from monitor.settings import settings

PersonOption = Annotated[str, typer.Option("--as", help=words("as"))]
ReasonOption = Annotated[str, typer.Option("--reason", help=words("review_why"))]
KeyArgument = Annotated[str, typer.Argument(metavar="ID", help=words("review_key"))]
NoteOption = Annotated[str, typer.Option("--note", help=words("review_note_option"))]

Said = TypeVar("Said", bound=Body)


@contextmanager
def acting(db: str | None, key: str, language: Language) -> Iterator[tuple[Session, Person]]:
    """One transaction in which that person acts; nothing is kept if it fails."""
    with told(language), writing(open_database(db or settings().db), settings().tenant) as session:
        yield session, person(session, settings().tenant, key)


@contextmanager
def looking(db: str | None, language: Language) -> Iterator[Session]:
    with told(language), reading(open_database(db or settings().db)) as session:
        yield session


def body(kind: type[Said], **said: Any) -> Said:
    """A body of what was given on the command line; a value it refuses is told as a bad option."""
    try:
        return kind.model_validate(said)
    except ValidationError as error:
        first = error.errors()[0]
        raise typer.BadParameter(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error


def when(said: str) -> tuple[datetime | None, float | None]:
    """Wall time, or media seconds."""
    try:
        return moment(said)
    except Refused as refused:
        raise typer.BadParameter(refused.said) from refused


def deadline(said: str) -> datetime:
    """A day, to its end, or a moment; in Shanghai where no offset is written."""
    try:
        at = datetime.fromisoformat(said)
    except ValueError as error:
        raise typer.BadParameter(said) from error
    if len(said) == len("2026-03-10"):
        at = datetime.combine(at, time(23, 59, 59))
    return at if at.tzinfo else at.replace(tzinfo=SHANGHAI)


def done(kind: str, key: str, act: str, state: str, language: Language) -> None:
    """What was done to a record, and how it stands."""
    named = {"kind": kind, "act": act, "state": state}
    told_ = {field: say(f"record.{field}.{code}", language) for field, code in named.items()}
    print(say("review.record_done", language, key=key, **told_))
