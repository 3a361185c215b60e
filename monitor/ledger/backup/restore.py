"""Putting a backup back: into an empty database only, all of it or nothing, and verified at the end."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from struct import error as StructError  # noqa: N812
from typing import Any
from zipfile import BadZipFile, ZipFile
from zlib import error as BadStream  # noqa: N812

from alembic import command
from pydantic import ValidationError
from sqlalchemy import Connection, Engine, Table, func, insert, select
from sqlalchemy.exc import CompileError, DataError, IntegrityError

from monitor.errors import BackupDamaged, BackupNewer, DatabaseNotEmpty, FileMissing, FileUnreadable
from monitor.ledger import migration
from monitor.ledger.attachment_store import AttachmentStore
from monitor.ledger.backup.manifest import (
    FORMAT,
    MANIFEST,
    VERSION,
    FilePart,
    Manifest,
    TablePart,
    row_of,
)
from monitor.ledger.database import masked, writing
from monitor.ledger.tables import Row
from monitor.ledger.verification import Verification
from monitor.ledger.verify import verify

_BATCH = 500
_CHUNK = 1 << 20
_DAMAGE = (
    *(KeyError, BadZipFile, BadStream, OSError, EOFError),
    *(NotImplementedError, RuntimeError, ValueError, OverflowError, StructError),
)
"""What a ZIP raises that is not what was written."""
_NO_ROW = (ValueError, KeyError, TypeError, AttributeError, CompileError, IntegrityError, DataError)
"""What is raised where a manifest vouches for lines that are no rows of the table."""


def restore(file: Path, engine: Engine, store: AttachmentStore) -> Verification:
    """What verifying the restored ledger found.

    FileMissing, FileUnreadable, BackupDamaged, BackupNewer, DatabaseNotEmpty; then nothing was written. An
    older program's backup is brought up to this program's schema.
    """
    with _opened(file) as archive:
        manifest = _manifest(file, archive)
        _check(file, archive, manifest)
        with writing(engine, "") as session:
            _must_be_empty(session.connection())
            _fill(file, archive, session.connection(), manifest)
        for part in manifest.attachments:
            store.place(part.tenant, part.name, _chunks(archive, part.member))
    return verify(engine)


def _opened(file: Path) -> ZipFile:
    try:
        return ZipFile(file)
    except FileNotFoundError as error:
        raise FileMissing(file=str(file), line=0) from error
    except OSError as error:
        raise FileUnreadable(file=str(file), line=0, reason=str(error)) from error
    except _DAMAGE as error:
        raise BackupDamaged(file=str(file), part=file.name) from error


def _manifest(file: Path, archive: ZipFile) -> Manifest:
    try:
        content = archive.read(MANIFEST)
        known = Manifest.model_validate_json(content)
    except ValidationError as error:
        newer = b'"boshen-backup"' in content and b'"version": 1,' not in content
        if newer:
            raise BackupNewer(file=str(file), found="?", needed=VERSION) from error
        raise BackupDamaged(file=str(file), part=MANIFEST) from error
    except _DAMAGE as error:
        raise BackupDamaged(file=str(file), part=MANIFEST) from error
    if known.format != FORMAT:
        raise BackupDamaged(file=str(file), part=MANIFEST)
    if known.version != VERSION or known.schema_revision not in migration.known():
        found = f"{known.version} / {known.schema_revision}"
        raise BackupNewer(file=str(file), found=found, needed=f"{VERSION} / {migration.known()[0]}")
    return known


def _check(file: Path, archive: ZipFile, manifest: Manifest) -> None:
    """Every member, before anything is written."""
    parts: list[TablePart | FilePart] = [*manifest.tables, *manifest.attachments]
    for part in parts:
        digest = sha256()
        try:
            for chunk in _chunks(archive, part.member):
                digest.update(chunk)
        except _DAMAGE as error:
            raise BackupDamaged(file=str(file), part=part.member) from error
        if digest.hexdigest() != part.sha256 or _is_misnamed(part):
            raise BackupDamaged(file=str(file), part=part.member)


def _is_misnamed(part: TablePart | FilePart) -> bool:
    """A table there is not; an attached file that is not the one its name says."""
    if isinstance(part, TablePart):
        return part.name not in Row.metadata.tables
    return "." not in part.name and part.name != part.sha256


def _must_be_empty(connection: Connection) -> None:
    for table in Row.metadata.sorted_tables:
        if connection.execute(select(func.count()).select_from(table)).scalar_one():
            raise DatabaseNotEmpty(database=masked(connection.engine.url))


def _fill(file: Path, archive: ZipFile, connection: Connection, manifest: Manifest) -> None:
    """The tables as of the backup's schema, then brought up to ours."""
    older = manifest.schema_revision != migration.known()[0]
    if older:
        command.downgrade(migration.configured(connection), manifest.schema_revision)
    for part in manifest.tables:
        written = 0
        try:
            for rows in _batches(archive, part, Row.metadata.tables[part.name]):
                connection.execute(insert(Row.metadata.tables[part.name]), rows)
                written += len(rows)
        except _NO_ROW as error:
            raise BackupDamaged(file=str(file), part=part.member) from error
        if written != part.rows:
            raise BackupDamaged(file=str(file), part=part.member)
    if older:
        command.upgrade(migration.configured(connection), "head")


def _batches(archive: ZipFile, part: TablePart, table: Table) -> Iterator[list[Mapping[str, Any]]]:
    rows: list[Mapping[str, Any]] = []
    with archive.open(part.member) as source:
        for line in source:
            rows.append(row_of(line, table))
            if len(rows) == _BATCH:
                yield rows
                rows = []
    if rows:
        yield rows


def _chunks(archive: ZipFile, member: str) -> Iterator[bytes]:
    with archive.open(member) as source:
        while chunk := source.read(_CHUNK):
            yield chunk
