"""The form of a backup, version 1: a ZIP of one JSON Lines file a table, the attached files, and a manifest.

The manifest is written last and names every member with its digest. A row is a JSON object by column; times
are RFC 3339 in UTC, bytes are Base64. Encrypted files stay encrypted, and no key is ever in it.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import DateTime, LargeBinary, Table

from monitor.ledger.entry import stamp
from monitor.ledger.tables import Utc

FORMAT, VERSION = "boshen-backup", 1
MANIFEST = "manifest.json"
STORED_NAME = r"[0-9a-f]{64}(\.sealed)?"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TablePart(_Part):
    """rows: how many; sha256: of the member's bytes."""

    name: str = Field(pattern=r"^[a-z_]+$")
    rows: int
    sha256: str

    @property
    def member(self) -> str:
        return f"tables/{self.name}.jsonl"


class FilePart(_Part):
    """name: as in the store. sha256: of the bytes as they lie there."""

    tenant: str
    name: str = Field(pattern=f"^{STORED_NAME}$")
    sha256: str

    @property
    def member(self) -> str:
        return f"attachments/{sha256(self.tenant.encode()).hexdigest()[:32]}/{self.name}"


class Manifest(_Part):
    """schema_revision: of the database it was taken from. missing: digests of attached files that were not
    in the store."""

    format: str
    version: int
    program: str
    schema_revision: str
    taken_at: str
    tables: list[TablePart]
    attachments: list[FilePart]
    missing: list[str]


def line_of(row: Mapping[str, Any]) -> bytes:
    """One row, with its newline."""
    return (
        json.dumps({name: _plain(value) for name, value in row.items()}, ensure_ascii=False).encode() + b"\n"
    )


def row_of(line: bytes, table: Table) -> dict[str, Any]:
    """ValueError, KeyError or TypeError if the line is no row of the table."""
    found = json.loads(line)
    return {name: _typed(value, table.columns[name].type) for name, value in found.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return stamp(value)
    return b64encode(value).decode("ascii") if isinstance(value, bytes) else value


def _typed(value: Any, kind: object) -> Any:
    if value is None:
        return None
    if isinstance(kind, Utc | DateTime):
        return datetime.strptime(value, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    return b64decode(value, validate=True) if isinstance(kind, LargeBinary) else value
