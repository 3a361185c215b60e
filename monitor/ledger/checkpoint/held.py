"""Checkpoints held against the log: those the ledger keeps, and those that somebody else has kept."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session, col, select

from monitor.errors import BadCheckpoint, FileMissing
from monitor.ledger.checkpoint.head import Head, read_head, tenant_of
from monitor.ledger.checkpoint.keyring import Key, keys_of
from monitor.ledger.checkpoint.note import Note, read_note, signers
from monitor.ledger.merkle import EMPTY_ROOT
from monitor.ledger.tables import Checkpoint
from monitor.ledger.verification import Fault, FaultCode


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A checkpoint that somebody outside has kept. label: where it was read from."""

    label: str
    tenant: str
    head: Head
    note: Note


def read_checkpoint(file: Path) -> Witnessed:
    """A file with one checkpoint. FileMissing; BadCheckpoint if it is none of a ledger of this program."""
    return _witnessed(file.name, file, _bytes(file))


def read_witness(file: Path) -> list[Witnessed]:
    """A file that checkpoints were appended to, one JSON object with its `checkpoint` a line."""
    found = []
    for number, line in enumerate(_bytes(file).splitlines(), 1):
        try:
            note = json.loads(line)["checkpoint"].encode()
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise BadCheckpoint(file=file, line=number) from error
        found.append(_witnessed(f"{file.name}:{number}", file, note, number))
    return found


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise FileMissing(file=file, line=0) from error


def _witnessed(label: str, file: Path, data: bytes, line: int = 1) -> Witnessed:
    try:
        note = read_note(data)
        head = read_head(note.text)
        return Witnessed(label, tenant_of(head.origin), head, note)
    except ValueError as error:
        raise BadCheckpoint(file=file, line=line) from error


class Held:
    """What is to be held against one tenant's log while its leaves go by."""

    def __init__(self, session: Session, tenant: str, witnessed: Sequence[Witnessed]) -> None:
        self._session = session
        self._tenant = tenant
        self._witnessed = [one for one in witnessed if one.tenant == tenant]
        kept = select(Checkpoint.id, Checkpoint.size, Checkpoint.root, Checkpoint.note)
        ordered = kept.where(Checkpoint.tenant == tenant).order_by(col(Checkpoint.size))
        self._kept = [(id_, _kept(size, root, note)) for id_, size, root, note in session.exec(ordered)]
        self._roots: dict[int, bytes] = {0: EMPTY_ROOT}
        self.sizes = {one.head.size for one in self._witnessed}
        self.sizes |= {kept[0].size for _, kept in self._kept if kept}
        self.witnessed: int | None = None
        """The size of the largest tree that a witness has shown to be this one's beginning."""
        self.uncounted: list[str] = []
        """Checkpoints of witnesses whose key does not count for them."""

    def see(self, size: int, root: bytes) -> None:
        """The root of the first `size` leaves, for each of `sizes` that the log reaches."""
        self._roots[size] = root

    def faults(self, size: int) -> Iterator[Fault]:
        """Of the log of `size` entries. Afterwards `witnessed` and `uncounted` are known."""
        keys = keys_of(self._session, self._tenant)
        for id_, kept in self._kept:
            code = self._kept_code(*kept, size, keys) if kept else FaultCode.CHECKPOINT_FORGED
            if code is not None:
                yield Fault(code, min(kept[0].size, size) if kept else None, "checkpoint", id_)
        for one in self._witnessed:
            standing = self._standing(one.note, one.head, size, keys)
            if standing is None:
                self.witnessed = max(self.witnessed or 0, one.head.size)
            elif standing is FaultCode.CHECKPOINT_UNCOUNTED:
                self.uncounted.append(one.label)
            else:
                yield Fault(standing, min(one.head.size, size), "checkpoint", one.label)

    def _kept_code(self, head: Head, note: Note, size: int, keys: Sequence[Key]) -> FaultCode | None:
        """A checkpoint of our own that no longer counts is no fault as long as it is true."""
        standing = self._standing(note, head, size, keys)
        if standing is not FaultCode.CHECKPOINT_UNCOUNTED:
            return standing
        return None if self._roots.get(head.size) == head.root else FaultCode.CHECKPOINT_MISMATCH

    def _standing(self, note: Note, head: Head, size: int, keys: Sequence[Key]) -> FaultCode | None:
        """What is wrong with the checkpoint, or with the log if the checkpoint is true."""
        try:
            signed = signers(note, [key.verifier for key in keys if key.verifier.name == head.origin])
        except ValueError:
            return FaultCode.CHECKPOINT_FORGED
        if signed and not any(key.counts_for(head.size) for key in keys if key.verifier in signed):
            return FaultCode.CHECKPOINT_UNCOUNTED
        if head.size > size:
            return FaultCode.CHECKPOINT_AHEAD
        if not signed:
            return FaultCode.CHECKPOINT_FORGED
        return None if self._roots.get(head.size) == head.root else FaultCode.CHECKPOINT_MISMATCH


def _kept(size: int, root: bytes, note: str) -> tuple[Head, Note] | None:
    """What a row's note says; None unless that is what its columns say."""
    try:
        read = read_note(note.encode())
        head = read_head(read.text)
    except (ValueError, AttributeError):
        return None
    return (head, read) if (size, root) == (head.size, head.root) else None
