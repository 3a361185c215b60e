"""What acts come to: what is in force, what awaits a decision, and when each content stood."""

import pytest

from monitor.claims.period import FOREVER, Period
from monitor.ledger.selection.kind import Kind
from monitor.ledger.selection.standing import Standing, State
from tests.unit.ledger.acts import History, hour


def held(*deeds: str, by: dict[int, str] | None = None) -> Standing:
    history = History()
    for number, deed in enumerate(deeds, 1):
        who = (by or {}).get(number, "op")
        history.did(deed, Kind.SUPPLIER, "s1", {"number": number}, who)
    return history.standings[Kind.SUPPLIER, "s1"]


@pytest.mark.parametrize(
    ("deeds", "state", "in_force", "pending"),
    [
        ("submitted", State.PENDING, None, 1),
        ("submitted revised", State.PENDING, None, 2),
        ("submitted approved", State.APPROVED, 1, None),
        ("submitted rejected", State.REJECTED, None, None),
        ("submitted withdrawn", State.WITHDRAWN, None, None),
        ("submitted approved revised", State.REVISED, 1, 3),
        ("submitted approved revised rejected", State.APPROVED, 1, None),
        ("submitted approved revised approved", State.APPROVED, 3, None),
        ("submitted approved revoked", State.REVOKED, None, None),
        ("submitted approved revised withdrawn", State.WITHDRAWN, None, None),
        ("submitted approved withdrawn submitted", State.PENDING, None, 4),
        ("submitted approved withdrawn submitted approved", State.APPROVED, 4, None),
        ("submitted approved corrected", State.APPROVED, 1, None),
    ],
)
def test_what_acts_come_to(deeds: str, state: State, in_force: int | None, pending: int | None) -> None:
    found = held(*deeds.split())
    assert found.state is state
    assert (found.in_force and found.in_force.act) == in_force
    assert (found.pending and found.pending.act) == pending


@pytest.mark.parametrize(
    "deeds",
    [
        "approved",
        "submitted approved approved",
        "submitted rejected approved",
        "revoked",
        "submitted revoked",
    ],
)
def test_an_act_that_could_not_be_done_changes_nothing(deeds: str) -> None:
    *before, _ = deeds.split()
    assert held(*deeds.split()) == (held(*before) if before else Standing())


def test_old_content_is_in_force_until_the_new_is_approved() -> None:
    old, new = held("submitted", "approved", "revised", "approved").stood
    assert (old.content.act, old.period) == (1, Period(hour(2), hour(4)))
    assert (new.content.act, new.period) == (3, Period(hour(4), FOREVER))


def test_what_was_withdrawn_stood_until_then() -> None:
    (stood,) = held("submitted", "approved", "withdrawn").stood
    assert stood.period == Period(hour(2), hour(3))


def test_who_wrote_any_part_of_what_is_pending_is_its_author() -> None:
    pending = held("submitted", "revised", by={1: "op", 2: "qm"}).pending
    assert pending is not None
    assert pending.authors == {"op", "qm"}


def test_authors_of_what_was_decided_are_no_authors_of_what_comes_after() -> None:
    pending = held("submitted", "approved", "revised", by={1: "op", 3: "qm"}).pending
    assert pending is not None
    assert pending.authors == {"qm"}
