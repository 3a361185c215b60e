"""The key of the sealed attached files: changed on schedule or after a leak, given up when it is lost."""

from dataclasses import dataclass

from sqlalchemy import Engine
from sqlmodel import select

from monitor.errors import AttachmentDamaged, AttachmentError, AttachmentMissing
from monitor.ledger.act import acts_of, do, find, open_record
from monitor.ledger.attachment import ATTACHMENT, is_identity
from monitor.ledger.attachment_store import AttachmentStore
from monitor.ledger.authority import Person, Policy, Role, allow
from monitor.ledger.database import reading, writing
from monitor.ledger.tables import Attachment

KEY = "attachment_key"
ROTATED, LOST = "rotated", "lost"
POLICY: Policy = {(KEY, act): frozenset({Role.ADMIN}) for act in (ROTATED, LOST)}


@dataclass(frozen=True, slots=True)
class Checked:
    """Digests of files: as they were stored; not to be read, with the code of why."""

    sound: tuple[str, ...]
    unreadable: tuple[tuple[str, str], ...]


def check(engine: Engine, store: AttachmentStore, tenant: str) -> Checked:
    """Read every file that should be there."""
    sound, unreadable = [], []
    for digest in _there(engine, tenant):
        try:
            for _ in store.read(tenant, digest):
                pass
            sound.append(digest)
        except AttachmentError as error:
            unreadable.append((digest, error.code))
    return Checked(tuple(sound), tuple(unreadable))


def rotate(engine: Engine, store: AttachmentStore, tenant: str, who: Person) -> int:
    """A new key, every sealed file of every tenant sealed with it, the old keys forgotten; how many files.

    If it is cut off, the old keys are still there and it can be run again. What `AttachmentStore.reseal`
    raises, and then nothing is forgotten.
    """
    allow(who, POLICY, KEY, ROTATED)
    store.key.add()
    files = store.reseal()
    store.key.keep_first()
    _record(engine, tenant, who, ROTATED, {"files": files})
    return files


def give_up(engine: Engine, store: AttachmentStore, tenant: str, who: Person) -> tuple[str, ...]:
    """The key is lost: begin a new one, and record which files can no longer be read; their digests.

    Bytes stay where they are: should the key be found, they open again.
    """
    allow(who, POLICY, KEY, LOST)
    store.key.create()
    damaged = (AttachmentMissing.code, AttachmentDamaged.code)
    lost = tuple(d for d, code in check(engine, store, tenant).unreadable if code not in damaged)
    _record(engine, tenant, who, LOST, {"unreadable": list(lost)})
    return lost


def _there(engine: Engine, tenant: str) -> list[str]:
    with reading(engine) as session:
        rows = session.exec(select(Attachment.sha256).where(Attachment.tenant == tenant)).all()
        records = ((digest, find(session, tenant, ATTACHMENT, digest)) for digest in sorted(rows))
        return [d for d, record in records if record and is_identity(acts_of(session, record.id)) is not None]


def _record(engine: Engine, tenant: str, who: Person, act: str, body: dict[str, object]) -> None:
    with writing(engine, tenant) as session:
        do(session, open_record(session, tenant, KEY, KEY), act, who.id, body)
