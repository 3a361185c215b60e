"""A new, empty ledger for each test, on SQLite and on a real PostgreSQL."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import pgserver
import pysqlite3
import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from monitor.claims.finding import Decision, Finding, Severity, Verdict
from monitor.ledger.database import open_database
from monitor.ledger.scans import (
    BroadcastFacts,
    HeardWindow,
    Lease,
    RecordingFacts,
    Versions,
    finish,
    save_window,
    start_or_resume,
)
from monitor.speech.coverage import Coverage, Fate, Stretch


class SqliteFiles:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def new(self, like: str | None = None) -> str:
        """The URL of a database without tables, or with all that `like` has."""
        file = self.folder / f"{uuid4().hex}.db"
        if like is not None:
            shutil.copy(like.removeprefix("sqlite:///"), file)
        return f"sqlite:///{file}"

    def intruder(self, url: str) -> Engine:
        """Writes with no regard for triggers or foreign keys."""
        engine = create_engine(url, module=pysqlite3)
        with engine.begin() as connection:
            named = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
            for (name,) in named.all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        return engine


class PostgresDatabases:
    def __init__(self, uri: str) -> None:
        self.url = uri.replace("postgresql:", "postgresql+psycopg:")
        self.admin = create_engine(self.url, isolation_level="AUTOCOMMIT")
        with self.admin.connect() as connection:
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
            connection.execute(text("SELECT pg_reload_conf()"))

    def new(self, like: str | None = None) -> str:
        """The URL of a database without tables, or with all that `like` has."""
        name = f"ledger_{uuid4().hex}"
        template = make_url(like).database if like else "template1"
        with self.admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        return self.url.replace("/postgres?", f"/{name}?")

    def intruder(self, url: str) -> Engine:
        """Writes with no regard for triggers or foreign keys."""
        return create_engine(url, connect_args={"options": "-c session_replication_role=replica"})


Databases = SqliteFiles | PostgresDatabases


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Databases]:
    """Where new databases come from."""
    if request.param == "sqlite":
        yield SqliteFiles(tmp_path_factory.mktemp("sqlite"))
    else:
        yield request.getfixturevalue("postgres")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresDatabases]:
    """A server of the test run's own.

    Its files are not in pytest's own folders: it gives up root, and those are root's alone.
    """
    with TemporaryDirectory(prefix="boshen_postgres_", ignore_cleanup_errors=True) as folder:
        server = pgserver.get_server(folder)
        made = PostgresDatabases(server.get_uri())
        yield made
        made.admin.dispose()
        server.cleanup()


@pytest.fixture
def url(databases: Databases) -> str:
    """A database without tables."""
    return databases.new()


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = open_database(url)
    yield engine
    engine.dispose()


RECORDING = RecordingFacts("ab" * 32, "/somewhere/first.mp4", "mp4", 0, 60 * 16_000)
BROADCAST = BroadcastFacts(
    "b1", "频道一", "主持人", "seller", datetime(2026, 2, 1, 12, tzinfo=UTC), {"run_sheet": [{"at": 1.5}]}
)
VERSIONS = Versions("demo", "d" * 64, True, "lexicon-1", "catalogue-1", "settings-1")


@dataclass(frozen=True)
class Job:
    """A scan to be made; `having` gives another that differs in what is named."""

    recording: RecordingFacts = RECORDING
    broadcast: BroadcastFacts = BROADCAST
    versions: Versions = VERSIONS

    def having(self, **changes: str) -> "Job":
        def changed(facts: Any) -> Any:
            return replace(facts, **{k: v for k, v in changes.items() if k in facts.__dataclass_fields__})

        return Job(changed(self.recording), changed(self.broadcast), changed(self.versions))

    def start(self, engine: Engine, tenant: str = "default") -> Lease:
        return start_or_resume(engine, tenant, self.recording, self.broadcast, self.versions)


@pytest.fixture
def job() -> Job:
    return Job()


@pytest.fixture
def coverage() -> Coverage:
    return Coverage([Stretch(0, 60 * 16_000, Fate.TRANSCRIBED)])


def some_findings() -> list[Finding]:
    """One to block, twice; one known by its sound only; one that passes."""
    said = Finding(
        text="这一款全网最低价",
        span=(3, 8),
        claim="全网最低价",
        verdict=Verdict.PROHIBITED,
        decision=Decision.BLOCK,
        severity=Severity.HIGH,
        start=3.0,
        end=4.5,
        rule="price.lowest",
        product="p1",
    )
    heard = replace(
        said,
        text="三天就能见效",
        span=(0, 6),
        claim="三天就能见效",
        verdict=Verdict.UNREVIEWED,
        decision=Decision.REVIEW,
        severity=Severity.MEDIUM,
        start=13.0,
        end=14.5,
        rule=None,
    )
    passed = replace(said, verdict=Verdict.EVIDENCE_NEEDED, decision=Decision.PASS, rule="proof", start=33.25)
    return [said, replace(said, text="全网最低价哦", span=(0, 5), start=23.0, end=24.0), heard, passed]


@pytest.fixture
def findings() -> list[Finding]:
    return some_findings()


@pytest.fixture(scope="session")
def filled(databases: Databases) -> str:
    """A database to copy: one finished scan with two windows and two flags, and one begun with one window.

    Its entries: 0 and 1 windows, 2 and 3 flags, 4 the scan, 5 the window of the other.
    """
    url = databases.new()
    engine = open_database(url)
    lease = Job().start(engine)
    for number, begin in enumerate((0, 480_000)):
        save_window(engine, lease, HeardWindow(number, begin, begin + 480_000, {"words": [number]}))
    finish(engine, lease, Coverage([Stretch(0, 960_000, Fate.TRANSCRIBED)]), some_findings())
    other = Job().having(sha256="cd" * 32, key="b2").start(engine)
    save_window(engine, other, HeardWindow(0, 0, 480_000, {"words": ["x"]}))
    engine.dispose()
    return url


@pytest.fixture
def scanned_url(databases: Databases, filled: str) -> str:
    return databases.new(like=filled)


@pytest.fixture
def scanned(scanned_url: str) -> Iterator[Engine]:
    """A copy of the filled database."""
    engine = open_database(scanned_url)
    yield engine
    engine.dispose()


@pytest.fixture
def intruder(databases: Databases, scanned_url: str) -> Iterator[Engine]:
    """Changes the copy behind the program's back."""
    engine = databases.intruder(scanned_url)
    yield engine
    engine.dispose()
