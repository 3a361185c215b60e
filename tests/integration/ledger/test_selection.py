"""The steps of selection against a database: who may do them, and what they leave behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import Engine

from monitor.claims.catalogue import Product as Goods
from monitor.claims.catalogue import SelectedPoint, SellingPoint
from monitor.errors import (
    FourEyes,
    LastAdmin,
    NoSuchPerson,
    NoSuchRecord,
    NotAllowed,
    NotTheSame,
    WrongState,
)
from monitor.ledger import people
from monitor.ledger.authority import Role, person
from monitor.ledger.database import reading, writing
from monitor.ledger.people import Facts
from monitor.ledger.selection.bodies import BODIES
from monitor.ledger.selection.body import Body, Correction
from monitor.ledger.selection.catalogue import catalogue_of
from monitor.ledger.selection.importing import Imported, point_of, product_of, take_over
from monitor.ledger.selection.kind import Deed, Kind
from monitor.ledger.selection.lapsing import lapsing
from monitor.ledger.selection.re_review import open_re_review
from monitor.ledger.selection.selection import Selection, read_selection
from monitor.ledger.selection.standing import State
from monitor.ledger.selection.steps import Steps
from monitor.ledger.verify import verify

TENANT = "default"
ROLES = {
    "admin": Role.ADMIN,
    "op": Role.OPERATOR,
    "qm": Role.QUALITY_MANAGER,
    "auditor": Role.AUDITOR,
    "host": Role.HOST,
}
VERIFIED = {"verified_on": "2026-01-01", "method": "查验"}
BASIS: dict[tuple[Kind, str], dict[str, Any]] = {
    (Kind.SUPPLIER, "s1"): {"name": "商家", "verification": VERIFIED},
    (Kind.PRODUCT, "cup"): {"supplier": "s1", "name": "保温杯", "category": "daily_goods"},
    (Kind.SAMPLE, "m1"): {"product": "cup", "way": "evaluation", "outcome": "passed"},
    (Kind.QUALIFICATION, "q1"): {
        "of": {"kind": "product", "key": "cup"},
        "type": "inspection_report",
        "number": "1",
        "issuer": "某检测",
        "valid_until": "2099-01-31",
    },
    (Kind.POINT, "cup/warm"): {
        "product": "cup",
        "text": "保温24小时",
        "evidence": {"qualifications": ["q1"]},
    },
}


@pytest.fixture
def staffed(engine: Engine) -> Engine:
    with writing(engine, TENANT) as session:
        for key, role in ROLES.items():
            people.register(session, TENANT, None if key == "admin" else "admin", key, Facts(key, [role]))
    return engine


@contextmanager
def acting(engine: Engine, who: str) -> Iterator[Steps]:
    with writing(engine, TENANT) as session:
        yield Steps(session, TENANT, person(session, TENANT, who))


def body(kind: Kind, told: dict[str, Any]) -> Body:
    return BODIES[kind].model_validate(told)


def submit(engine: Engine, kind: Kind, key: str, told: dict[str, Any], who: str = "op") -> None:
    with acting(engine, who) as steps:
        steps.submit(kind, key, body(kind, told))


def decide(engine: Engine, deed: Deed, kind: Kind, key: str, who: str = "qm", reason: str = "理由") -> None:
    with acting(engine, who) as steps:
        steps.decide(deed, kind, key, reason)


@pytest.fixture
def approved(staffed: Engine) -> Engine:
    """All of one point's basis, and the point."""
    for (kind, key), told in BASIS.items():
        submit(staffed, kind, key, told)
        decide(staffed, Deed.APPROVED, kind, key)
    return staffed


def selection(engine: Engine) -> Selection:
    with reading(engine) as session:
        return read_selection(session, TENANT)


def state(engine: Engine, kind: Kind, key: str) -> State:
    return selection(engine).things[kind, key].standing.state


def counting(engine: Engine, at: datetime | None = None) -> list[str]:
    moment = at or datetime.now(UTC)
    catalogue = catalogue_of(selection(engine), moment, moment + timedelta(hours=1))
    points = [point for product in catalogue.products for point in product.claims]
    return [point.text for point in points if isinstance(point, SelectedPoint) and point.counts_at(moment)]


def test_a_point_counts_once_all_of_it_was_approved_and_the_log_vouches_for_each_step(
    approved: Engine,
) -> None:
    assert counting(approved) == ["保温24小时"]
    assert verify(approved).sound


@pytest.mark.parametrize("who", ["op", "auditor", "host", "admin"])
def test_only_roles_that_the_policy_names_approve(staffed: Engine, who: str) -> None:
    submit(staffed, Kind.SUPPLIER, "s1", BASIS[Kind.SUPPLIER, "s1"], "qm")
    with pytest.raises(NotAllowed):
        decide(staffed, Deed.APPROVED, Kind.SUPPLIER, "s1", who)
    assert state(staffed, Kind.SUPPLIER, "s1") is State.PENDING


@pytest.mark.parametrize("deed", [Deed.APPROVED, Deed.REJECTED])
def test_nobody_judges_what_they_wrote(staffed: Engine, deed: Deed) -> None:
    submit(staffed, Kind.SUPPLIER, "s1", BASIS[Kind.SUPPLIER, "s1"], "qm")
    with pytest.raises(FourEyes):
        decide(staffed, deed, Kind.SUPPLIER, "s1", "qm")


def test_who_revised_part_of_what_is_pending_does_not_judge_it_either(staffed: Engine) -> None:
    told = BASIS[Kind.SUPPLIER, "s1"]
    submit(staffed, Kind.SUPPLIER, "s1", told)
    with acting(staffed, "qm") as steps:
        steps.revise(Kind.SUPPLIER, "s1", body(Kind.SUPPLIER, told | {"name": "商家二"}))
    with pytest.raises(FourEyes):
        decide(staffed, Deed.APPROVED, Kind.SUPPLIER, "s1", "qm")


def test_who_answers_for_one_supplier_does_nothing_for_another(approved: Engine) -> None:
    with writing(approved, TENANT) as session:
        facts = Facts("小张", [Role.QUALITY_MANAGER], suppliers=["s2"])
        people.register(session, TENANT, "admin", "zhang", facts)
    for kind, key in BASIS:
        with pytest.raises(NotAllowed):
            decide(approved, Deed.REVOKED, kind, key, "zhang")
    with pytest.raises(NotAllowed):
        submit(approved, Kind.SUPPLIER, "s3", BASIS[Kind.SUPPLIER, "s1"], "zhang")


def test_goods_are_not_turned_to_a_supplier_that_one_answers_for(approved: Engine) -> None:
    submit(approved, Kind.SUPPLIER, "s2", BASIS[Kind.SUPPLIER, "s1"])
    with writing(approved, TENANT) as session:
        people.change(session, TENANT, "admin", "op", Facts(suppliers=["s2"]))
    moved = body(Kind.PRODUCT, BASIS[Kind.PRODUCT, "cup"] | {"supplier": "s2"})
    with acting(approved, "op") as steps, pytest.raises(NotAllowed):
        steps.revise(Kind.PRODUCT, "cup", moved)


def test_what_does_not_stand_so_is_not_done(approved: Engine) -> None:
    with pytest.raises(WrongState) as refused:
        decide(approved, Deed.APPROVED, Kind.SUPPLIER, "s1")
    assert "供应商 s1 现在的状态是“已批准”，不能做“批准”" in refused.value.sentence("zh")


def test_what_is_named_has_to_be_there(staffed: Engine) -> None:
    with pytest.raises(NoSuchRecord) as refused:
        submit(staffed, Kind.PRODUCT, "cup", BASIS[Kind.PRODUCT, "cup"])
    assert refused.value.fields == {"kind": Kind.SUPPLIER, "key": "s1"}


def test_a_refusal_needs_a_reason(approved: Engine) -> None:
    with pytest.raises(ValidationError):
        decide(approved, Deed.REVOKED, Kind.SUPPLIER, "s1", reason="")


def test_a_correction_names_its_act_and_changes_nothing_in_force(approved: Engine) -> None:
    with acting(approved, "op") as steps:
        steps.correct(Kind.QUALIFICATION, "q1", Correction(of=1, reason="编号应为 10"))
        with pytest.raises(NoSuchRecord):
            steps.correct(Kind.QUALIFICATION, "q1", Correction(of=9, reason="没有这一步"))
    assert len(selection(approved).things[Kind.QUALIFICATION, "q1"].acts) == 3
    assert counting(approved) == ["保温24小时"]


def test_a_later_approval_does_not_clear_an_earlier_claim(approved: Engine) -> None:
    before = selection(approved).things[Kind.POINT, "cup/warm"].acts[1].at - timedelta(microseconds=1)
    assert counting(approved, before) == []


def test_the_version_of_a_catalogue_stays_while_only_what_comes_after_the_broadcast_changes(
    approved: Engine,
) -> None:
    begin = datetime.now(UTC)
    end = begin + timedelta(microseconds=1)
    before = catalogue_of(selection(approved), begin, end).version
    decide(approved, Deed.REVOKED, Kind.QUALIFICATION, "q1")
    assert catalogue_of(selection(approved), begin, end).version == before
    later = datetime.now(UTC)
    assert catalogue_of(selection(approved), later, later + timedelta(hours=1)).version != before


def test_a_re_review_of_a_point_says_until_when_and_stays_as_opened(approved: Engine) -> None:
    due = datetime.now(UTC).date() + timedelta(days=3)
    with acting(approved, "qm") as steps:
        key = open_re_review(steps, (Kind.POINT, "cup/warm"), "flag", due, "口播超出审核", "f1")
    with writing(approved, TENANT) as session:
        people.register(session, TENANT, "admin", "qm2", Facts("二", [Role.QUALITY_MANAGER]))
    with pytest.raises(WrongState):
        decide(approved, Deed.APPROVED, Kind.RE_REVIEW, key, "qm2")
    (lapse,) = lapsing(selection(approved), datetime.now(UTC).date(), 10)
    assert (lapse.day, lapse.key, lapse.reason, lapse.points) == (
        due,
        "cup/warm",
        "re_review",
        ("cup/warm",),
    )
    assert counting(approved, datetime.now(UTC) + timedelta(days=9)) == []
    told = {"of": {"kind": "point", "key": "cup/warm"}, "cause": "flag", "due": "2099-01-01"}
    later = body(Kind.RE_REVIEW, told)
    with acting(approved, "qm") as steps, pytest.raises(NotTheSame):
        steps.revise(Kind.RE_REVIEW, key, later)


def test_what_lapses_is_told_with_the_points_that_lean_on_it(approved: Engine) -> None:
    (lapse,) = lapsing(selection(approved), date(2099, 1, 20), 30)
    assert (lapse.day, lapse.kind, lapse.key, lapse.reason, lapse.points) == (
        date(2099, 1, 31),
        Kind.QUALIFICATION,
        "q1",
        "expiry",
        ("cup/warm",),
    )
    assert lapsing(selection(approved), date(2099, 2, 1), 30) == []


def test_a_catalogue_is_taken_over_once_and_keeps_what_its_file_cannot_say(approved: Engine) -> None:
    warm = SellingPoint(id="warm", text="保温24小时", evidence="报告 2")
    goods = Goods(id="cup", name="保温杯", category="daily_goods", claims=[warm])
    bodies: list[tuple[tuple[Kind, str], Body]] = [
        ((Kind.PRODUCT, "cup"), product_of(goods, "s1")),
        ((Kind.POINT, "cup/warm"), point_of("cup", warm)),
    ]
    first, second = taken_over(approved, bodies), taken_over(approved, bodies)
    assert (first.same, first.revised) == (((Kind.PRODUCT, "cup"),), ((Kind.POINT, "cup/warm"),))
    assert second.same == ((Kind.PRODUCT, "cup"), (Kind.POINT, "cup/warm"))
    pending = selection(approved).things[Kind.POINT, "cup/warm"].standing.pending
    assert pending is not None
    assert pending.body is not None
    assert pending.body["evidence"]["qualifications"] == ["q1"]
    assert pending.body["evidence"]["note"] == "报告 2"


def taken_over(engine: Engine, bodies: list[tuple[tuple[Kind, str], Body]]) -> Imported:
    before = selection(engine)
    with acting(engine, "op") as steps:
        return take_over(steps, before, bodies)


def test_the_first_person_is_an_admin_and_registers_the_others(engine: Engine) -> None:
    with writing(engine, TENANT) as session:
        with pytest.raises(NotAllowed):
            people.register(session, TENANT, None, "op", Facts("小王", [Role.OPERATOR]))
        people.register(session, TENANT, None, "root", Facts("老陈", [Role.ADMIN]))
        with pytest.raises(NotAllowed):
            people.register(session, TENANT, None, "other", Facts("小王", [Role.ADMIN]))
        people.register(session, TENANT, "root", "op", Facts("小王", [Role.OPERATOR]))
        with pytest.raises(NotAllowed):
            people.change(session, TENANT, "op", "op", Facts(roles=[Role.ADMIN]))
        with pytest.raises(WrongState):
            people.register(session, TENANT, "root", "op", Facts("小王", [Role.OPERATOR]))


def test_who_has_left_does_nothing_more_and_keeps_the_name(approved: Engine) -> None:
    with writing(approved, TENANT) as session:
        people.leave(session, TENANT, "admin", "op", "离职")
        found = {one.key: one for one in people.people(session, TENANT)}
    with pytest.raises(NoSuchPerson):
        submit(approved, Kind.SUPPLIER, "s9", BASIS[Kind.SUPPLIER, "s1"])
    assert found["op"].has_left
    assert found["op"].name == "op"


def test_the_last_admin_neither_leaves_nor_gives_the_role_up(staffed: Engine) -> None:
    with writing(staffed, TENANT) as session:
        with pytest.raises(LastAdmin):
            people.leave(session, TENANT, "admin", "admin", "离职")
        with pytest.raises(LastAdmin):
            people.change(session, TENANT, "admin", "admin", Facts(roles=[Role.OPERATOR]))
        people.register(session, TENANT, "admin", "root", Facts("老陈", [Role.ADMIN]))
        people.leave(session, TENANT, "admin", "admin", "离职")
