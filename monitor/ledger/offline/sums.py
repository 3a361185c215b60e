"""Hashes, proofs, keys and notes, as RFC 6962, RFC 9162 and C2SP have them, from the standard library."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Signatures = list[tuple[str, bytes, bytes]]


def exact(text: str) -> bytes:
    """Base64 with no other spelling allowed. ValueError else."""
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError("base64")
    return data


def unhex(text: Any, length: int = 32) -> bytes:
    if not isinstance(text, str) or not re.fullmatch("[0-9a-f]*", text) or len(text) != 2 * length:
        raise ValueError("hex")
    return bytes.fromhex(text)


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(hashes: Iterable[bytes]) -> bytes:
    """RFC 6962, 2.1, of leaf hashes."""
    peaks: list[bytes] = []
    for number, hashed in enumerate(hashes):
        carry, completed = hashed, number
        while completed & 1:
            carry, completed = node(peaks.pop(), carry), completed >> 1
        peaks.append(carry)
    root = peaks.pop() if peaks else hashlib.sha256(b"").digest()
    while peaks:
        root = node(peaks.pop(), root)
    return root


def included(index: int, size: int, leaf: bytes, proof: list[bytes], root: bytes) -> bool:
    """RFC 9162, 2.1.3.2."""
    if not 0 <= index < size or any(len(one) != 32 for one in (leaf, root, *proof)):
        return False
    here, last, made = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            made = node(step, made)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            made = node(made, step)
        here, last = here >> 1, last >> 1
    return last == 0 and made == root


def consistent(old: int, size: int, old_root: bytes, root: bytes, proof: list[bytes]) -> bool:
    """RFC 9162, 2.1.4.2."""
    if not 0 < old <= size:
        return False
    if old == size:
        return not proof and old_root == root
    steps = ([old_root] if old & (old - 1) == 0 else []) + list(proof)
    if not steps:
        return False
    here, last = old - 1, size - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    first = second = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            first, second = node(step, first), node(step, second)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            second = node(second, step)
        here, last = here >> 1, last >> 1
    return last == 0 and first == old_root and second == root


class Key:
    """A verifier key `name+id+base64` and the sizes of the trees it counts for."""

    def __init__(self, text: str, first: int = 0) -> None:
        self.text, self.first = text, first
        self.last: int | None = None
        self.name, key_id, encoded = text.split("+", 2)
        data = exact(encoded)
        self.id = hashlib.sha256(self.name.encode() + b"\n" + data).digest()[:4]
        if len(data) != 33 or data[:1] != b"\x01" or self.id.hex() != key_id:
            raise ValueError("key")
        self.public = Ed25519PublicKey.from_public_bytes(data[1:])

    def end(self, size: int) -> None:
        self.last = size if self.last is None else min(self.last, size)

    def counts(self, size: int) -> bool:
        return self.first <= size and (self.last is None or size <= self.last)


def read_note(data: bytes) -> tuple[str, Signatures]:
    """Text and signatures [(name, key id, signature)] of a signed note."""
    text, _, lines = data.decode("utf-8").rpartition("\n\n")
    if not text or not lines.endswith("\n"):
        raise ValueError("note")
    signatures: Signatures = []
    for line in lines[:-1].split("\n"):
        dash, name, encoded = line.split(" ")
        value = exact(encoded)
        if dash != "—" or not name or len(value) < 5:
            raise ValueError("note")
        signatures.append((name, value[:4], value[4:]))
    return text + "\n", signatures


def read_head(data: bytes) -> tuple[str, int, bytes, str, Signatures]:
    """Origin, size, root, text and signatures of a checkpoint."""
    text, signatures = read_note(data)
    lines = text.split("\n")
    if len(lines) < 4 or not lines[0] or not re.fullmatch("0|[1-9][0-9]{0,18}", lines[1]):
        raise ValueError("checkpoint")
    root = exact(lines[2])
    if len(root) != 32:
        raise ValueError("checkpoint")
    return lines[0], int(lines[1]), root, text, signatures


def signers(text: str, signatures: Signatures, keys: Iterable[Key]) -> list[Key]:
    """The keys that signed. InvalidSignature if one of them did not."""
    found = []
    for name, key_id, value in signatures:
        for key in keys:
            if (key.name, key.id) == (name, key_id):
                key.public.verify(value, text.encode())
                found.append(key)
    return found
