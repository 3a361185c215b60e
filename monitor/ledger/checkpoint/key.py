"""Where the signing key lies: PKCS 8 in PEM, in a file that its owner alone may read.

A new key waits in a file of its own, `….next`, until the ledger has recorded it; then it takes the place
of the one before. Whoever reads the key after a crash in between finds it in either.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from sqlalchemy import URL

from monitor.errors import SigningKeyMissing, SigningKeyUnusable

_OTHERS = 0o077


@dataclass(frozen=True, slots=True)
class KeyFile:
    """passphrase: a file that holds it, in its first line; None for a key that is not encrypted."""

    path: Path
    passphrase: Path | None = None

    @property
    def next(self) -> Path:
        return self.path.with_name(self.path.name + ".next")

    def prepare(self, private: Ed25519PrivateKey) -> None:
        """Write a key that is to take the place of the one there."""
        pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, self._encryption())
        try:
            self.next.unlink(missing_ok=True)
            handle = os.open(self.next, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(pem)
                file.flush()
                os.fsync(handle)
        except OSError as error:
            raise SigningKeyUnusable(file=self.next, reason=error.strerror) from error

    def settle(self) -> None:
        """The key prepared takes its place; the one before is gone."""
        self.next.replace(self.path)

    def load(self, public: bytes) -> Ed25519PrivateKey:
        """The key with this public key. SigningKeyMissing, SigningKeyUnusable."""
        for file in (self.path, self.next):
            private = self._read(file)
            if private is not None and private.public_key().public_bytes_raw() == public:
                if file == self.next:
                    self.settle()
                return private
        raise SigningKeyMissing(file=self.path)

    def _read(self, file: Path) -> Ed25519PrivateKey | None:
        if not file.is_file():
            return None
        try:
            if os.name == "posix" and file.stat().st_mode & _OTHERS:
                raise SigningKeyUnusable(file=file, reason="ledger.key_exposed")
            private = load_pem_private_key(file.read_bytes(), self._secret())
        except (OSError, TypeError, ValueError) as error:
            raise SigningKeyUnusable(file=file, reason="ledger.key_unreadable") from error
        if not isinstance(private, Ed25519PrivateKey):
            raise SigningKeyUnusable(file=file, reason="ledger.key_of_other_kind")
        return private

    def _secret(self) -> bytes | None:
        """Its first line. OSError if it cannot be read."""
        return self.passphrase.read_bytes().split(b"\n")[0].strip() if self.passphrase else None

    def _encryption(self) -> KeySerializationEncryption:
        try:
            secret = self._secret()
        except OSError as error:
            raise SigningKeyUnusable(file=self.passphrase, reason=error.strerror) from error
        if secret == b"":
            raise SigningKeyUnusable(file=self.passphrase, reason="ledger.passphrase_empty")
        return BestAvailableEncryption(secret) if secret else NoEncryption()


def key_file(database: URL, tenant: str, named: Path | None, passphrase: Path | None) -> KeyFile:
    """The file named; in a folder named, or beside a SQLite file, one for each tenant.

    SigningKeyMissing where nothing is named and the database is a server.
    """
    own = f"{quote(tenant, safe='')}.key"
    if named is not None:
        return KeyFile(named / own if named.is_dir() else named, passphrase)
    if database.get_backend_name() != "sqlite" or not database.database:
        raise SigningKeyMissing(file="BOSHEN_LEDGER_KEY")
    beside = Path(database.database)
    return KeyFile(beside.with_name(f"{beside.name}.{own}"), passphrase)
