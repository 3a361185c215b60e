"""Which entries an inspector asked for."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from monitor.ledger.checkpoint.keyring import LEDGER_KEY
from monitor.ledger.entry import EntryType, Leaf, read_leaf, stamp
from monitor.ledger.tables import Broadcast, Entry, Flag, Record, Scan

_FIELDS = ("product", "supplier", "host", "broadcast")
_FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Choice:
    """Keys of the user's, and a period of the ledger's own time; what is None is not asked for.

    since counts, until does not.
    """

    product: str | None = None
    supplier: str | None = None
    host: str | None = None
    broadcast: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def whole(self) -> bool:
        return self == Choice()

    def told(self) -> dict[str, str]:
        """As it stands in a bundle's manifest."""
        asked = {name: value for name, value in asdict(self).items() if value is not None}
        return {name: stamp(v) if isinstance(v, datetime) else v for name, v in asked.items()}

    def covers(self, time: str) -> bool:
        """time: as leaves have it, which sorts as text."""
        after = self.since is None or time >= stamp(self.since)
        return after and (self.until is None or time < stamp(self.until))


class Chooser:
    """Knows what each entry is about, from the rows of one tenant.

    A flag is about its product and its broadcast; what was heard, about broadcast and host; an act about its
    record, what its body names, and, where its record is a flag's, what the flag is about.
    """

    def __init__(self, session: Session, tenant: str, choice: Choice) -> None:
        self.choice = choice
        asked = asdict(choice)
        self._asked = {(name, asked[name]) for name in _FIELDS if asked[name] is not None}
        broadcasts = session.exec(select(Broadcast).where(Broadcast.tenant == tenant))
        self._broadcasts = {row.id: {("broadcast", row.key), ("host", row.host)} for row in broadcasts}
        self._scans = dict(
            session.exec(select(Scan.id, Scan.broadcast_id).where(Scan.tenant == tenant)).all()
        )
        flags = session.exec(select(Flag.id, Flag.product, Flag.broadcast_id).where(Flag.tenant == tenant))
        self._flags = {id_: {("product", product)} | self._broadcasts[of] for id_, product, of in flags}
        records = session.exec(select(Record.id, Record.kind, Record.key).where(Record.tenant == tenant))
        self._records = {id_: (kind, key) for id_, kind, key in records}

    def chooses(self, entry: Entry) -> bool:
        """Acts on signing keys are always chosen: a bundle cannot be verified without them."""
        leaf = read_leaf(entry.leaf.encode())
        record = self._records.get(leaf.subjects.get("record", ""), ("", ""))
        if record[0] == LEDGER_KEY:
            return True
        return self.choice.covers(leaf.time) and self._asked <= set(self._facts(entry, leaf, record))

    def _facts(self, entry: Entry, leaf: Leaf, record: tuple[str, str]) -> Iterator[tuple[str, str | None]]:
        subjects = leaf.subjects
        broadcast = subjects.get("broadcast") or self._scans.get(subjects.get("scan", ""), "")
        yield from self._broadcasts.get(broadcast, ())
        yield from self._flags.get(subjects.get(_FLAG, ""), ())
        if leaf.type != EntryType.ACT:
            return
        yield record
        if record[0] == _FLAG:
            yield from self._flags.get(record[1], ())
        yield from _named(entry.payload)


def _named(payload: str | None) -> Iterator[tuple[str, str]]:
    """What the body of an act names."""
    body: dict[str, Any] = json.loads(json.loads(payload)["act"]["body"] or "{}") if payload else {}
    for name in _FIELDS:
        if isinstance(body.get(name), str):
            yield name, body[name]
