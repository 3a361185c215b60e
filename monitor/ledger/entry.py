"""One entry of the log. Leaf version 1, final: docs/ledger.md gives it byte by byte.

A leaf holds opaque ids, a type, a time and a salted digest. It never holds a name or a spoken word:
those are in the payload, which can be erased with its salt while every proof stays valid.
"""

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any
from uuid import uuid4

import rfc8785

VERSION = 1
SALT_SIZE = 32
_ID = re.compile(r"[0-9a-f]{32}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_LONGEST = 4096
_FRACTION = re.compile(r"[:\[,]-?(?:\d+\.\d+|\d+(?:\.\d+)?[eE][-+]?\d+|\d{16,}|NaN|Infinity)[,\]}]")
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_KEYS = {"payload_digest", "subjects", "time", "type", "v"}

Payload = Mapping[str, Any]


class EntryType(StrEnum):
    """What happened. New types are added; none is renamed or used again for something else."""

    BROADCAST_SCANNED = "broadcast_scanned"
    WINDOW_MANIFEST = "window_manifest"
    FLAG_RAISED = "flag_raised"
    ACT = "act"

    @property
    def about(self) -> str:
        """The kind of domain row that an entry of this type records, a key of its `subjects`."""
        return _ABOUT[self]


_ABOUT = {
    EntryType.ACT: "act",
    EntryType.BROADCAST_SCANNED: "scan",
    EntryType.WINDOW_MANIFEST: "window",
    EntryType.FLAG_RAISED: "flag",
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """What the Merkle tree covers. subjects: kind of row → its opaque id, 32 hex digits.

    payload_digest: 64 hex digits. time: RFC 3339 in UTC with six decimals and Z.
    """

    type: str
    subjects: dict[str, str]
    payload_digest: str
    time: str

    def body(self) -> bytes:
        """Canonical JSON (RFC 8785). All of it is ASCII, so plain sorted JSON is canonical."""
        fields = {
            "payload_digest": self.payload_digest,
            "subjects": self.subjects,
            "time": self.time,
            "type": self.type,
            "v": VERSION,
        }
        return _ENCODER.encode(fields).encode("ascii")


def read_leaf(body: bytes) -> Leaf:
    """The leaf whose body is exactly these bytes. ValueError if they are no leaf of version 1."""
    if len(body) > _LONGEST:
        raise ValueError("longer than any leaf")
    found = json.loads(body)
    if not isinstance(found, dict) or set(found) != _KEYS or found["v"] != VERSION:
        raise ValueError("not a leaf of version 1")
    leaf = Leaf(found["type"], found["subjects"], found["payload_digest"], found["time"])
    if not _well_formed(leaf) or leaf.body() != body:
        raise ValueError("a leaf out of form")
    return leaf


def _well_formed(leaf: Leaf) -> bool:
    plain = (leaf.type, _NAME), (leaf.payload_digest, _DIGEST), (leaf.time, _TIME)
    if not all(isinstance(text, str) and pattern.fullmatch(text) for text, pattern in plain):
        return False
    return isinstance(leaf.subjects, dict) and all(
        _NAME.fullmatch(kind) and isinstance(id_, str) and _ID.fullmatch(id_)
        for kind, id_ in leaf.subjects.items()
    )


def canonical(value: Payload) -> str:
    """RFC 8785 canonical JSON as text; its bytes are its UTF-8. Names are ours, so they are ASCII.

    Sorted JSON is canonical already, but for fractions and huge numbers.
    """
    text = _ENCODER.encode(value)
    return rfc8785.dumps(dict(value)).decode("utf-8") if _FRACTION.search(text) else text


def payload_digest(salt: bytes, payload: str) -> str:
    """SHA-256(salt ‖ payload in UTF-8), in hex. The salt's length is fixed, so the join is unambiguous."""
    return sha256(salt + payload.encode("utf-8")).hexdigest()


def new_salt() -> bytes:
    return secrets.token_bytes(SALT_SIZE)


def new_id() -> str:
    """An opaque id for a row: 128 random bits as 32 hex digits, saying nothing of what it names."""
    return uuid4().hex


def now() -> datetime:
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """RFC 3339 in UTC with six decimals and Z, of an aware time."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
