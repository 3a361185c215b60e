"""Checkpoints: made on demand and on a schedule, each with what it owes its witnesses."""

from collections.abc import Sequence

from sqlalchemy import Engine
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from monitor.errors import NoCheckpoint, NoSigningKey
from monitor.ledger import log
from monitor.ledger.checkpoint.head import Head
from monitor.ledger.checkpoint.key import KeyFile
from monitor.ledger.checkpoint.keyring import Key, in_use, keys_of
from monitor.ledger.checkpoint.note import Note, SignerKey, sign
from monitor.ledger.database import writing
from monitor.ledger.entry import now
from monitor.ledger.tables import Checkpoint, Receipt, Tree


def make(engine: Engine, tenant: str, file: KeyFile, witnesses: Sequence[str] = ()) -> Checkpoint:
    """A checkpoint of the log as it is now; the last one where nothing was added since.

    NoSigningKey where the ledger has no key in use.
    """
    with writing(engine, tenant) as session:
        return add(session, tenant, [signer(session, tenant, file)], witnesses)


def add(
    session: Session, tenant: str, signers: Sequence[SignerKey], witnesses: Sequence[str] = ()
) -> Checkpoint:
    """The checkpoint of the log as the session sees it, signed by each, to be sent to each witness."""
    tree = session.get(Tree, tenant) or log.empty_tree(tenant)
    head = Head(signers[0].name, tree.size, log.compact_range(tree).root)
    note = sign(str(head), signers)
    made = latest(session, tenant)
    if made is None or not _says(made, note):
        made = Checkpoint(tenant=tenant, size=head.size, root=head.root, note=str(note), signed_at=now())
        session.add(made)
        session.flush()
    known = session.exec(select(Receipt.witness).where(Receipt.checkpoint_id == made.id)).all()
    fresh = [one for one in witnesses if one not in known]
    session.add_all(Receipt(tenant=tenant, checkpoint_id=made.id, witness=one) for one in fresh)
    return made


def latest(session: Session, tenant: str) -> Checkpoint | None:
    return session.exec(_newest_first(tenant).limit(1)).first()


def covering(session: Session, tenant: str, index: int) -> Checkpoint:
    """The latest checkpoint, which has to be of more than `index` entries. NoCheckpoint."""
    found = latest(session, tenant)
    if found is None or found.size <= index:
        raise NoCheckpoint(tenant=tenant, index=index)
    return found


def signer(session: Session, tenant: str, file: KeyFile) -> SignerKey:
    """The key in use, from its file."""
    return load(key_in_use(session, tenant), file)


def load(key: Key, file: KeyFile) -> SignerKey:
    return SignerKey(key.verifier.name, file.load(key.verifier.public))


def key_in_use(session: Session, tenant: str) -> Key:
    found = in_use(keys_of(session, tenant))
    if found is None:
        raise NoSigningKey(tenant=tenant)
    return found


def _says(made: Checkpoint, note: Note) -> bool:
    """Whether it has this text and every one of these signatures."""
    return made.note.startswith(note.text) and all(one.line() in made.note for one in note.signatures)


def _newest_first(tenant: str) -> SelectOfScalar[Checkpoint]:
    ordered = select(Checkpoint).where(Checkpoint.tenant == tenant)
    return ordered.order_by(col(Checkpoint.size).desc(), col(Checkpoint.signed_at).desc())
