"""Reviewing flags: who may do what, with which lease, in which order; nothing is changed or deleted."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from monitor.errors import (
    LeaseHeld,
    LeaseMissing,
    NoSuchReason,
    NoSuchRecord,
    NotAllowed,
    NoteMissing,
    OwnMatter,
    WrongState,
)
from monitor.ledger.database import reading, writing
from monitor.ledger.entry import now
from monitor.ledger.review import case, correction, desk, lease, suggestion
from monitor.ledger.review.matter import matter
from monitor.ledger.review.state import Deed, State
from monitor.ledger.tables import Act
from monitor.ledger.verify import verify
from tests.integration.ledger.reviewing import QUARTER, TENANT, Room, flags, hire


@pytest.fixture
def room(scanned: Engine) -> Room:
    return Room(scanned)


@pytest.fixture
def flag(scanned: Engine) -> str:
    with reading(scanned) as session:
        return flags(session)[0]


def confirmed(room: Room, flag: str, who: str = "rui") -> None:
    room.judge(flag, who, Deed.CONFIRMED, "prohibited")


def test_a_flag_nobody_looked_at_is_open(room: Room, flag: str) -> None:
    assert room.see(flag).review.state is State.OPEN


def test_a_decision_names_the_person_and_leaves_the_flag_as_it_was_raised(room: Room, flag: str) -> None:
    before = room.see(flag).flag
    confirmed(room, flag)
    found = room.see(flag)
    assert (found.review.state, found.review.reason) == (State.CONFIRMED, "prohibited")
    assert found.acts[-1].person == room.people["rui"].id
    assert found.flag.model_dump() == before.model_dump()
    assert found.flag.state == "open"
    assert verify(room.engine).sound


def test_nobody_decides_without_having_taken_the_flag(room: Room, flag: str) -> None:
    with pytest.raises(LeaseMissing):
        room.decide(flag, "rui", Deed.CONFIRMED, "prohibited")


def test_who_does_not_hold_it_is_told_who_does_and_until_when(room: Room, flag: str) -> None:
    room.take(flag, "rui")
    with pytest.raises(LeaseHeld) as told:
        room.take(flag, "rong")
    assert told.value.fields["holder"] == "rui"
    assert str(told.value.fields["until"])[:2] == "20"
    with pytest.raises(LeaseHeld):
        room.decide(flag, "rong", Deed.CONFIRMED, "prohibited")


def test_one_person_in_two_browsers_is_one_person(room: Room, flag: str) -> None:
    room.take(flag, "rui")
    room.take(flag, "rui")
    room.decide(flag, "rui", Deed.CONFIRMED, "prohibited")


def test_a_lease_runs_out(room: Room, flag: str) -> None:
    room.take(flag, "rui", now() - 2 * QUARTER)
    with pytest.raises(LeaseMissing):
        room.decide(flag, "rui", Deed.CONFIRMED, "prohibited")
    room.judge(flag, "rong", Deed.CONFIRMED, "prohibited")


def test_taking_it_again_renews_it(room: Room, flag: str) -> None:
    room.take(flag, "rui", now() - timedelta(minutes=10))
    room.take(flag, "rui")
    with reading(room.engine) as session:
        held = lease.held(session, flag, now() + timedelta(minutes=14))
    assert held is not None


def test_a_released_flag_is_anybodys(room: Room, flag: str) -> None:
    room.take(flag, "rui")
    with writing(room.engine, TENANT) as session, pytest.raises(LeaseHeld):
        lease.release(session, flag, room.people["rong"], now())
    with writing(room.engine, TENANT) as session:
        lease.release(session, flag, room.people["rui"], now())
    room.take(flag, "rong")


def test_deciding_ends_the_lease(room: Room, flag: str) -> None:
    confirmed(room, flag)
    room.take(flag, "rong")


@pytest.mark.parametrize("who", ["ou", "an", "hong"])
def test_operators_auditors_and_hosts_decide_nothing(room: Room, flag: str, who: str) -> None:
    with pytest.raises(NotAllowed):
        room.take(flag, who)
    with pytest.raises(NotAllowed):
        room.decide(flag, who, Deed.DISMISSED, "misheard")
    with pytest.raises(NotAllowed):
        room.note(flag, who, "x")


def test_who_answers_for_another_channel_decides_nothing_here(room: Room, flag: str) -> None:
    with writing(room.engine, TENANT) as session:
        other = hire(session, "rae", ["reviewer"])
    room.people["rae"] = other.__class__(other.id, other.key, other.name, other.roles, frozenset({"频道二"}))
    with pytest.raises(NotAllowed):
        room.take(flag, "rae")


@pytest.mark.parametrize(
    ("who", "error"), [("rui", NotAllowed), ("ada", NotAllowed), ("lan", None), ("qin", None)]
)
def test_what_was_escalated_only_legal_or_the_quality_manager_decide(
    room: Room, flag: str, who: str, error: type[Exception] | None
) -> None:
    room.judge(flag, "rui", Deed.ESCALATED, "grave")
    assert room.see(flag).review.state is State.ESCALATED
    if error is None:
        confirmed(room, flag, who)
    else:
        with pytest.raises(error):
            room.take(flag, who)


def test_a_host_who_reviews_judges_nothing_they_said(room: Room, flag: str) -> None:
    with writing(room.engine, TENANT) as session:
        room.people["hu"] = hire(session, "hu", ["host", "reviewer"], name="主持人")
    with pytest.raises(OwnMatter):
        room.take(flag, "hu")
    room.take(flag, "hui")


def test_a_reason_is_one_of_the_decisions_own(room: Room, flag: str) -> None:
    room.take(flag, "rui")
    with pytest.raises(NoSuchReason):
        room.decide(flag, "rui", Deed.CONFIRMED, "misheard")
    with pytest.raises(NoteMissing):
        room.decide(flag, "rui", Deed.CONFIRMED, "other", " ")
    room.decide(flag, "rui", Deed.CONFIRMED, "other", "虚构的检测")


def test_what_is_decided_is_not_decided_again(room: Room, flag: str) -> None:
    confirmed(room, flag)
    room.take(flag, "rong")
    with pytest.raises(WrongState):
        room.decide(flag, "rong", Deed.DISMISSED, "misheard")


class TestAppeals:
    @pytest.fixture
    def host(self, room: Room) -> str:
        with writing(room.engine, TENANT) as session:
            room.people["zhu"] = hire(session, "zhu", ["host"], name="主持人")
        return "zhu"

    def test_a_host_appeals_in_their_own_broadcast_only(self, room: Room, flag: str, host: str) -> None:
        confirmed(room, flag)
        with pytest.raises(NotAllowed):
            room.appeal(flag, "hong")
        room.appeal(flag, host)
        assert room.see(flag).review.state is State.APPEALED

    def test_a_host_does_not_appeal_in_the_merchants_name(self, room: Room, flag: str, host: str) -> None:
        confirmed(room, flag)
        with pytest.raises(NotAllowed):
            room.appeal(flag, host, by="merchant")
        room.appeal(flag, "qin", by="merchant")

    def test_there_is_no_appeal_against_what_is_not_confirmed(self, room: Room, flag: str, host: str) -> None:
        with pytest.raises(WrongState):
            room.appeal(flag, host)
        room.judge(flag, "rui", Deed.DISMISSED, "misheard")
        room.judge(flag, "rui", Deed.CLOSED, "no_further_action")
        with pytest.raises(WrongState):
            room.appeal(flag, host)

    def test_who_judged_the_flag_does_not_decide_the_appeal(self, room: Room, flag: str, host: str) -> None:
        confirmed(room, flag)
        room.undo(flag, "rui")
        confirmed(room, flag, "rong")
        room.appeal(flag, host)
        for judge in ("rui", "rong"):
            room.take(flag, judge)
            with pytest.raises(OwnMatter):
                room.decide(flag, judge, Deed.UPHELD, "decision_right")
            with writing(room.engine, TENANT) as session:
                lease.release(session, flag, room.people[judge], now())
        room.judge(flag, "lan", Deed.OVERTURNED, "misheard")
        assert room.see(flag).review.state is State.DISMISSED

    def test_a_decision_that_is_upheld_stands_as_it_stood(self, room: Room, flag: str, host: str) -> None:
        confirmed(room, flag)
        room.judge(flag, "rui", Deed.CLOSED, "no_further_action")
        room.appeal(flag, host)
        room.judge(flag, "rong", Deed.UPHELD, "decision_right")
        assert room.see(flag).review.state is State.CLOSED


def test_who_decided_may_take_it_back_until_something_else_happened(room: Room, flag: str) -> None:
    confirmed(room, flag)
    with pytest.raises(WrongState):
        room.undo(flag, "rong")
    room.undo(flag, "rui")
    assert room.see(flag).review.state is State.OPEN
    assert [act.kind for act in room.see(flag).acts] == ["confirmed", "undone"]
    with pytest.raises(WrongState):
        room.undo(flag, "rui")
    confirmed(room, flag)
    room.note(flag, "rong", "已告知主播")
    with pytest.raises(WrongState):
        room.undo(flag, "rui")


def test_nothing_is_taken_back_while_somebody_else_looks_at_it(room: Room, flag: str) -> None:
    confirmed(room, flag)
    room.take(flag, "rong")
    with pytest.raises(LeaseHeld):
        room.undo(flag, "rui")


def test_what_can_be_done_next_depends_on_the_person(room: Room, flag: str) -> None:
    found, people = room.see(flag), room.people
    assert Deed.CONFIRMED in desk.choices(found, people["rui"])
    assert desk.choices(found, people["an"]) == []
    assert desk.choices(found, people["ou"]) == [Deed.ON_AIR]
    assert desk.choices(found, people["hong"]) == []
    confirmed(room, flag)
    assert Deed.UNDONE in desk.choices(room.see(flag), people["rui"])
    assert Deed.UNDONE not in desk.choices(room.see(flag), people["rong"])


def test_words_that_were_approved_suggest_a_wording_and_taking_back_withdraws_it(
    room: Room, flag: str
) -> None:
    room.judge(flag, "rui", Deed.DISMISSED, "same_as_approved")
    with reading(room.engine) as session:
        [made] = suggestion.suggestions_of(session, room.see(flag))
    assert made.body is not None
    assert (made.state, made.body.what, made.body.words) == ("open", "wording", "全网最低价")
    room.undo(flag, "rui")
    with reading(room.engine) as session:
        [made] = suggestion.suggestions(session, TENANT)
    assert made.state == "withdrawn"


@pytest.mark.parametrize("answer", ["taken", "refused"])
def test_a_suggestion_is_answered_once_by_those_who_may(room: Room, flag: str, answer: str) -> None:
    confirmed(room, flag)
    with writing(room.engine, TENANT) as session:
        found, people = matter(session, TENANT, flag), room.people
        record = suggestion.suggest(session, found, people["rui"], suggestion.What.RULE_CHANGE, 1)
        assert suggestion.suggest(session, found, people["rui"], suggestion.What.RULE_CHANGE, 1) == record
        with pytest.raises(NotAllowed):
            suggestion.answer(session, record, people["rui"], answer, suggestion.Answer())
        suggestion.answer(session, record, people["qin"], answer, suggestion.Answer(note="已改"))
        with pytest.raises(WrongState):
            suggestion.answer(session, record, people["qin"], "taken", suggestion.Answer())


@pytest.fixture
def acts(room: Room) -> Callable[[], int]:
    def count() -> int:
        with reading(room.engine) as session:
            return len(session.exec(select(Act)).all())

    return count


def test_what_is_refused_leaves_no_act(room: Room, flag: str, acts: Callable[[], int]) -> None:
    before = acts()
    for who in ("an", "ou", "rui"):
        with pytest.raises((NotAllowed, LeaseMissing)):
            room.decide(flag, who, Deed.CONFIRMED, "prohibited")
    assert acts() == before


def test_a_legal_hold_keeps_what_its_case_gathered_until_it_is_lifted(room: Room, flag: str) -> None:
    with writing(room.engine, TENANT) as session:
        people = room.people
        opened = case.Opened(what=case.What.COMPLAINT, title="投诉")
        record = case.open_case(session, TENANT, people["rui"], opened)
        case.COURSE.do(session, record, people["rui"], "gathered", case.Gathered(flags=(flag,)))
        assert case.on_hold(session, TENANT).flags == ()
        reasoned = case.Reasoned(reason="核查期间")
        with pytest.raises(NotAllowed):
            case.COURSE.do(session, record, people["rui"], "hold_placed", reasoned)
        case.COURSE.do(session, record, people["lan"], "hold_placed", reasoned)
        assert case.on_hold(session, TENANT).flags == (flag,)
        case.COURSE.do(session, record, people["lan"], "hold_lifted", reasoned)
        assert case.on_hold(session, TENANT).flags == ()


def test_only_a_confirmed_on_air_correction_makes_a_flag_corrected_on_air(room: Room, flag: str) -> None:
    confirmed(room, flag)
    room.take(flag, "rui")
    with pytest.raises(NoSuchRecord):
        room.decide(flag, "rui", Deed.CORRECTED, "on_air")
    with writing(room.engine, TENANT) as session:
        found = matter(session, TENANT, flag)
        said = correction.Recorded(broadcast="b1", flags=(flag,), said="口误", begin=90.0)
        made = correction.record(session, TENANT, room.people["ou"], [found], said)
        with pytest.raises(NotAllowed):
            correction.confirm(session, made, room.people["ou"], correction.Confirmed())
        correction.confirm(session, made, room.people["rong"], correction.Confirmed())
    before = room.see(flag).effective.severity
    room.decide(flag, "rui", Deed.CORRECTED, "on_air")
    found = room.see(flag)
    assert found.review.state is State.CORRECTED
    assert found.effective.severity is before
