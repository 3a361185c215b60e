"""Broadcasts as retention sees them: when each ended, what was on air, whether its words are still here."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from monitor.ledger.tables import Broadcast, Flag, Recording, Scan
from monitor.media.block import SAMPLE_RATE

ERASED_JSON = "{}"


@dataclass(frozen=True, slots=True)
class Aired:
    """ended: by the start and the sound where the start is known, else at latest when it was scanned.

    recordings: the digest of each by its id.
    """

    id: str
    key: str
    ended: datetime
    people: frozenset[str]
    products: frozenset[str]
    flags: frozenset[str]
    recordings: Mapping[str, str]
    erased: bool

    @property
    def concerns(self) -> frozenset[tuple[str, str]]:
        own = {("broadcasts", self.id), ("broadcasts", self.key)}
        named = {("products", key) for key in self.products} | {("flags", id_) for id_ in self.flags}
        return frozenset(own | named)


def aired(session: Session, tenant: str) -> list[Aired]:
    """Every broadcast that was scanned."""
    rows = session.exec(
        select(Scan, Recording, Broadcast)
        .join(Recording, col(Recording.id) == Scan.recording_id)
        .join(Broadcast, col(Broadcast.id) == Scan.broadcast_id)
        .where(Scan.tenant == tenant)
        .order_by(col(Scan.started_at))
    )
    scans: dict[str, list[tuple[Scan, Recording, Broadcast]]] = defaultdict(list)
    for scan, recording, broadcast in rows:
        scans[broadcast.id].append((scan, recording, broadcast))
    flags: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
    raised = select(Flag.broadcast_id, Flag.id, Flag.product).where(Flag.tenant == tenant)
    for broadcast_id, flag, product in session.exec(raised):
        flags[broadcast_id].append((flag, product))
    return [_aired(found, flags[id_]) for id_, found in scans.items()]


def _aired(scans: list[tuple[Scan, Recording, Broadcast]], flags: list[tuple[str, str | None]]) -> Aired:
    broadcast = scans[0][2]
    details = json.loads(broadcast.details)
    turns = details.get("run_sheet", [])
    speakers = {str(speaker.get("name")) for speaker in details.get("speakers", [])}
    return Aired(
        broadcast.id,
        broadcast.key,
        max(_end(*scan) for scan in scans),
        frozenset(speakers | ({broadcast.host} if broadcast.host else set())),
        frozenset({turn[1] for turn in turns if isinstance(turn, list)} | {p for _, p in flags if p}),
        frozenset(flag for flag, _ in flags),
        {recording.id: recording.sha256 for _, recording, _ in scans},
        all(scan.broadcast_facts == ERASED_JSON for scan, _, _ in scans),
    )


def _end(scan: Scan, recording: Recording, broadcast: Broadcast) -> datetime:
    if broadcast.started_at is None:
        return scan.finished_at or scan.started_at
    return broadcast.started_at + timedelta(seconds=recording.samples / SAMPLE_RATE)
