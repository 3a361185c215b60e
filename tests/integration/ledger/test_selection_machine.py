"""Anybody does anything to selection at any time, and a model kept on paper says what should come of it.

BOSHEN_STEPS=20000 takes so many steps instead of a few hundred, from a new seed each time.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Engine
from sqlmodel import Session, func, select

from monitor.claims.catalogue import SelectedPoint
from monitor.claims.period import BEGINNING, FOREVER
from monitor.errors import LedgerError
from monitor.ledger import act as acts
from monitor.ledger import people
from monitor.ledger.authority import Role, person
from monitor.ledger.database import open_database, reading, writing
from monitor.ledger.people import Facts
from monitor.ledger.selection.bodies import BODIES
from monitor.ledger.selection.body import Correction
from monitor.ledger.selection.catalogue import catalogue_of
from monitor.ledger.selection.kind import Deed, Kind
from monitor.ledger.selection.selection import read_selection
from monitor.ledger.selection.steps import Steps
from monitor.ledger.tables import Act
from monitor.ledger.verify import verify
from tests.integration.ledger.selection_model import Model, Person

START = datetime(2026, 3, 1, 4, tzinfo=UTC)
STEPS = int(os.environ.get("BOSHEN_STEPS", "0"))
LENGTH = 100 if STEPS else 40

ROLES = {
    "op": Role.OPERATOR,
    "qm": Role.QUALITY_MANAGER,
    "qm2": Role.QUALITY_MANAGER,
    "reviewer": Role.REVIEWER,
    "legal": Role.LEGAL,
    "host": Role.HOST,
    "auditor": Role.AUDITOR,
    "admin": Role.ADMIN,
    "only_s1": Role.QUALITY_MANAGER,
}
BUSY = ("op", "qm", "qm2", "legal", "only_s1")
KEYS = {
    Kind.SUPPLIER: ("s1", "s2"),
    Kind.PRODUCT: ("p1", "p2"),
    Kind.QUALIFICATION: ("q1", "q2"),
    Kind.SAMPLE: ("m1", "m2"),
    Kind.POINT: ("p1/a", "p1/b"),
    Kind.INSPECTION: ("i1",),
    Kind.RE_REVIEW: ("r1", "r2"),
}
SUBJECTS = [
    ("supplier", "s1"),
    ("product", "p1"),
    ("qualification", "q1"),
    ("point", "p1/a"),
]


def one(kind: Kind) -> st.SearchStrategy[str]:
    return st.sampled_from(KEYS[kind])


def some(kind: Kind) -> st.SearchStrategy[list[str]]:
    return st.lists(one(kind), max_size=1)


def days(first: int, last: int) -> st.SearchStrategy[str]:
    return st.integers(first, last).map(lambda n: (START + timedelta(days=n)).date().isoformat())


def about(subjects: list[tuple[str, str]]) -> st.SearchStrategy[dict[str, str]]:
    return st.sampled_from(subjects).map(lambda s: {"kind": s[0], "key": s[1]})


OUTCOME = st.sampled_from(["passed", "passed", "failed"])
VERIFIED = st.just({"verified_on": "2026-01-01", "method": "查验"})
BODY: dict[Kind, st.SearchStrategy[dict[str, Any]]] = {
    Kind.SUPPLIER: st.fixed_dictionaries(
        {"name": st.just("商家"), "verification": VERIFIED, "qualifications": some(Kind.QUALIFICATION)}
    ),
    Kind.PRODUCT: st.fixed_dictionaries(
        {
            "supplier": one(Kind.SUPPLIER),
            "name": st.just("面霜"),
            "category": st.just("cosmetics"),
            "qualifications": some(Kind.QUALIFICATION),
        }
    ),
    Kind.QUALIFICATION: st.fixed_dictionaries(
        {
            "of": about([("supplier", "s1"), ("product", "p1")]),
            "type": st.just("licence"),
            "number": st.just("1"),
            "issuer": st.just("某局"),
            "valid_from": st.none() | days(-9, 2),
            "valid_until": st.none() | days(2, 30),
            "authorised_by": st.none() | one(Kind.QUALIFICATION),
        }
    ),
    Kind.SAMPLE: st.fixed_dictionaries(
        {"product": one(Kind.PRODUCT), "way": st.just("evaluation"), "outcome": OUTCOME}
    ),
    Kind.POINT: st.fixed_dictionaries(
        {
            "product": st.just("p1"),
            "text": st.sampled_from(["二十四小时保湿", "四十八小时保湿"]),
            "evidence": st.fixed_dictionaries(
                {
                    "note": st.just("报告"),
                    "qualifications": some(Kind.QUALIFICATION),
                    "samples": some(Kind.SAMPLE),
                }
            ),
            "valid_until": st.none() | days(2, 30),
        }
    ),
    Kind.INSPECTION: st.fixed_dictionaries(
        {
            "product": one(Kind.PRODUCT),
            "by": st.just("mystery"),
            "stage": st.just("after"),
            "outcome": OUTCOME,
            "inspected_on": st.just("2026-03-01"),
        }
    ),
    Kind.RE_REVIEW: st.fixed_dictionaries(
        {
            "of": about(SUBJECTS),
            "cause": st.just("flag"),
            "due": days(0, 6),
            "outcome": st.none() | OUTCOME,
        }
    ),
}
BASIS: dict[tuple[Kind, str], dict[str, Any]] = {
    (Kind.SUPPLIER, "s1"): {
        "name": "商家",
        "verification": {"verified_on": "2026-01-01", "method": "查验"},
        "qualifications": [],
    },
    (Kind.PRODUCT, "p1"): {
        "supplier": "s1",
        "name": "面霜",
        "category": "cosmetics",
        "qualifications": [],
    },
    (Kind.QUALIFICATION, "q1"): {
        "of": {"kind": "supplier", "key": "s1"},
        "type": "licence",
        "number": "1",
        "issuer": "某局",
    },
    (Kind.SAMPLE, "m1"): {"product": "p1", "way": "evaluation", "outcome": "passed"},
    (Kind.POINT, "p1/a"): {
        "product": "p1",
        "text": "二十四小时保湿",
        "evidence": {"note": "报告", "qualifications": ["q1"], "samples": []},
    },
}
"""One point and all that it leans on."""
DEEDS = ("approved",) * 4 + ("rejected", "withdrawn", "revoked", "corrected")


class Selecting(RuleBasedStateMachine):
    engine: Engine

    def __init__(self) -> None:
        super().__init__()
        self.tenant = uuid4().hex
        self.clock = START
        self.stopped = patch.object(acts, "now", lambda: self.clock)
        self.stopped.start()
        self.model = Model({key: Person(role.value) for key, role in ROLES.items()})
        self.model.people["only_s1"].suppliers = {"s1"}
        self.seen: list[tuple[datetime, set[tuple[str, str]]]] = []
        self.done = 0
        with self.writing() as session:
            people.register(session, self.tenant, None, "admin", Facts("admin", [Role.ADMIN]))
            for key, role in ROLES.items():
                if key != "admin":
                    limits = ["s1"] if key == "only_s1" else []
                    facts = Facts(key, [role], [], limits)
                    people.register(session, self.tenant, "admin", key, facts)
            self.ids = {key: person(session, self.tenant, key).id for key in ROLES}

    def teardown(self) -> None:
        self.stopped.stop()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with writing(self.engine, self.tenant) as session:
            yield session

    @initialize()
    def begin_with_one_point_that_counts(self) -> None:
        for (kind, key), body in BASIS.items():
            self.attempt("op", "submitted", kind, key, body)
            self.attempt("qm", "approved", kind, key, None)
        assert self.model.counting(self.clock) == {("p1/a", "二十四小时保湿")}

    @rule(data=st.data(), who=st.sampled_from([*BUSY, *ROLES]), kind=st.sampled_from(list(KEYS)))
    def somebody_writes(self, data: st.DataObject, who: str, kind: Kind) -> None:
        key, body = data.draw(one(kind)), data.draw(BODY[kind])
        new = self.model.folder((kind, key)).state in ("new", "over")
        usual, other = ("submitted", "revised") if new else ("revised", "submitted")
        self.attempt(who, data.draw(st.sampled_from([usual, usual, usual, other])), kind, key, body)

    @rule(data=st.data(), who=st.sampled_from([*BUSY, *ROLES]), deed=st.sampled_from(DEEDS))
    def somebody_decides(self, data: st.DataObject, who: str, deed: str) -> None:
        waiting = [name for name, folder in self.model.folders.items() if folder.pending]
        every = [(kind, key) for kind, keys in KEYS.items() for key in keys]
        kind, key = data.draw(st.sampled_from(waiting * 3 + every))
        self.attempt(who, deed, Kind(kind), key, None)

    @rule(data=st.data(), deed=st.sampled_from(["withdrawn", "revoked"]))
    def something_in_force_ends(self, data: st.DataObject, deed: str) -> None:
        in_force = [name for name, folder in self.model.folders.items() if folder.force]
        if in_force:
            kind, key = data.draw(st.sampled_from(in_force))
            self.attempt("qm", deed, Kind(kind), key, None)

    @rule()
    def all_is_put_right(self) -> None:
        for (kind, key), body in BASIS.items():
            new = self.model.folder((kind, key)).state in ("new", "over")
            self.attempt("op", "submitted" if new else "revised", kind, key, body)
            self.attempt("qm", "approved", kind, key, None)
        for kind, key in BASIS:
            if self.model.harmed((kind, key), self.clock):
                of = {"kind": kind.value, "key": key}
                told = {"of": of, "cause": "flag", "due": "2099-01-01", "outcome": "passed"}
                again = f"again {len(self.model.folders)}"
                self.attempt("op", "submitted", Kind.RE_REVIEW, again, told)
                self.attempt("qm", "approved", Kind.RE_REVIEW, again, None)

    @rule(hours=st.sampled_from([1, 12, 24, 72]))
    def time_passes(self, hours: int) -> None:
        self.clock += timedelta(hours=hours)

    @rule()
    def the_other_quality_manager_leaves(self) -> None:
        if self.model.people["qm2"].here:
            with self.writing() as session:
                people.leave(session, self.tenant, "admin", "qm2", "离职")
            self.model.people["qm2"].here = False

    @invariant()
    def what_counts_counts_and_what_counted_counted(self) -> None:
        self.clock += timedelta(seconds=1)
        self.seen.append((self.clock, self.model.counting(self.clock)))
        probes = [*self.seen[-1:], *self.seen[:: max(1, len(self.seen) // 8)]]
        points = self.points()
        for at, expected in probes:
            assert {name for name, point in points if point.counts_at(at)} == expected

    @invariant()
    def nothing_is_ever_deleted(self) -> None:
        with reading(self.engine) as session:
            count = session.exec(select(func.count()).where(Act.tenant == self.tenant)).one()
        assert count >= self.done
        self.done = count

    def attempt(self, who: str, deed: str, kind: Kind, key: str, body: dict[str, Any] | None) -> None:
        self.clock += timedelta(seconds=1)
        may = self.model.may(who, deed, (kind, key), body)
        if may:
            self.do(who, deed, kind, key, body)
            self.model.write(who, deed, (kind, key), body, self.clock)
            return
        with pytest.raises(LedgerError):
            self.do(who, deed, kind, key, body)

    def do(self, who: str, deed: str, kind: Kind, key: str, body: dict[str, Any] | None) -> None:
        with self.writing() as session:
            steps = Steps(session, self.tenant, person(session, self.tenant, who))
            match deed:
                case "submitted":
                    steps.submit(kind, key, BODIES[kind].model_validate(body))
                case "revised":
                    steps.revise(kind, key, BODIES[kind].model_validate(body))
                case "corrected":
                    steps.correct(kind, key, Correction(of=1, reason="笔误"))
                case _:
                    steps.decide(Deed(deed), kind, key, "理由")

    def points(self) -> list[tuple[tuple[str, str], SelectedPoint]]:
        """Every point of the catalogue by its key and wording."""
        with reading(self.engine) as session:
            catalogue = catalogue_of(read_selection(session, self.tenant), BEGINNING, FOREVER)
        return [
            ((f"{product.id}/{point.id}", point.text), point)
            for product in catalogue.products
            for point in product.claims
            if isinstance(point, SelectedPoint)
        ]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path}/selection.db")
    yield engine
    engine.dispose()


def test_no_sequence_of_acts_lets_an_unapproved_or_lapsed_point_count(ledger: Engine) -> None:
    machine = type("Machine", (Selecting,), {"engine": ledger})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=max(1, STEPS // LENGTH) if STEPS else 4,
            stateful_step_count=LENGTH,
            derandomize=not STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert verify(ledger).sound
