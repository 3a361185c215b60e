"""Scans as work sees them: begin or take up, save each window heard, finish. Each step is one transaction.

A process may die at any moment: what was acknowledged stays, the next process takes the scan up where it
stood, and a process that was only thought dead finds its epoch passed and stops with ScanBusy.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import PurePath
from typing import Any

from sqlalchemy import Engine, func, update
from sqlmodel import Session, col, select

from monitor.claims.finding import Finding
from monitor.errors import ScanBusy
from monitor.ledger import flags, log, payload
from monitor.ledger.database import reading, writing
from monitor.ledger.entry import EntryType, canonical, now
from monitor.ledger.flags import Recorded
from monitor.ledger.log import NewEntry
from monitor.ledger.tables import Broadcast, Flag, Occurrence, Recording, Scan, Window
from monitor.speech.coverage import Coverage, Fate


@dataclass(frozen=True, slots=True)
class RecordingFacts:
    """sha256: of the file's bytes, in hex. name: only its last part is kept. track: of those with sound."""

    sha256: str
    name: str
    container: str
    track: int
    samples: int


@dataclass(frozen=True, slots=True)
class BroadcastFacts:
    """The broadcast file. key: the user's id. details: JSON of the rest (run sheet, speakers, facts …)."""

    key: str
    channel: str | None = None
    host: str | None = None
    role: str | None = None
    started_at: datetime | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Versions:
    """All else that a scan's result depends on. model: the name as given; the others: digests or versions."""

    model: str
    model_digest: str
    model_is_demo: bool
    lexicon: str
    catalogue: str
    settings: str


@dataclass(frozen=True, slots=True)
class Lease:
    """A process's right to write to a scan, for as long as its epoch is the newest.

    number: this is the broadcast's scan number so many. begun: when the scan first started. finished:
    there is nothing left to do.
    """

    tenant: str
    scan_id: str
    epoch: int
    recording: str
    number: int
    begun: datetime
    finished: bool


@dataclass(frozen=True, slots=True)
class HeardWindow:
    """Samples `begin` to `end`, half-open, heard. payload: any JSON; it comes back equal."""

    number: int
    begin: int
    end: int
    payload: dict[str, Any]


def start_or_resume(
    engine: Engine, tenant: str, recording: RecordingFacts, broadcast: BroadcastFacts, versions: Versions
) -> Lease:
    """The scan of exactly this job, begun now or taken over from whoever had it.

    A broadcast whose file has changed is brought up to date; earlier scans keep the facts they had.
    """
    with writing(engine, tenant) as session:
        recording_row = _recording(session, tenant, recording)
        broadcast_row = _broadcast(session, tenant, broadcast)
        scan = _scan(session, recording_row, broadcast_row, versions)
        return Lease(
            tenant,
            scan.id,
            scan.epoch,
            recording_row.name,
            scan.number,
            scan.started_at,
            finished=scan.actual == "finished",
        )


def saved_windows(engine: Engine, lease: Lease) -> Iterator[HeardWindow]:
    """The scan's finished windows by number, one held in memory at a time."""
    after = -1
    while True:
        with reading(engine) as session:
            window = session.exec(
                select(Window)
                .where(Window.scan_id == lease.scan_id, Window.number > after)
                .order_by(col(Window.number))
                .limit(1)
            ).first()
        if window is None:
            return
        after = window.number
        yield HeardWindow(window.number, window.begin_sample, window.end_sample, json.loads(window.payload))


def save_window(engine: Engine, lease: Lease, heard: HeardWindow) -> None:
    """Keep a window, with its manifest in the log. Saving the same again adds nothing.

    ScanBusy if another process has taken the scan over; ValueError for other words in a saved window.
    """
    text = json.dumps(
        heard.payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    with writing(engine, lease.tenant) as session:
        scan = _hold(session, lease)
        if _is_saved(session, scan, heard.number, payload.text_digest(text)):
            return
        window = Window(
            tenant=lease.tenant,
            scan_id=scan.id,
            number=heard.number,
            begin_sample=heard.begin,
            end_sample=heard.end,
            payload=text,
            digest=payload.text_digest(text),
            saved_at=now(),
        )
        session.add(window)
        recording = session.get_one(Recording, scan.recording_id)
        log.append(session, lease.tenant, [_manifest(window, scan, recording)])


def finish(engine: Engine, lease: Lease, coverage: Coverage, findings: Iterable[Finding]) -> Recorded:
    """End the scan: its findings, their flags, and the entries for both, or nothing of it.

    Returns the flags and occurrences it added, none if the scan had been finished before. ScanBusy if
    another process has taken the scan over.
    """
    if lease.finished:
        return Recorded()
    with writing(engine, lease.tenant) as session:
        scan = _hold(session, lease)
        recorded = flags.record(session, scan, findings)
        scan.actual = "finished"
        scan.finished_at = now()
        scan.coverage = canonical(_summary(coverage))
        scan.assessed = coverage.assessed
        session.add(scan)
        recording = session.get_one(Recording, scan.recording_id)
        occurrences = session.exec(
            select(Occurrence).where(Occurrence.scan_id == scan.id).order_by(col(Occurrence.number))
        )
        scanned = _scanned(scan, recording, occurrences)
        log.append(session, lease.tenant, [*(_raised(flag) for flag in recorded.flags), scanned])
        return recorded


def _recording(session: Session, tenant: str, facts: RecordingFacts) -> Recording:
    same = (Recording.tenant == tenant, Recording.sha256 == facts.sha256, Recording.track == facts.track)
    found = session.exec(select(Recording).where(*same)).one_or_none()
    if found is None:
        found = Recording(tenant=tenant, **(asdict(facts) | {"name": PurePath(facts.name).name}))
        session.add(found)
        session.flush()
    return found


def _broadcast(session: Session, tenant: str, facts: BroadcastFacts) -> Broadcast:
    same = (Broadcast.tenant == tenant, Broadcast.key == facts.key)
    found = session.exec(select(Broadcast).where(*same)).one_or_none() or Broadcast(
        tenant=tenant, key=facts.key, details=""
    )
    found.channel, found.host, found.role = facts.channel, facts.host, facts.role
    found.started_at = facts.started_at
    found.details = canonical(facts.details)
    session.add(found)
    session.flush()
    return found


def _scan(session: Session, recording: Recording, broadcast: Broadcast, versions: Versions) -> Scan:
    described = payload.broadcast_facts(broadcast)
    identity = {"recording": [recording.sha256, recording.track], "broadcast": described}
    needed = asdict(versions)
    key = payload.text_digest(canonical(identity | {k: v for k, v in needed.items() if k != "model"}))
    same = (Scan.tenant == recording.tenant, Scan.key == key)
    found = session.exec(select(Scan).where(*same)).one_or_none()
    if found is None:
        mine = Scan.broadcast_id == broadcast.id
        last = session.exec(select(func.max(Scan.number)).where(mine)).one()
        found = Scan(
            tenant=recording.tenant,
            key=key,
            number=(last or 0) + 1,
            recording_id=recording.id,
            broadcast_id=broadcast.id,
            broadcast_facts=described,
            started_at=now(),
            **needed,
        )
    elif found.actual != "finished":
        found.epoch += 1
    session.add(found)
    session.flush()
    return found


def _hold(session: Session, lease: Lease) -> Scan:
    mine = (
        col(Scan.id) == lease.scan_id,
        col(Scan.tenant) == lease.tenant,
        col(Scan.epoch) == lease.epoch,
        col(Scan.actual) == "running",
    )
    held = session.connection().execute(update(Scan).where(*mine).values(epoch=lease.epoch))
    if held.rowcount != 1:
        raise ScanBusy(file=lease.recording)
    return session.get_one(Scan, lease.scan_id)


def _is_saved(session: Session, scan: Scan, number: int, digest: str) -> bool:
    same = (Window.scan_id == scan.id, Window.number == number)
    saved = session.exec(select(Window.digest).where(*same)).one_or_none()
    if saved not in (None, digest):
        raise ValueError(f"window {number} was saved with other words")
    return saved is not None


def _manifest(window: Window, scan: Scan, recording: Recording) -> NewEntry:
    return NewEntry(
        EntryType.WINDOW_MANIFEST,
        {"window": window.id, "scan": scan.id, "recording": recording.id},
        payload.of_window(window, scan, recording),
    )


def _raised(flag: Flag) -> NewEntry:
    return NewEntry(
        EntryType.FLAG_RAISED,
        {"flag": flag.id, "broadcast": flag.broadcast_id, "scan": flag.scan_id},
        payload.of_flag(flag),
    )


def _scanned(scan: Scan, recording: Recording, occurrences: Iterable[Occurrence]) -> NewEntry:
    return NewEntry(
        EntryType.BROADCAST_SCANNED,
        {"scan": scan.id, "broadcast": scan.broadcast_id, "recording": recording.id},
        payload.of_scan(scan, recording, occurrences),
    )


def _summary(coverage: Coverage) -> dict[str, Any]:
    """Samples by fate, the whole, and the share heard."""
    by_fate = {fate.value: coverage.samples(fate) for fate in Fate}
    return by_fate | {"samples": coverage.end, "heard": coverage.heard}
