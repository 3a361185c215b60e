"""What recorded erasures name: which entries have lost their payload, and what was left of the rows.

What is left of a row after its words are gone has a digest in the act of the erasure, so that verifying
still finds any other change to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlmodel import Session, col, select

from monitor.ledger.entry import EntryType, Payload, canonical, stamp
from monitor.ledger.payload import broadcast_facts
from monitor.ledger.tables import Act, Attachment, Broadcast, Entry, Record

ERASURE, ERASED = "erasure", "erased"


class Erased(BaseModel):
    """The body of an erasure.

    class_: of retention. since: the day from which it could go. entries: index in the log, and digest of what
    is left of the row that the entry records. rows: table, id and digest of what is left of rows without an
    entry of their own. asked: on request of whom it concerned.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    class_: str
    kind: str
    id: str
    why: str
    since: str
    asked: bool
    entries: list[tuple[int, str]]
    rows: list[tuple[str, str, str]] = []


@dataclass(frozen=True, slots=True)
class Erasures:
    """entries: index → digest of what is left; rows: (table, id) → the same."""

    entries: dict[int, str] = field(default_factory=dict)
    rows: dict[tuple[str, str], str] = field(default_factory=dict)


def erasures(session: Session, tenant: str) -> Erasures:
    """All that was recorded. An erasure counts only for entries before its own."""
    found = Erasures()
    rows = session.exec(
        select(Act.body, Entry.index)
        .join(Record, col(Record.id) == Act.record_id)
        .join(Entry, col(Entry.subject) == Act.id)
        .where(Record.tenant == tenant, Record.kind == ERASURE, Act.kind == ERASED)
        .where(Entry.tenant == tenant, Entry.type == EntryType.ACT)
        .order_by(col(Entry.index))
    )
    for body, index in rows:
        _add(found, body or "", index)
    return found


def left_digest(left: Payload) -> str:
    """SHA-256 of what is left, in canonical JSON, in hex."""
    return sha256(canonical(left).encode("utf-8")).hexdigest()


def left_of_broadcast(broadcast: Broadcast) -> str:
    return left_digest({"broadcast": broadcast_facts(broadcast)})


def left_of_attachment(row: Attachment) -> str:
    size, kind, stored = row.size, row.media_type, stamp(row.stored_at)
    return left_digest({"sha256": row.sha256, "size": size, "media_type": kind, "stored_at": stored})


def _add(found: Erasures, body: str, before: int) -> None:
    try:
        erased = Erased.model_validate_json(body)
    except ValidationError:
        return
    found.entries.update(_earlier(erased.entries, before))
    found.rows.update({(table, id_): digest for table, id_, digest in erased.rows})


def _earlier(entries: Iterable[tuple[int, str]], before: int) -> dict[int, str]:
    return {index: digest for index, digest in entries if index < before}
