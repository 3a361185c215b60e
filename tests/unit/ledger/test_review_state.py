"""What acts make of a flag, without a database: its state, its clock, its severity."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.claims.finding import Severity
from monitor.ledger.act import Done
from monitor.ledger.review.deadline import clock_of
from monitor.ledger.review.reason import reasons
from monitor.ledger.review.severity import Graver, Said, effective, rank
from monitor.ledger.review.state import BEFORE, DECISIONS, Deed, State, review_of
from monitor.messages import LANGUAGES, sentences

BEGAN = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def history(*kinds: str) -> list[Done]:
    """Acts an hour apart, the first an hour after the flag was raised; each by another person."""
    return [
        Done(f"a{n}", "r", n, kind, f"person{n}", BEGAN + n * HOUR, {"reason": f"reason{n}"})
        for n, kind in enumerate(kinds, 1)
    ]


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ([], "open"),
        (["noted"], "open"),
        (["confirmed"], "confirmed"),
        (["dismissed", "closed"], "closed"),
        (["needs_evidence", "reopened"], "open"),
        (["escalated", "dismissed"], "dismissed"),
        (["confirmed", "corrected_on_air", "corrected", "closed"], "closed"),
        (["confirmed", "undone"], "open"),
        (["confirmed", "undone", "dismissed"], "dismissed"),
        (["confirmed", "appealed"], "appealed"),
        (["confirmed", "corrected", "appealed", "upheld"], "corrected"),
        (["confirmed", "appealed", "overturned"], "dismissed"),
        (["confirmed", "appealed", "upheld", "undone"], "appealed"),
    ],
)
def test_acts_leave_a_state(kinds: list[str], state: str) -> None:
    assert review_of(history(*kinds)).state == state


def test_what_was_escalated_stays_so_unless_it_is_taken_back() -> None:
    assert review_of(history("escalated", "needs_evidence", "reopened")).is_escalated
    assert not review_of(history("escalated", "undone")).is_escalated


def test_judges_are_all_who_ever_judged() -> None:
    review = review_of(history("confirmed", "undone", "dismissed", "reopened"))
    assert review.judges == {"person1", "person3"}


def test_an_erased_body_takes_the_reason_but_not_the_state() -> None:
    [act] = history("confirmed")
    erased = Done(act.id, act.record, 1, act.kind, act.person, act.at, None)
    assert (review_of([erased]).state, review_of([erased]).reason) == (State.CONFIRMED, None)


def test_every_decision_has_reasons_and_every_reason_a_sentence() -> None:
    assert set(reasons()) == set(DECISIONS)
    for language in LANGUAGES:
        known = sentences(language)
        assert [
            f"reason.{d}.{r}" for d in reasons() for r in reasons()[d] if f"reason.{d}.{r}" not in known
        ] == []
        assert all(f"record.act.{deed}" in known for deed in Deed)
        assert all(f"record.state.{state}" in known for state in State)


def test_something_can_be_done_in_every_state() -> None:
    assert all(
        any(state in states for deed, states in BEFORE.items() if deed in DECISIONS) for state in State
    )


class TestClock:
    def test_runs_from_the_raising(self) -> None:
        assert clock_of(BEGAN, []).due(4 * HOUR) == BEGAN + 4 * HOUR

    def test_stands_while_evidence_is_awaited(self) -> None:
        assert clock_of(BEGAN, history("needs_evidence", "noted")).due(4 * HOUR) is None

    def test_leaves_out_what_it_waited(self) -> None:
        clock = clock_of(BEGAN, history("needs_evidence", "noted", "reopened"))
        assert clock.waited == 2 * HOUR
        assert clock.due(4 * HOUR) == BEGAN + 6 * HOUR

    def test_a_request_for_evidence_taken_back_never_stopped_it(self) -> None:
        assert clock_of(BEGAN, history("needs_evidence", "undone")).due(4 * HOUR) == BEGAN + 4 * HOUR

    def test_stops_at_the_decision(self) -> None:
        clock = clock_of(BEGAN, history("confirmed", "noted", "closed"))
        assert (clock.due(4 * HOUR), clock.stopped_at) == (None, BEGAN + HOUR)

    def test_starts_anew_with_an_appeal(self) -> None:
        clock = clock_of(BEGAN, history("confirmed", "appealed"))
        assert clock.due(4 * HOUR) == BEGAN + 6 * HOUR
        assert clock.is_overdue(4 * HOUR, BEGAN + 7 * HOUR)


class TestSeverity:
    def said(self, severity: str = "medium", scan: str = "s1", **how: bool) -> Said:
        return Said(scan, Severity(severity), **how)

    def test_is_as_raised_where_nothing_makes_it_graver(self) -> None:
        found = effective(Severity.MEDIUM, [self.said(), self.said("low")])
        assert (found.severity, found.because) == (Severity.MEDIUM, ())

    def test_three_times_in_one_hearing_is_a_step_graver(self) -> None:
        found = effective(Severity.MEDIUM, [self.said()] * 3)
        assert (found.severity, found.because, found.times) == (Severity.HIGH, (Graver.REPETITION,), 3)

    def test_the_same_heard_by_several_scans_is_no_repetition(self) -> None:
        heard = [self.said(scan=scan) for scan in ("s1", "s1", "s2", "s2")]
        assert effective(Severity.MEDIUM, heard).severity is Severity.MEDIUM

    def test_evasion_is_a_step_graver_unless_the_judgement_counted_it(self) -> None:
        found = effective(Severity.MEDIUM, [self.said(evades=True, is_counted=False)])
        assert (found.severity, found.because) == (Severity.HIGH, (Graver.EVASION,))
        assert effective(Severity.MEDIUM, [self.said(evades=True)]).severity is Severity.MEDIUM

    def test_is_never_milder_than_raised_nor_beyond_critical(self) -> None:
        for raised in Severity:
            assert effective(raised, [self.said("info")]).severity is raised
        worst = effective(Severity.CRITICAL, [self.said("critical", evades=True, is_counted=False)] * 9)
        assert (rank(worst.severity), worst.because) == (0, ())
