"""Signed notes of C2SP (signed-note), with Ed25519.

A note is a text, a blank line, and signature lines `— name base64(key id ‖ signature)`. Lines of keys one
does not know are passed over, so a witness may add its own.
"""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
_DASH = "— "
_PRIVATE = "PRIVATE+KEY+"
_MOST_SIGNATURES = 100
_LONGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A name and the 32 bytes of an Ed25519 public key. Its text is `name+key id+base64`."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{b64encode(ED25519 + self.public).decode()}"

    def verifies(self, text: str, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SignerKey:
    """A name and the private key that signs under it. It has no text form but `secret`."""

    name: str
    private: Ed25519PrivateKey

    @property
    def verifier(self) -> VerifierKey:
        return VerifierKey(self.name, self.private.public_key().public_bytes_raw())

    @property
    def secret(self) -> str:
        """`PRIVATE+KEY+name+key id+base64`, as other programs that sign notes keep it."""
        private = b64encode(ED25519 + self.private.private_bytes_raw()).decode()
        return f"{_PRIVATE}{self.name}+{self.verifier.id.hex()}+{private}"


@dataclass(frozen=True, slots=True)
class Signature:
    name: str
    key_id: bytes
    value: bytes

    def line(self) -> str:
        return f"{_DASH}{self.name} {b64encode(self.key_id + self.value).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """text: ends with a newline."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return self.text + "\n" + "".join(signature.line() for signature in self.signatures)


def read_verifier_key(text: str) -> VerifierKey:
    """ValueError if it is no Ed25519 verifier key, or its key id is not its own."""
    name, key_id, data = _key_parts(text)
    key = VerifierKey(name, data)
    if key.id.hex() != key_id:
        raise ValueError("the key id is not that of the key")
    return key


def read_signer_key(text: str) -> SignerKey:
    """ValueError if it is no Ed25519 signer key, or its key id is not its own."""
    if not text.startswith(_PRIVATE):
        raise ValueError("not a signer key")
    name, key_id, data = _key_parts(text.removeprefix(_PRIVATE))
    key = SignerKey(name, Ed25519PrivateKey.from_private_bytes(data))
    if key.verifier.id.hex() != key_id:
        raise ValueError("the key id is not that of the key")
    return key


def sign(text: str, keys: Sequence[SignerKey]) -> Note:
    """ValueError for a text that cannot be a note's."""
    _check_text(text)
    signed = ((key.verifier, key.private.sign(text.encode())) for key in keys)
    return Note(text, tuple(Signature(key.name, key.id, value) for key, value in signed))


def read_note(data: bytes) -> Note:
    """The note in these bytes, its signatures not yet verified. ValueError if they are no note."""
    if len(data) > _LONGEST:
        raise ValueError("longer than any note")
    whole = data.decode("utf-8")
    end = whole.rfind("\n\n")
    if end < 0 or not whole.endswith("\n"):
        raise ValueError("no signatures")
    text, lines = whole[: end + 1], whole[end + 2 :].split("\n")[:-1]
    _check_text(text)
    if not 0 < len(lines) <= _MOST_SIGNATURES:
        raise ValueError("no signatures, or too many")
    return Note(text, tuple(_signature(line) for line in lines))


def signers(note: Note, keys: Sequence[VerifierKey]) -> list[VerifierKey]:
    """Those of the keys that signed. ValueError if a signature under one of them is false."""
    found: list[VerifierKey] = []
    for signature in note.signatures:
        for key in keys:
            if (key.name, key.id) != (signature.name, signature.key_id):
                continue
            if not key.verifies(note.text, signature.value):
                raise ValueError("a false signature")
            if key not in found:
                found.append(key)
    return found


def exact_base64(text: str) -> bytes:
    """The bytes of which this is the base64, with no other spelling allowed. ValueError else."""
    data = b64decode(text, validate=True)
    if b64encode(data).decode() != text:
        raise ValueError("base64 out of form")
    return data


def _signature(line: str) -> Signature:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not _is_name(name):
        raise ValueError("a signature line out of form")
    data = exact_base64(encoded)
    if len(data) < 5:
        raise ValueError("a signature line out of form")
    return Signature(name, data[:4], data[4:])


def _key_parts(text: str) -> tuple[str, str, bytes]:
    name, plus, rest = text.partition("+")
    key_id, second, encoded = rest.partition("+")
    if not plus or not second or not _is_name(name):
        raise ValueError("not a key")
    data = exact_base64(encoded)
    if data[:1] != ED25519 or len(data) != 33:
        raise ValueError("not an Ed25519 key")
    return name, key_id, data[1:]


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(char.isspace() for char in name)


def _check_text(text: str) -> None:
    if not text.endswith("\n") or any(char < " " and char != "\n" for char in text):
        raise ValueError("not the text of a note")
