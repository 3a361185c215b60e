"""Reviewing at random: nobody acts outside their role or without the lease, acts only grow."""

import os
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from monitor.claims.finding import Severity
from monitor.errors import BoshenError, LeaseMissing, NoSuchReason, NotAllowed, NoteMissing, WrongState
from monitor.ledger.act import Done
from monitor.ledger.authority import Role
from monitor.ledger.database import open_database, reading, writing
from monitor.ledger.entry import now
from monitor.ledger.review import desk, lease
from monitor.ledger.review.matter import Matter, matter
from monitor.ledger.review.policy import ESCALATED, FLAG, POLICY
from monitor.ledger.review.queue import Wanted, queue
from monitor.ledger.review.reason import reasons
from monitor.ledger.review.severity import rank
from monitor.ledger.review.state import DECISIONS, JUDGEMENTS, Deed, State
from monitor.ledger.scans import finish
from monitor.ledger.verify import verify
from monitor.speech.coverage import Coverage, Fate, Stretch
from tests.integration.ledger.conftest import Job, some_findings
from tests.integration.ledger.reviewing import QUARTER, ROLES, TENANT, flags, hire

STEPS = int(os.environ.get("BOSHEN_STEPS", "120"))
"""In all, over runs of at most forty."""
RUN = 40
HOST = "zhu"
PEOPLE = [*ROLES, HOST]
REFUSED = (NotAllowed, LeaseMissing, WrongState, NoSuchReason, NoteMissing)
ALLOWANCES = {severity: timedelta(hours=1) for severity in Severity}

people = st.sampled_from(PEOPLE)
chosen = st.integers(0, 1)


class Reviewing(RuleBasedStateMachine):
    """Two flags of one broadcast, whose host is `zhu`; everybody tries everything."""

    @initialize()
    def open(self) -> None:
        self.folder = TemporaryDirectory()
        self.engine = open_database(f"sqlite:///{Path(self.folder.name) / 'ledger.db'}")
        finish(
            self.engine,
            Job().start(self.engine),
            Coverage([Stretch(0, 960_000, Fate.TRANSCRIBED)]),
            some_findings(),
        )
        with writing(self.engine, TENANT) as session:
            self.people = {key: hire(session, key, roles) for key, roles in ROLES.items()}
            self.people[HOST] = hire(session, HOST, ["host"], name="主持人")
        with reading(self.engine) as session:
            self.flags = flags(session)
        self.acts: dict[str, tuple[Done, ...]] = dict.fromkeys(self.flags, ())
        self.holders: dict[str, str] = {}

    def teardown(self) -> None:
        if hasattr(self, "engine"):
            assert verify(self.engine).sound
            self.engine.dispose()
            self.folder.cleanup()

    def see(self, flag: str) -> Matter:
        with reading(self.engine) as session:
            return matter(session, TENANT, flag)

    @rule(which=chosen, who=people)
    def take(self, which: int, who: str) -> None:
        flag, by = self.flags[which], self.people[who]
        before = self.see(flag)
        try:
            with writing(self.engine, TENANT) as session:
                found = matter(session, TENANT, flag)
                desk.may_take(found, by)
                lease.take(session, TENANT, flag, by, now(), QUARTER)
        except REFUSED:
            return
        assert by.roles & POLICY[FLAG, "taken"]
        assert not before.review.is_escalated or by.roles & ESCALATED
        assert self.holders.get(flag, who) == who
        self.holders[flag] = who

    @rule(which=chosen, who=people)
    def release(self, which: int, who: str) -> None:
        flag = self.flags[which]
        try:
            with writing(self.engine, TENANT) as session:
                lease.release(session, flag, self.people[who], now())
        except REFUSED:
            assert self.holders[flag] != who
            return
        self.holders.pop(flag, None)

    @rule(which=chosen, who=people, deed=st.sampled_from(sorted(DECISIONS)), data=st.data())
    def decide(self, which: int, who: str, deed: Deed, data: st.DataObject) -> None:
        flag, before = self.flags[which], self.see(self.flags[which])
        if data.draw(st.booleans()):
            who = self.holders.get(flag, who)
            deed = data.draw(st.sampled_from(sorted(d for d in DECISIONS if before.review.allows(d))))
        by = self.people[who]
        reason = data.draw(st.sampled_from(sorted(reasons()[deed])))
        ruling = desk.Ruling(reason=reason, note=data.draw(st.sampled_from(["", "查过"])))
        try:
            with writing(self.engine, TENANT) as session:
                desk.decide(session, matter(session, TENANT, flag), by, deed, ruling, now())
        except BoshenError:
            return
        assert self.holders.pop(flag) == who
        assert by.roles & POLICY[FLAG, deed]
        assert not before.review.is_escalated or by.roles & ESCALATED
        if deed in (Deed.UPHELD, Deed.OVERTURNED):
            judges = {act.person for act in before.acts if act.kind in JUDGEMENTS}
            assert by.id not in judges

    @rule(which=chosen, who=people)
    def undo(self, which: int, who: str) -> None:
        flag, by, before = self.flags[which], self.people[who], self.see(self.flags[which])
        try:
            with writing(self.engine, TENANT) as session:
                desk.undo(session, matter(session, TENANT, flag), by, now())
        except REFUSED:
            return
        assert before.acts[-1].person == by.id
        assert before.acts[-1].kind in DECISIONS
        assert self.holders.get(flag, who) == who

    @rule(which=chosen, who=people, whose=st.sampled_from(["host", "merchant"]))
    def appeal(self, which: int, who: str, whose: str) -> None:
        flag, by, before = self.flags[which], self.people[who], self.see(self.flags[which])
        said = desk.Appeal.model_validate({"by": whose, "statement": "不服"})
        try:
            with writing(self.engine, TENANT) as session:
                desk.appeal(session, matter(session, TENANT, flag), by, said)
        except REFUSED:
            return
        assert before.review.outcome is Deed.CONFIRMED
        if by.roles == {Role.HOST}:
            assert (who, whose) == (HOST, "host")

    @rule(which=chosen, who=people)
    def note(self, which: int, who: str) -> None:
        try:
            with writing(self.engine, TENANT) as session:
                found = matter(session, TENANT, self.flags[which])
                desk.note(session, found, self.people[who], desk.Note(note="看过"))
        except NotAllowed:
            return
        assert self.people[who].roles & POLICY[FLAG, Deed.NOTED]

    @invariant()
    def acts_only_grow(self) -> None:
        for flag in getattr(self, "flags", ()):
            acts = self.see(flag).acts
            assert acts[: len(self.acts[flag])] == self.acts[flag]
            assert [act.number for act in acts] == list(range(1, len(acts) + 1))
            self.acts[flag] = acts

    @invariant()
    def the_database_finds_every_flag_in_the_state_that_its_acts_give(self) -> None:
        if not hasattr(self, "flags"):
            return
        with reading(self.engine) as session:
            found = queue(session, TENANT, Wanted(states=frozenset(State)), ALLOWANCES, now(), 10)
        assert len(found) == len(self.flags)
        for one in found:
            seen = self.see(one.flag.id)
            assert (one.state, one.severity) == (seen.review.state, seen.effective.severity)
            assert rank(one.severity) <= rank(Severity(one.flag.severity))
            assert one.flag.state == "open"


def test_reviewing_at_random_keeps_every_promise() -> None:
    runs = max(1, STEPS // RUN)
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Reviewing,
        settings=hypothesis_settings(max_examples=runs, stateful_step_count=RUN, deadline=None),
    )
