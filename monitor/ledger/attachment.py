"""Attached files: a row and acts beside the store. Storing one, and reading one, is an act.

A file is a record of kind `attachment` whose key is the digest of its bytes. What else people do names it by
that digest, in their acts' bodies.
"""

from collections.abc import Iterator, Sequence

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Engine
from sqlmodel import Session, select

from monitor.errors import NoSuchRecord
from monitor.ledger.act import Done, acts_of, do, find, open_record
from monitor.ledger.attachment_store import AttachmentStore, Kept
from monitor.ledger.authority import Person, Policy, Role, allow
from monitor.ledger.database import writing
from monitor.ledger.entry import now
from monitor.ledger.tables import Attachment

ATTACHMENT = "attachment"
STORED, READ, READ_IDENTITY = "stored", "read", "read_identity"

_KEEPERS = frozenset({Role.OPERATOR, Role.QUALITY_MANAGER, Role.REVIEWER, Role.LEGAL, Role.ADMIN})
POLICY: Policy = {
    (ATTACHMENT, STORED): _KEEPERS,
    (ATTACHMENT, READ): _KEEPERS | {Role.AUDITOR},
    (ATTACHMENT, READ_IDENTITY): frozenset({Role.QUALITY_MANAGER, Role.LEGAL, Role.AUDITOR}),
}


class Stored(BaseModel):
    """name: the file name as given, its last part only. identity: encrypted at rest, read by few."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    size: int
    media_type: str
    identity: bool


class Read(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    why: str = Field(min_length=1)


def may_store(who: Person) -> None:
    """NotAllowed unless the person may, told before the file is copied."""
    allow(who, POLICY, ATTACHMENT, STORED)


def attach(session: Session, tenant: str, who: Person, kept: Kept, name: str) -> Attachment:
    """Record a file that `AttachmentStore.put` has kept. The same file again adds nothing.

    The session comes from `database.writing`, so that what refers to the file is one transaction with it.
    """
    may_store(who)
    record = open_record(session, tenant, ATTACHMENT, kept.sha256)
    stored = Stored(
        name=name.replace("\\", "/").rsplit("/", 1)[-1],
        size=kept.size,
        media_type=kept.media_type,
        identity=kept.sealed,
    )
    known = is_identity(acts_of(session, record.id))
    if known is None or known < kept.sealed:
        do(session, record, STORED, who.id, stored.model_dump())
    return _row(session, tenant, kept)


def read(
    engine: Engine, store: AttachmentStore, tenant: str, who: Person, digest: str, why: str
) -> Iterator[bytes]:
    """The file's bytes, once the log says who reads it and why. NoSuchRecord, NotAllowed, or what the store
    raises."""
    with writing(engine, tenant) as session:
        record = find(session, tenant, ATTACHMENT, digest)
        identity = is_identity(acts_of(session, record.id)) if record else None
        if record is None or identity is None:
            raise NoSuchRecord(kind=ATTACHMENT, key=digest)
        act = READ_IDENTITY if identity else READ
        allow(who, POLICY, ATTACHMENT, act)
        do(session, record, act, who.id, Read(why=why).model_dump())
    return store.read(tenant, digest)


def is_identity(acts: Sequence[Done]) -> bool | None:
    """Whether the file is an identity document; None if it is not here, or no longer."""
    stored = [act.body for act in acts if act.kind == STORED and act.body is not None]
    return any(body["identity"] for body in stored) if stored else None


def is_vouched(session: Session, row: Attachment) -> bool:
    """Whether an act says that this file, of this size and kind, was stored."""
    record = find(session, row.tenant, ATTACHMENT, row.sha256)
    acts = acts_of(session, record.id) if record else []
    stored = (act.body for act in acts if act.kind == STORED and act.body is not None)
    return any((body["size"], body["media_type"]) == (row.size, row.media_type) for body in stored)


def _row(session: Session, tenant: str, kept: Kept) -> Attachment:
    same = (Attachment.tenant == tenant, Attachment.sha256 == kept.sha256)
    row = session.exec(select(Attachment).where(*same)).one_or_none()
    if row is None:
        row = Attachment(
            tenant=tenant,
            sha256=kept.sha256,
            size=kept.size,
            media_type=kept.media_type,
            stored_at=now(),
        )
        session.add(row)
        session.flush()
    return row
