"""The queue: the gravest first, of these the oldest; in the states and with the severities that acts give."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from monitor.claims.finding import Decision, Finding, Severity, Verdict
from monitor.ledger.database import reading
from monitor.ledger.entry import now
from monitor.ledger.review.queue import Queued, Wanted, counts, queue
from monitor.ledger.review.state import Deed, State
from monitor.ledger.scans import finish
from monitor.speech.coverage import Coverage
from tests.integration.ledger.reviewing import TENANT, Room

ALLOWANCES = {severity: timedelta(hours=4) for severity in Severity}
Ask = Callable[..., list[Queued]]


@pytest.fixture
def room(engine: Engine, job: Any, coverage: Coverage, findings: list[Finding]) -> Room:
    """Flags, by rule: `thrice`, said three times; `evasive`, judged without counting that; and `plain`."""
    said = replace(findings[0], decision=Decision.REVIEW, severity=Severity.MEDIUM)
    thrice = [replace(said, rule="thrice", start=float(at), text=f"话{at}") for at in range(3)]
    plain = replace(said, rule="plain", start=10.0)
    evasive = replace(
        said,
        rule="evasive",
        start=11.0,
        verdict=Verdict.EVIDENCE_NEEDED,
        evasion=("某",),
        severity=Severity.LOW,
    )
    finish(engine, job.start(engine), coverage, [plain, evasive, *thrice])
    return Room(engine)


@pytest.fixture
def ask(room: Room) -> Ask:
    def asked(limit: int = 10, **wanted: Any) -> list[Queued]:
        with reading(room.engine) as session:
            return queue(session, TENANT, Wanted(**wanted), ALLOWANCES, now(), limit)

    return asked


def rules(found: list[Queued]) -> list[str | None]:
    return [one.flag.rule for one in found]


def test_what_was_repeated_or_evaded_is_graver_and_comes_first(ask: Ask, room: Room) -> None:
    first, *_ = found = ask()
    assert (first.flag.rule, first.severity, first.times) == ("thrice", Severity.HIGH, 3)
    assert {one.flag.rule: one.severity.value for one in found}["evasive"] == "medium"
    for one in found:
        assert one.severity is room.see(one.flag.id).effective.severity


def test_pages_follow_one_another_without_gap_or_repeat(ask: Ask) -> None:
    everything = rules(ask())
    first = ask(limit=2)
    rest = ask(after=first[-1].flag.id)
    assert rules(first) + rules(rest) == everything


def test_filters(ask: Ask, room: Room) -> None:
    assert rules(ask(severities=frozenset({Severity.HIGH}))) == ["thrice"]
    assert rules(ask(rule="plain")) == ["plain"]
    assert len(ask(broadcast="b1", product="p1")) == 3
    assert ask(product="p2") == []
    room.take(ask(rule="plain")[0].flag.id, "rui")
    [held] = ask(holder=room.people["rui"].id)
    assert (held.flag.rule, held.holder) == ("plain", "rui")


def test_what_is_decided_leaves_the_queue_and_comes_back_when_it_is_taken_back(ask: Ask, room: Room) -> None:
    flag = ask(rule="plain")[0].flag.id
    room.judge(flag, "rui", Deed.CONFIRMED, "prohibited")
    assert "plain" not in rules(ask())
    assert rules(ask(states=frozenset({State.CONFIRMED}))) == ["plain"]
    with reading(room.engine) as session:
        assert counts(session, TENANT) == {State.OPEN: 2, State.CONFIRMED: 1}
    room.undo(flag, "rui")
    assert "plain" in rules(ask())


def test_an_upheld_appeal_leaves_the_state_before_it(ask: Ask, room: Room) -> None:
    flag = ask(rule="plain")[0].flag.id
    room.judge(flag, "rui", Deed.CONFIRMED, "prohibited")
    room.appeal(flag, "rui", by="merchant")
    assert ask(rule="plain")[0].state is State.APPEALED
    room.judge(flag, "lan", Deed.UPHELD, "decision_right")
    assert ask(rule="plain", states=frozenset(State))[0].state is State.CONFIRMED
    room.undo(flag, "lan")
    assert ask(rule="plain")[0].state is State.APPEALED


def test_what_waits_for_evidence_is_not_due(ask: Ask, room: Room) -> None:
    later = now() + timedelta(hours=5)
    assert len(ask(due_by=later)) == 3
    assert ask(due_by=now()) == []
    room.judge(ask(rule="plain")[0].flag.id, "rui", Deed.NEEDS_EVIDENCE, "proof", "检测报告")
    assert "plain" not in rules(ask(due_by=later))
