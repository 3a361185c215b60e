"""What is sold, by the ledger's selection."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from monitor.claims.broadcast import Broadcast, load_broadcast
from monitor.claims.catalogue import Catalogue
from monitor.claims.period import BEGINNING, FOREVER
from monitor.errors import StartUnknown
from monitor.ledger.database import open_database, reading
from monitor.ledger.selection.catalogue import catalogue_of
from monitor.ledger.selection.selection import read_selection
from monitor.settings import settings


def selected(
    db: str | None, broadcast: Path | None, fallback: str, begin: datetime | None = None
) -> tuple[Catalogue, Broadcast]:
    """The selection as it stood while the broadcast was on, and the broadcast, named `fallback` without a
    file of its own.

    begin: taken for the start where the file gives none. StartUnknown without either.
    """
    with reading(open_database(db or settings().db)) as session:
        selection = read_selection(session, settings().tenant)
    anytime = catalogue_of(selection, BEGINNING, FOREVER)
    given = load_broadcast(broadcast, anytime) if broadcast else Broadcast(fallback)
    given = replace(given, started_at=given.started_at or begin)
    if given.started_at is None:
        raise StartUnknown(broadcast=given.id)
    longest = timedelta(hours=settings().media_max_hours)
    return catalogue_of(selection, given.started_at, given.started_at + longest), given
