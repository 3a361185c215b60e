"""Findings folded into flags."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from monitor.claims.finding import Decision, Finding, Severity, Verdict
from monitor.ledger.flags import Recorded
from monitor.ledger.scans import finish
from monitor.ledger.tables import Entry, Occurrence
from monitor.speech.coverage import Coverage


class Recorder:
    """Each call is another scan of one broadcast, under other rules."""

    def __init__(self, engine: Engine, job: Any, coverage: Coverage) -> None:
        self.engine, self.job, self.coverage = engine, job, coverage
        self.calls = 0

    def __call__(self, *findings: Finding) -> Recorded:
        self.calls += 1
        lease = self.job.having(lexicon=f"lexicon-{self.calls}").start(self.engine)
        return finish(self.engine, lease, self.coverage, findings)


@pytest.fixture
def record(engine: Engine, job: Any, coverage: Coverage) -> Recorder:
    return Recorder(engine, job, coverage)


@pytest.fixture
def by_rule(findings: list[Finding]) -> Finding:
    return findings[0]


@pytest.fixture
def by_sound(findings: list[Finding]) -> Finding:
    return findings[2]


def test_a_claim_said_twice_is_one_flag_with_two_occurrences(record: Recorder, by_rule: Finding) -> None:
    recorded = record(replace(by_rule, start=40.0), replace(by_rule, start=20.0))
    [flag] = recorded.flags
    assert [occurrence.flag_id for occurrence in recorded.occurrences] == [flag.id, flag.id]
    assert flag.first_at == 20.0


def test_a_flag_is_as_bad_as_the_worst_of_its_findings(record: Recorder, by_rule: Finding) -> None:
    mild = replace(by_rule, decision=Decision.REVIEW, severity=Severity.LOW, verdict=Verdict.UNREVIEWED)
    worse = replace(by_rule, decision=Decision.BLOCK, severity=Severity.CRITICAL, start=9.0)
    [flag] = record(mild, worse, replace(mild, start=11.0)).flags
    assert (flag.decision, flag.severity, flag.verdict) == ("block", "critical", "prohibited")


def test_the_same_finding_given_twice_is_one_occurrence(record: Recorder, by_rule: Finding) -> None:
    assert len(record(by_rule, by_rule).occurrences) == 1


def test_a_flag_raised_before_stays_as_it_was_raised(record: Recorder, by_rule: Finding) -> None:
    record(replace(by_rule, severity=Severity.LOW))
    recorded = record(replace(by_rule, severity=Severity.CRITICAL, text="全网最低价啊", start=2.0))
    assert recorded.flags == ()
    assert recorded.occurrences[0].flag_id is not None


def test_what_passes_is_kept_without_a_flag(engine: Engine, record: Recorder, by_rule: Finding) -> None:
    recorded = record(replace(by_rule, decision=Decision.PASS))
    assert recorded.flags == ()
    with Session(engine) as session:
        [kept] = session.exec(select(Occurrence)).all()
        types = session.exec(select(Entry.type).order_by(col(Entry.index))).all()
    assert (kept.flag_id, kept.claim) == (None, by_rule.claim)
    assert types == ["broadcast_scanned"]


def test_a_claim_known_by_its_sound_is_met_again_though_heard_differently(
    record: Recorder, by_sound: Finding
) -> None:
    [flag] = record(
        by_sound, replace(by_sound, text="三天就能见笑了", claim="三天就能见笑了", start=50.0)
    ).flags
    again = record(replace(by_sound, text="三天就能见效啊", claim="三天就能见效啊"))
    assert again.flags == ()
    assert [occurrence.flag_id for occurrence in again.occurrences] == [flag.id]


@pytest.mark.parametrize(
    "change",
    [{"claim": "包装是可以回收的"}, {"slots": ("days=3",)}, {"product": "p2"}, {"rule": "effect.speed"}],
)
def test_a_claim_that_differs_in_more_than_its_sound_is_another_flag(
    record: Recorder, by_sound: Finding, change: dict[str, Any]
) -> None:
    record(by_sound)
    assert len(record(replace(by_sound, **change)).flags) == 1
