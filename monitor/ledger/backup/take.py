"""Taking a backup: one moment of the database, while others go on writing."""

import os
import secrets
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from sqlalchemy import Connection, Engine, String, Table, select

from monitor import __version__
from monitor.errors import FileExists, FolderUnwritable
from monitor.ledger import migration
from monitor.ledger.attachment_store import AttachmentStore
from monitor.ledger.backup.manifest import FORMAT, MANIFEST, VERSION, FilePart, Manifest, TablePart, line_of
from monitor.ledger.database import reading
from monitor.ledger.entry import now, stamp
from monitor.ledger.tables import Row

_PAGE = 500
_CHUNK = 1 << 20


def back_up(engine: Engine, store: AttachmentStore, to: Path) -> Manifest:
    """Write a backup to a new file, whole or not at all. FileExists, FolderUnwritable."""
    if to.exists():
        raise FileExists(file=str(to), line=0)
    fresh = to.with_name(f".{to.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            with ZipFile(out, "w", ZIP_DEFLATED) as archive:
                manifest = _write(engine, store, archive)
            out.flush()
            os.fsync(out.fileno())
        os.link(fresh, to)
    except FileExistsError as error:
        raise FileExists(file=str(to), line=0) from error
    except OSError as error:
        raise FolderUnwritable(file=str(to), line=0, reason=str(error)) from error
    finally:
        fresh.unlink(missing_ok=True)
    return manifest


def _write(engine: Engine, store: AttachmentStore, archive: ZipFile) -> Manifest:
    taken_at = stamp(now())
    with reading(engine) as session:
        connection = session.connection()
        revision = migration.revision(connection)
        tables = [_table(archive, connection, table) for table in Row.metadata.sorted_tables]
        attached = Row.metadata.tables["attachment"]
        chosen = select(attached.c.tenant, attached.c.sha256).order_by(attached.c.tenant, attached.c.sha256)
        named = [(tenant, digest) for tenant, digest in connection.execute(chosen)]
    files = list(_files(archive, store, named))
    there = {(part.tenant, part.name[:64]) for part in files}
    manifest = Manifest(
        format=FORMAT,
        version=VERSION,
        program=__version__,
        schema_revision=revision or "",
        taken_at=taken_at,
        tables=tables,
        attachments=files,
        missing=[digest for tenant, digest in named if (tenant, digest) not in there],
    )
    archive.writestr(MANIFEST, manifest.model_dump_json(indent=1))
    return manifest


def _table(archive: ZipFile, connection: Connection, table: Table) -> TablePart:
    part = TablePart(name=table.name, rows=0, sha256="")
    digest, rows = sha256(), 0
    with archive.open(part.member, "w", force_zip64=True) as out:
        for row in _rows(connection, table):
            line = line_of(row)
            digest.update(line)
            out.write(line)
            rows += 1
    return part.model_copy(update={"rows": rows, "sha256": digest.hexdigest()})


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    """By the primary key, in the same order on either database."""
    keys = [
        key.collate("C") if connection.dialect.name == "postgresql" and isinstance(key.type, String) else key
        for key in table.primary_key
    ]
    found = connection.execution_options(yield_per=_PAGE).execute(select(table).order_by(*keys))
    for row in found.mappings():
        yield dict(row)


def _files(archive: ZipFile, store: AttachmentStore, named: Iterable[tuple[str, str]]) -> Iterator[FilePart]:
    """One that is erased meanwhile is left out."""
    for tenant, digest in named:
        found = store.raw(tenant, digest)
        if found is None:
            continue
        name, chunks = found
        part, counted = FilePart(tenant=tenant, name=name, sha256=""), sha256()
        with archive.open(_stored(part.member), "w", force_zip64=True) as out:
            for chunk in chunks:
                counted.update(chunk)
                out.write(chunk)
        yield part.model_copy(update={"sha256": counted.hexdigest()})


def _stored(member: str) -> ZipInfo:
    """Attached files are compressed as they are, or encrypted."""
    info = ZipInfo(member)
    info.compress_type = ZIP_STORED
    return info
