"""Which key counts for which checkpoints: the log itself tells, in acts on records of kind `ledger_key`.

A key counts for trees that hold the entry in which it was created, up to the one in which it was rotated
out or reported lost. A compromised key counts no further than the log had come when it fell into other hands.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlmodel import Session, col, select

from monitor.ledger.checkpoint.note import VerifierKey, read_verifier_key
from monitor.ledger.entry import EntryType
from monitor.ledger.tables import Act, Entry, Record

LEDGER_KEY = "ledger_key"


class KeyActKind(StrEnum):
    CREATED = "created"
    ROTATED = "rotated"
    LOST = "lost"
    COMPROMISED = "compromised"


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Created(_Body):
    """key: the verifier key as text, under the log's origin."""

    key: str


class Rotated(_Body):
    """to: the verifier key that follows."""

    to: str


class Compromised(_Body):
    """since: from when somebody else may have signed with it. size: how many entries there were then."""

    since: AwareDatetime
    size: int = Field(ge=0)


@dataclass(frozen=True, slots=True)
class KeyAct:
    """index: of its entry. body: JSON."""

    index: int
    record: str
    kind: str
    body: str


@dataclass(frozen=True, slots=True)
class Key:
    """first, last: sizes of the smallest and the largest tree it counts for; last is None while in use."""

    record: str
    verifier: VerifierKey
    first: int
    last: int | None = None
    ending: KeyActKind | None = None

    def counts_for(self, size: int) -> bool:
        return self.first <= size and (self.last is None or size <= self.last)

    def ended(self, ending: KeyActKind, last: int) -> "Key":
        """What is found out of a key later makes it count for less, never for more."""
        return replace(self, ending=ending, last=last if self.last is None else min(self.last, last))


def keyring(acts: Iterable[KeyAct]) -> list[Key]:
    """Every key there was, in the order created. Acts that make no sense tell nothing."""
    keys: dict[str, Key] = {}
    for act in sorted(acts, key=lambda one: one.index):
        try:
            _apply(keys, act)
        except (ValueError, KeyError):
            continue
    return list(keys.values())


def _apply(keys: dict[str, Key], act: KeyAct) -> None:
    kind = KeyActKind(act.kind)
    if kind is KeyActKind.CREATED:
        verifier = read_verifier_key(Created.model_validate_json(act.body).key)
        keys.setdefault(act.record, Key(act.record, verifier, act.index + 1))
        return
    compromised = kind is KeyActKind.COMPROMISED
    last = Compromised.model_validate_json(act.body).size if compromised else act.index + 1
    keys[act.record] = keys[act.record].ended(kind, last)


def keys_of(session: Session, tenant: str) -> list[Key]:
    """The tenant's keys, as its acts tell."""
    rows = session.exec(
        select(Act, col(Entry.index))
        .join(Record, col(Act.record_id) == Record.id)
        .join(Entry, (col(Entry.tenant) == Act.tenant) & (col(Entry.subject) == Act.id))
        .where(Record.tenant == tenant, Record.kind == LEDGER_KEY, Entry.type == EntryType.ACT)
    )
    return keyring(KeyAct(index, act.record_id, act.kind, act.body or "") for act, index in rows)


def in_use(keys: Sequence[Key]) -> Key | None:
    """The key that signs now."""
    return next((key for key in keys if key.ending is None), None)
