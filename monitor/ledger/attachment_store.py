"""Attached files in a folder, by tenant and by the digest of their bytes; identity documents sealed.

A file is there whole or not at all: it is written under another name and then moved. One that no row
names, because the transaction was lost, does no harm: it has the name that the next attempt will give it.
"""

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import make_url

from monitor.errors import (
    AttachmentDamaged,
    AttachmentKeyMissing,
    AttachmentKeyUnusable,
    AttachmentMissing,
    AttachmentRefused,
    FileTooLarge,
    FolderUnwritable,
)
from monitor.ledger.media_type import media_type
from monitor.ledger.sealed import CHUNK, KeyFile, seal, unseal
from monitor.settings import settings

_SEALED = ".sealed"
_UNDER_WAY = ".part"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the store. sha256: of its bytes as they were given, in hex; size: of those, in bytes."""

    sha256: str
    size: int
    media_type: str
    sealed: bool


@dataclass(frozen=True, slots=True)
class AttachmentStore:
    """limit: the largest file taken, in bytes."""

    folder: Path
    key: KeyFile
    limit: int

    def put(self, tenant: str, source: BinaryIO, name: str, *, sealed: bool) -> Kept:
        """Keep a file that can seek. What was kept sealed stays so; what was not becomes so.

        FileTooLarge, AttachmentRefused (no kind of file that is known), FolderUnwritable. name: for errors.
        """
        kind = media_type(source)
        if kind is None:
            raise AttachmentRefused(file=name)
        counted = _Counted(source, self.limit, name)
        fresh = self._written(self._folder(tenant), seal(counted, self._sealing_key()) if sealed else counted)
        plain = self._path(tenant, counted.digest)
        closed = plain.with_suffix(_SEALED)
        if sealed:
            _move(fresh, closed)
            plain.unlink(missing_ok=True)
        elif closed.exists():
            fresh.unlink()
        else:
            _move(fresh, plain)
        return Kept(counted.digest, counted.size, kind, closed.exists())

    def read(self, tenant: str, digest: str) -> Iterator[bytes]:
        """The file as it was given. AttachmentMissing, AttachmentDamaged, or what `unseal` raises."""
        return self._opened(self._find(tenant, digest))

    def has(self, tenant: str, digest: str) -> bool:
        plain = self._path(tenant, digest)
        return plain.exists() or plain.with_suffix(_SEALED).exists()

    def remove(self, tenant: str, digest: str) -> None:
        """The bytes, if they are there."""
        plain = self._path(tenant, digest)
        for path in (plain, plain.with_suffix(_SEALED)):
            path.unlink(missing_ok=True)

    def reseal(self) -> int:
        """Seal every sealed file, of every tenant, with the key that seals now; how many there were.

        One whose key is lost stays as it is. AttachmentDamaged for one that is not what was stored.
        """
        paths = sorted(self.folder.glob(f"*/??/*{_SEALED}"))
        keys = self.key.keys()
        done = 0
        for path in paths:
            with suppress(AttachmentKeyUnusable):
                _move(self._written(path.parent.parent, seal(self._opened(path), keys[0])), path)
                done += 1
        return done

    def raw(self, tenant: str, digest: str) -> tuple[str, Iterator[bytes]] | None:
        """The name and the bytes of a file as it lies on the disk, None if it is not there."""
        try:
            path = self._find(tenant, digest)
            return path.name, _file_chunks(path.open("rb"))
        except (AttachmentMissing, FileNotFoundError):
            return None

    def place(self, tenant: str, name: str, chunks: Iterable[bytes]) -> None:
        """Put back a file as it lay on the disk, under the name it had there."""
        _move(self._written(self._folder(tenant), chunks), self._folder(tenant) / name[:2] / name)

    def _opened(self, path: Path) -> Iterator[bytes]:
        digest = path.stem
        found = sha256()
        with path.open("rb") as source:
            chunks = unseal(source, self.key.keys(), digest) if path.suffix == _SEALED else _chunks(source)
            for chunk in chunks:
                found.update(chunk)
                yield chunk
        if found.hexdigest() != digest:
            raise AttachmentDamaged(file=digest)

    def _sealing_key(self) -> bytes:
        """The first use makes the key; a key that others were sealed with is not made again unseen."""
        if not self.key.path.exists() and any(self.folder.glob(f"*/??/*{_SEALED}")):
            raise AttachmentKeyMissing(file=str(self.key.path))
        self.key.create()
        return self.key.keys()[0]

    def _folder(self, tenant: str) -> Path:
        return self.folder / sha256(tenant.encode()).hexdigest()[:32]

    def _path(self, tenant: str, digest: str) -> Path:
        return self._folder(tenant) / digest[:2] / digest

    def _find(self, tenant: str, digest: str) -> Path:
        plain = self._path(tenant, digest)
        found = [path for path in (plain.with_suffix(_SEALED), plain) if path.exists()]
        if not found:
            raise AttachmentMissing(file=digest)
        return found[0]

    def _written(self, folder: Path, chunks: Iterable[bytes]) -> Path:
        fresh = folder / f"{secrets.token_hex(16)}{_UNDER_WAY}"
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                for chunk in chunks:
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
        except BaseException as error:
            fresh.unlink(missing_ok=True)
            if isinstance(error, OSError):
                raise FolderUnwritable(file=str(self.folder), line=0, reason=str(error)) from error
            raise
        return fresh


def open_store(url: str) -> AttachmentStore:
    """The store that belongs to a database, by the settings; by default it lies beside a SQLite file, or in
    the working folder."""
    chosen = settings()
    parsed = make_url(url)
    is_file = parsed.drivername.startswith("sqlite")
    beside = Path((is_file and parsed.database) or "boshen").with_suffix(".attachments")
    folder = chosen.attachments or beside
    key = chosen.attachment_key or folder.with_name(f"{folder.name}.key")
    return AttachmentStore(folder, KeyFile(key), chosen.attachment_max_mb << 20)


class _Counted:
    """A file's chunks, counted and digested as they pass."""

    def __init__(self, source: BinaryIO, limit: int, name: str) -> None:
        self._source, self._limit, self._name = source, limit, name
        self._digest = sha256()
        self.size = 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in _chunks(self._source):
            self.size += len(chunk)
            if self.size > self._limit:
                raise FileTooLarge(file=self._name, line=0, limit=f"{self._limit >> 20} MiB")
            self._digest.update(chunk)
            yield chunk

    @property
    def digest(self) -> str:
        return self._digest.hexdigest()


def _chunks(source: BinaryIO) -> Iterator[bytes]:
    while chunk := source.read(CHUNK):
        yield chunk


def _file_chunks(source: BinaryIO) -> Iterator[bytes]:
    with source:
        yield from _chunks(source)


def _move(fresh: Path, to: Path) -> None:
    to.parent.mkdir(exist_ok=True, mode=0o700)
    fresh.replace(to)
    fd = os.open(to.parent, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
