"""The ledger's database: SQLite in a file, or PostgreSQL by URL."""

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from errno import ENOENT
from hashlib import sha256
from pathlib import Path
from typing import Any

import pysqlite3
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, OperationalError
from sqlmodel import Session

from monitor.errors import DatabaseUnsupported, DatabaseUnusable
from monitor.ledger import migration

PATIENCE = 60.0
"""Seconds a writer waits for the ones before it."""


def open_database(url: str) -> Engine:
    """The database at `url`, its tables created or brought up to this program's version.

    `sqlite:///file` or `postgresql://…`. Raises DatabaseUnusable, or SchemaBehind for a database
    that a newer program has written. Passwords are masked in what is raised.
    """
    parsed = _parse(url)
    sqlite = parsed.drivername == "sqlite"
    with _opening(masked(parsed)):
        engine = _sqlite(parsed) if sqlite else create_engine(parsed, pool_pre_ping=True)
        try:
            if sqlite:
                _set_journal(engine)
            migration.upgrade(engine, masked(parsed))
        except BaseException:
            engine.dispose()
            raise
    return engine


@contextmanager
def writing(engine: Engine, tenant: str) -> Iterator[Session]:
    """One transaction that alone writes to `tenant`'s ledger; committed unless an error leaves it."""
    with _using(engine), _session(engine.execution_options(boshen_writes=True)) as session:
        if engine.dialect.name == "postgresql":
            session.connection().execute(
                text("SELECT pg_advisory_xact_lock(:key)"), {"key": _lock_key(tenant)}
            )
        session.info["writes"] = tenant
        yield session
        session.commit()


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """One read-only transaction that sees a single moment of the database."""
    bound = engine
    if engine.dialect.name == "postgresql":
        bound = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with _using(engine), _session(bound) as session:
        yield session


def masked(url: URL) -> str:
    """The URL without any password."""
    hidden = {name: "***" for name in url.query if "password" in name.lower()}
    return url.update_query_dict(hidden).render_as_string(hide_password=True)


def wal_is_safe(version: str) -> bool:
    """Whether this SQLite keeps every commit in WAL mode with several connections.

    Versions before 3.51.3 can lose one, but for the corrected 3.44.6 and 3.50.7.
    """
    major, minor, patch = (int(part) for part in version.split("."))
    corrected = {(3, 44): 6, (3, 50): 7}.get((major, minor))
    return (major, minor, patch) >= (3, 51, 3) or (corrected is not None and patch >= corrected)


def _session(engine: Engine) -> Session:
    return Session(engine, expire_on_commit=False)


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise DatabaseUnsupported(database=re.sub(r"://[^/]*@", "://***@", url)) from error
    kind = parsed.drivername.partition("+")[0]
    if kind == "sqlite" and parsed.database not in (None, "", ":memory:") and not parsed.host:
        return parsed.set(drivername="sqlite")
    if kind in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    raise DatabaseUnsupported(database=masked(parsed))


def _sqlite(url: URL) -> Engine:
    folder = Path(url.database or "").absolute().parent
    if not folder.is_dir():
        raise FileNotFoundError(ENOENT, os.strerror(ENOENT), str(folder))
    engine = create_engine(url, module=pysqlite3, connect_args={"timeout": PATIENCE})
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_connection(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("boshen_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _set_journal(engine: Engine) -> None:
    """The journal mode is kept in the file. SQLite does not wait for others when it changes it, so we do."""
    wanted = "wal" if wal_is_safe(pysqlite3.sqlite_version) else "delete"
    deadline = time.monotonic() + PATIENCE
    raw = engine.raw_connection()
    try:
        while True:
            try:
                raw.cursor().execute(f"PRAGMA journal_mode = {wanted}")
                return
            except pysqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
    finally:
        raw.close()


def _lock_key(tenant: str) -> int:
    return int.from_bytes(sha256(b"boshen ledger " + tenant.encode()).digest()[:8], signed=True)


@contextmanager
def _opening(database: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ImportError, pysqlite3.Error) as error:
        raise DatabaseUnusable(database=database, reason=str(error)) from error
    except DBAPIError as error:
        raise DatabaseUnusable(database=database, reason=_reason(error)) from error


@contextmanager
def _using(engine: Engine) -> Iterator[None]:
    """A database that fails becomes DatabaseUnusable. A broken constraint is a fault of ours and passes."""
    try:
        yield
    except DBAPIError as error:
        if not isinstance(error, OperationalError) and type(error) is not DatabaseError:
            raise
        raise DatabaseUnusable(database=masked(engine.url), reason=_reason(error)) from error


def _reason(error: DBAPIError) -> str:
    return " ".join(str(error.orig).split())
