"""The tables.

Each row carries its tenant and an opaque id; each natural key is unique, so repeats add nothing. Times
are UTC. Sound is counted in samples of 16 kHz on the media clock. JSON is kept as text, because digests
are taken over the very bytes kept.
"""

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Dialect, Index, LargeBinary, MetaData, Text
from sqlalchemy import Double as DoublePrecision
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from monitor.ledger.entry import new_id

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Utc(TypeDecorator[datetime]):
    """An aware time, kept in UTC; databases without time zones keep it naive."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is not None and value.tzinfo is None:
            raise ValueError("a time without a time zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Bytes(LargeBinary):
    """Bytes as they are: both drivers take them, and wrapping each takes longer than hashing it."""

    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> None:  # noqa: ARG002
        return None

    def result_processor(self, dialect: Dialect, coltype: object) -> None:  # noqa: ARG002
        return None


class Row(SQLModel):
    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING)

    tenant: str = Field(index=True)


class Broadcast(Row, table=True):
    """A broadcast as its file last described it; `key` is the user's id for it."""

    __table_args__ = (Unique("tenant", "key"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    key: str
    channel: str | None = None
    host: str | None = None
    role: str | None = None
    started_at: datetime | None = Field(default=None, sa_type=Utc)
    details: str = Field(sa_type=Text)


class Recording(Row, table=True):
    """A recording by the digest of its bytes and its audio track; `name` is a file name, never a path."""

    __table_args__ = (Unique("tenant", "sha256", "track"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    sha256: str
    track: int
    name: str
    container: str
    samples: int = Field(sa_type=BigInteger)


class Scan(Row, table=True):
    """One recording of one broadcast heard with one model and judged by one set of rules.

    key: digest of all that the result depends on; the same job again is the same row.
    number: counts the scans of a broadcast from 1. broadcast_facts: the broadcast as described to
    this scan. epoch: raised by each process that takes the scan over; only its writes count.
    desired, actual: state asked for and reached. coverage: JSON summary, with `assessed` once finished.
    """

    __table_args__ = (Unique("tenant", "key"), Unique("broadcast_id", "number"))

    id: str = Field(default_factory=new_id, primary_key=True)
    key: str
    number: int
    recording_id: str = Field(foreign_key="recording.id", index=True)
    broadcast_id: str = Field(foreign_key="broadcast.id")
    broadcast_facts: str = Field(sa_type=Text)
    model: str
    model_digest: str
    model_is_demo: bool
    lexicon: str
    catalogue: str
    settings: str
    desired: str = "finished"
    actual: str = "running"
    epoch: int = 1
    started_at: datetime = Field(sa_type=Utc)
    finished_at: datetime | None = Field(default=None, sa_type=Utc)
    coverage: str | None = Field(default=None, sa_type=Text)
    assessed: bool | None = None


class Window(Row, table=True):
    """A window of sound, heard. payload: JSON of its passages and stretches; digest: SHA-256 of that text."""

    __tablename__ = "scan_window"
    __table_args__ = (Unique("scan_id", "number"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    scan_id: str = Field(foreign_key="scan.id")
    number: int
    begin_sample: int = Field(sa_type=BigInteger)
    end_sample: int = Field(sa_type=BigInteger)
    payload: str = Field(sa_type=Text)
    digest: str
    saved_at: datetime = Field(sa_type=Utc)


class Flag(Row, table=True):
    """One claim of one product in one broadcast, for a reviewer; its occurrences are what was said.

    It stays as it was raised, `state` too: what became of it is in the acts of its review.
    slots, anchor: JSON lists. anchor: syllables of the first claim where no rule and no selling point
    identifies it, else empty. first_at: media seconds of the first occurrence.
    """

    __table_args__ = (Unique("broadcast_id", "fingerprint_version", "fingerprint"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    broadcast_id: str = Field(foreign_key="broadcast.id")
    scan_id: str = Field(foreign_key="scan.id", index=True)
    product: str | None = None
    rule: str | None = None
    selling_point: str | None = None
    slots: str = Field(sa_type=Text)
    anchor: str = Field(sa_type=Text)
    fingerprint_version: int
    fingerprint: str
    verdict: str
    decision: str
    severity: str
    state: str = "open"
    first_at: float | None = Field(default=None, sa_type=DoublePrecision)
    raised_at: datetime = Field(sa_type=Utc)


class Occurrence(Row, table=True):
    """One finding of one scan, as judged. Without a flag where its decision was `pass`.

    finding: the whole finding as JSON; digest: SHA-256 of that text. start, end: media seconds.
    """

    __table_args__ = (Unique("scan_id", "number"), Unique("scan_id", "digest"))

    id: str = Field(default_factory=new_id, primary_key=True)
    scan_id: str = Field(foreign_key="scan.id")
    flag_id: str | None = Field(default=None, foreign_key="flag.id", index=True)
    number: int
    start: float | None = Field(default=None, sa_type=DoublePrecision)
    end: float | None = Field(default=None, sa_type=DoublePrecision)
    text: str = Field(sa_type=Text)
    span_begin: int
    span_end: int
    claim: str = Field(sa_type=Text)
    finding: str = Field(sa_type=Text)
    digest: str


class Entry(Row, table=True):
    """One entry of a tenant's log; never changed, the database itself refuses.

    leaf: the body that the tree covers. leaf_hash: its RFC 6962 hash. chain: SHA-256 of the chain before
    and this leaf hash, so that the first bad entry can be named. type, subject: taken from the leaf, to
    find entries by. payload, salt: what the leaf's digest stands for, NULL once erased.
    """

    __table_args__ = (
        Unique("tenant", "type", "subject"),
        CheckConstraint('"index" >= 0', name="index_from_zero"),
    )

    tenant: str = Field(primary_key=True)
    index: int = Field(primary_key=True, sa_type=BigInteger)
    type: str
    subject: str
    leaf: str = Field(sa_type=Text)
    leaf_hash: bytes = Field(sa_type=Bytes)
    chain: bytes = Field(sa_type=Bytes)
    salt: bytes | None = Field(default=None, sa_type=Bytes)
    payload: str | None = Field(default=None, sa_type=Text)


class Tree(Row, table=True):
    """How far a tenant's log has come: size, peaks of the compact range joined, last chain hash."""

    tenant: str = Field(primary_key=True)
    size: int = Field(sa_type=BigInteger)
    peaks: bytes = Field(sa_type=Bytes)
    chain: bytes = Field(sa_type=Bytes)


class Record(Row, table=True):
    """What people keep and decide about: a supplier, a product, a person. key: the user's id for it."""

    __table_args__ = (Unique("tenant", "kind", "key"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    kind: str
    key: str
    created_at: datetime = Field(sa_type=Utc)


class Attachment(Row, table=True):
    """A file that somebody attached, by the digest of its bytes; the bytes lie in the attachment store."""

    __table_args__ = (Unique("tenant", "sha256"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    sha256: str
    size: int = Field(sa_type=BigInteger)
    media_type: str
    stored_at: datetime = Field(sa_type=Utc)


class Act(Row, table=True):
    """One thing one person did to a record; never changed, the database itself refuses.

    number: counts the acts of a record from 1. person_id: the record of who did it, NULL only for the first
    person of a tenant. body: what was done, in canonical JSON; NULL once erased.
    """

    __table_args__ = (Unique("record_id", "number"), Index("ix_act_tenant_at", "tenant", "at"))

    id: str = Field(default_factory=new_id, primary_key=True)
    record_id: str = Field(foreign_key="record.id")
    number: int
    kind: str
    person_id: str | None = Field(default=None, foreign_key="record.id", index=True)
    at: datetime = Field(sa_type=Utc)
    body: str | None = Field(default=None, sa_type=Text)


class Checkpoint(Row, table=True):
    """A signed statement of how far the log had come. note: the C2SP checkpoint; timestamp: RFC 3161, DER."""

    id: str = Field(default_factory=new_id, primary_key=True)
    size: int = Field(sa_type=BigInteger)
    root: bytes = Field(sa_type=Bytes)
    note: str = Field(sa_type=Text)
    timestamp: bytes | None = Field(default=None, sa_type=Bytes)
    signed_at: datetime = Field(sa_type=Utc)


class Receipt(Row, table=True):
    """How sending a checkpoint to a witness is getting on. state: due, sent or failed."""

    __table_args__ = (Unique("checkpoint_id", "witness"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    checkpoint_id: str = Field(foreign_key="checkpoint.id")
    witness: str
    state: str = "due"
    tries: int = 0
    answer: str = Field(default="", sa_type=Text)
    tried_at: datetime | None = Field(default=None, sa_type=Utc)


class Lease(Row, table=True):
    """Who holds a flag for review, and until when. A convenience of the day, not part of the record."""

    flag_id: str = Field(primary_key=True, foreign_key="flag.id")
    person_id: str = Field(foreign_key="record.id")
    until: datetime = Field(sa_type=Utc)


def columns(row: Row, *without: str) -> dict[str, Any]:
    """A row's columns by name, times as aware datetimes."""
    return {name: getattr(row, name) for name in type(row).model_fields if name not in without}
