"""A new, empty ledger for each test, on SQLite and on a real PostgreSQL."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import pgserver
import pytest
from sqlalchemy import Engine, create_engine, text

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


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a running server, its database name left as {}.

    Not in pytest's own folders: the server gives up root, and those are root's alone.
    """
    with TemporaryDirectory(prefix="boshen_postgres_", ignore_cleanup_errors=True) as folder:
        server = pgserver.get_server(folder)
        yield server.get_uri().replace("/postgres?", "/{}?")
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.db'}"
    server: str = request.getfixturevalue("postgres")
    name = f"ledger_{uuid4().hex}"
    admin = create_engine(
        server.format("postgres").replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT"
    )
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return server.format(name)


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


@pytest.fixture
def findings() -> list[Finding]:
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
def scanned(engine: Engine, job: Job, coverage: Coverage, findings: list[Finding]) -> Engine:
    """A ledger of one finished scan with two windows and two flags, and one begun with one window.

    Its entries: 0 and 1 windows, 2 and 3 flags, 4 the scan, 5 the window of the other.
    """
    lease = job.start(engine)
    for number in range(2):
        save_window(
            engine, lease, HeardWindow(number, number * 480_000, (number + 1) * 480_000, {"words": [number]})
        )
    finish(engine, lease, coverage, findings)
    other = job.having(sha256="cd" * 32, key="b2").start(engine)
    save_window(engine, other, HeardWindow(0, 0, 480_000, {"words": ["x"]}))
    return engine
