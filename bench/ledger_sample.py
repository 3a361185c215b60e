"""A small ledger with rows of every kind, for the measurements of the ledger."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import Engine

from monitor.claims.finding import Decision, Finding, Severity, Verdict
from monitor.ledger import act
from monitor.ledger.checkpoint import custody
from monitor.ledger.checkpoint.keeper import Keeper, keeper
from monitor.ledger.database import open_database, writing
from monitor.ledger.scans import (
    BroadcastFacts,
    HeardWindow,
    RecordingFacts,
    Versions,
    finish,
    save_window,
    start_or_resume,
)
from monitor.settings import Settings
from monitor.speech.coverage import Coverage, Fate, Stretch

TENANT = "default"
SECOND = 16_000


@dataclass(frozen=True)
class Sample:
    engine: Engine
    keeper: Keeper
    witness: Path

    def scan(self, number: int, finished: bool = True) -> None:
        """A broadcast with two windows and what was found in it."""
        recording = RecordingFacts(f"{number:064x}", f"{number}.mp4", "mp4", 0, 60 * SECOND)
        began = datetime(2026, 2, number, 12, tzinfo=UTC)
        details = {"run_sheet": [{"at": 1.5}]}
        broadcast = BroadcastFacts(f"b{number}", "频道", f"host{number % 2}", "seller", began, details)
        versions = Versions("demo", "d" * 64, True, "lexicon", "catalogue", "settings")
        lease = start_or_resume(self.engine, TENANT, recording, broadcast, versions)
        for window in (0, 1):
            begin = window * 30 * SECOND
            save_window(
                self.engine, lease, HeardWindow(window, begin, begin + 30 * SECOND, {"words": [window]})
            )
        if finished:
            finish(self.engine, lease, Coverage([Stretch(0, 60 * SECOND, Fate.TRANSCRIBED)]), findings())

    def submit(self, number: int) -> None:
        """A product with a supplier, submitted and approved."""
        with writing(self.engine, TENANT) as session:
            product = act.open_record(session, TENANT, "product", f"p{number}")
            for kind in ("submitted", "approved"):
                body = {"name": f"精华 {number}", "supplier": f"s{number % 2}"}
                act.do(session, product, kind, person_of(session), body)


def person_of(session: act.Session) -> str:
    boss = act.find(session, TENANT, "person", "boss")
    if boss is None:
        raise LookupError("boss")
    return boss.id


@contextmanager
def sample(url: str, folder: Path) -> Iterator[Sample]:
    """A ledger whose key has been created, and whose checkpoints go to a file."""
    engine, witness = open_database(url), folder / "witness.jsonl"
    with patch.dict(os.environ, {}, clear=True):
        said = Settings(ledger_key=folder / "ledger.key", witnesses=[f"file:{witness}"])
    made = Sample(engine, keeper(engine, TENANT, said), witness)
    with writing(engine, TENANT) as session:
        boss = act.open_record(session, TENANT, "person", "boss")
        body = {"name": "王", "roles": ["admin"], "channels": [], "suppliers": []}
        act.do(session, boss, "registered", None, body)
    custody.create(engine, TENANT, "boss", made.keeper.key)
    yield made
    engine.dispose()


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
        product="p2",
    )
    passed = replace(said, verdict=Verdict.EVIDENCE_NEEDED, decision=Decision.PASS, rule="proof", start=33.25)
    return [said, replace(said, text="全网最低价哦", span=(0, 5), start=23.0, end=24.0), heard, passed]
