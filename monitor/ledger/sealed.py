"""Files encrypted at rest, chunk by chunk, and the key file that opens them.

A sealed file is a header (magic, id of the key, salt) and chunks of 64 KiB, each AES-256-GCM with a key of
the file's own (HKDF-SHA256 of key and salt). The nonce counts the chunks and marks the last, the header is
authenticated with each: a chunk that is changed, moved, left out or cut off is found.
"""

import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from monitor.errors import AttachmentDamaged, AttachmentKeyMissing, AttachmentKeyUnusable

CHUNK = 1 << 16
_MAGIC = b"boshen sealed 1\n"
_KEY_SIZE = 32
_ID_SIZE = 8
_SALT_SIZE = 32
_TAG_SIZE = 16
_HEADER_SIZE = len(_MAGIC) + _ID_SIZE + _SALT_SIZE


@dataclass(frozen=True, slots=True)
class KeyFile:
    """Keys as hexadecimal, one a line: the first seals, each of them opens. The file is its owner's alone."""

    path: Path

    def keys(self) -> tuple[bytes, ...]:
        """AttachmentKeyMissing if there is no such file, AttachmentKeyUnusable if it holds no keys."""
        try:
            keys = tuple(bytes.fromhex(line) for line in self.path.read_text("ascii").split())
        except FileNotFoundError as error:
            raise AttachmentKeyMissing(file=str(self.path)) from error
        except (OSError, ValueError) as error:
            raise AttachmentKeyUnusable(file=str(self.path)) from error
        if not keys or any(len(key) != _KEY_SIZE for key in keys):
            raise AttachmentKeyUnusable(file=str(self.path))
        return keys

    def create(self) -> None:
        """A new key, unless there is a file already."""
        fresh = self._written([secrets.token_bytes(_KEY_SIZE)])
        try:
            os.link(fresh, self.path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()

    def add(self) -> None:
        """Put a new key in front: it seals from now on, the others still open."""
        self._written([secrets.token_bytes(_KEY_SIZE), *self.keys()]).replace(self.path)

    def keep_first(self) -> None:
        self._written([self.keys()[0]]).replace(self.path)

    def _written(self, keys: Iterable[bytes]) -> Path:
        """A file beside this one, wholly on the disk."""
        fresh = self.path.with_name(f".{self.path.name}.{secrets.token_hex(8)}")
        try:
            fd = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(fd, "w", encoding="ascii") as out:
                out.writelines(f"{key.hex()}\n" for key in keys)
                out.flush()
                os.fsync(out.fileno())
        except OSError as error:
            raise AttachmentKeyUnusable(file=str(self.path)) from error
        return fresh


def seal(chunks: Iterable[bytes], key: bytes) -> Iterator[bytes]:
    """The sealed file, piece by piece. chunks: of any length."""
    header = _MAGIC + _id(key) + secrets.token_bytes(_SALT_SIZE)
    cipher = _cipher(key, header)
    yield header
    number, held = 0, b""
    for chunk in chunks:
        held += chunk
        while len(held) > CHUNK:
            yield cipher.encrypt(_nonce(number, last=False), held[:CHUNK], header)
            number, held = number + 1, held[CHUNK:]
    yield cipher.encrypt(_nonce(number, last=True), held, header)


def unseal(source: BinaryIO, keys: Iterable[bytes], name: str) -> Iterator[bytes]:
    """What was sealed. AttachmentKeyUnusable if none of the keys is the file's, AttachmentDamaged if the
    bytes are not those that were written; what was yielded before that is genuine. name: for errors."""
    header = source.read(_HEADER_SIZE)
    if len(header) != _HEADER_SIZE or not header.startswith(_MAGIC):
        raise AttachmentDamaged(file=name)
    wanted = header[len(_MAGIC) : len(_MAGIC) + _ID_SIZE]
    key = next((key for key in keys if _id(key) == wanted), None)
    if key is None:
        raise AttachmentKeyUnusable(file=name)
    cipher = _cipher(key, header)
    number, chunk = 0, source.read(CHUNK + _TAG_SIZE)
    while chunk:
        following = source.read(CHUNK + _TAG_SIZE)
        try:
            yield cipher.decrypt(_nonce(number, last=not following), chunk, header)
        except InvalidTag as error:
            raise AttachmentDamaged(file=name) from error
        number, chunk = number + 1, following
    if number == 0:
        raise AttachmentDamaged(file=name)


def _cipher(key: bytes, header: bytes) -> AESGCM:
    derived = HKDF(SHA256(), _KEY_SIZE, salt=header[-_SALT_SIZE:], info=_MAGIC).derive(key)
    return AESGCM(derived)


def _id(key: bytes) -> bytes:
    return sha256(_MAGIC + key).digest()[:_ID_SIZE]


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
