"""Every listen is logged; guests and minors are heard by few; people see and contest what is held of them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import Engine

from monitor.errors import NoSuchRecord, NotAllowed
from monitor.ledger import personal_data
from monitor.ledger.act import do, open_record
from monitor.ledger.authority import PERSON, Person, person
from monitor.ledger.database import reading, writing
from monitor.ledger.listen import Listened, Restricted, listen, listens, restrict
from monitor.ledger.personal_data import Statement
from monitor.ledger.scans import BroadcastFacts, finish
from monitor.ledger.verify import verify

TENANT = "default"
GUEST = {"name": "嘉宾甲", "who": "guest", "role": None, "spoke": [[10.0, 20.0]]}


def someone(engine: Engine, key: str, *roles: str) -> Person:
    with writing(engine, TENANT) as session:
        record = open_record(session, TENANT, PERSON, key)
        do(session, record, "registered", None, {"name": f"{key}某", "roles": list(roles)})
        return person(session, TENANT, key)


@pytest.fixture
def aired(engine: Engine, job: Any, coverage: Any, findings: Any) -> Engine:
    """Broadcast b1 by 小云, with a guest from second 10 until 20."""
    facts = BroadcastFacts(
        "b1", "频道一", "小云", None, datetime(2026, 2, 1, tzinfo=UTC), {"speakers": [GUEST]}
    )
    finish(engine, type(job)(job.recording, facts, job.versions).start(engine), coverage, findings)
    return engine


def hear(engine: Engine, who: Person, begin: float, until: float) -> None:
    with writing(engine, TENANT) as session:
        listen(session, TENANT, who, "b1", Listened(span=(begin, until), why="复核标记"))


def heard(engine: Engine) -> list[tuple[str, str | None]]:
    with reading(engine) as session:
        return [(one.act.kind, one.act.person) for one in listens(session, TENANT)]


def test_a_listen_is_logged_with_who_what_and_why(aired: Engine) -> None:
    reviewer = someone(aired, "审核", "reviewer")
    hear(aired, reviewer, 3, 5)
    with reading(aired) as session:
        (one,) = listens(session, TENANT)
    assert (one.broadcast, one.act.person) == ("b1", reviewer.id)
    assert one.act.body == {"span": [3, 5], "flag": None, "why": "复核标记"}
    assert verify(aired).sound


@pytest.mark.parametrize(("begin", "until"), [(9, 11), (19, 30), (0, 60), (12, 13)])
def test_where_a_guest_is_heard_few_may_listen(aired: Engine, begin: float, until: float) -> None:
    with pytest.raises(NotAllowed):
        hear(aired, someone(aired, "审核", "reviewer"), begin, until)
    hear(aired, someone(aired, "法务", "legal"), begin, until)
    assert [kind for kind, _ in heard(aired)] == ["listened_restricted"]


def test_a_stretch_marked_for_a_minor_is_restricted_from_then_on(aired: Engine) -> None:
    reviewer = someone(aired, "审核", "reviewer")
    hear(aired, reviewer, 40, 42)
    with writing(aired, TENANT) as session:
        restrict(session, TENANT, reviewer, "b1", Restricted(span=(41, 45), of="minor", why="有孩子说话"))
    with pytest.raises(NotAllowed):
        hear(aired, reviewer, 40, 42)
    hear(aired, reviewer, 46, 47)


def test_the_whole_recording_is_restricted_if_any_of_it_is(aired: Engine) -> None:
    reviewer = someone(aired, "审核", "reviewer")
    with pytest.raises(NotAllowed), writing(aired, TENANT) as session:
        listen(session, TENANT, reviewer, "b1", Listened(span=None, why="x"))


def test_a_host_hears_their_own_broadcasts_alone(aired: Engine) -> None:
    hear(aired, someone(aired, "小云", "host"), 3, 5)
    with pytest.raises(NotAllowed):
        hear(aired, someone(aired, "小雨", "host"), 3, 5)


def test_a_listen_without_a_reason_or_to_nothing_is_refused(aired: Engine) -> None:
    with pytest.raises(ValidationError):
        Listened(span=(1, 2), why="")
    legal = someone(aired, "法务", "legal")
    with pytest.raises(NoSuchRecord), writing(aired, TENANT) as session:
        listen(session, TENANT, legal, "nowhere", Listened(span=(1, 2), why="x"))


def shown(engine: Engine, who: Person, key: str) -> dict[str, Any]:
    with writing(engine, TENANT) as session:
        return personal_data.show(session, TENANT, who, key)


def test_a_host_sees_all_that_is_held_of_them_and_contests_it(aired: Engine) -> None:
    host, legal = someone(aired, "小云", "host"), someone(aired, "法务", "legal")
    hear(aired, legal, 3, 5)
    with writing(aired, TENANT) as session:
        do(session, open_record(session, TENANT, "training", "t1"), "held", legal.id, {"hosts": ["小云"]})
        do(session, open_record(session, TENANT, "training", "t2"), "held", legal.id, {"hosts": ["小雨"]})
    told = shown(aired, host, "小云")
    (broadcast,) = told["broadcasts"]
    assert broadcast["key"] == "b1"
    assert broadcast["flags"][0]["said"] == ["这一款全网最低价", "全网最低价哦"]
    assert [act["key"] for act in told["named_in"]] == ["t1"]
    assert [one["by"] for one in told["listened_to"]] == [legal.id]
    said = Statement(about=broadcast["flags"][0]["id"], statement="我说的是标价签上的价格")
    with writing(aired, TENANT) as session:
        personal_data.contest(session, TENANT, host, "小云", said)
        personal_data.answer(session, TENANT, legal, "小云", Statement(about="x", statement="已复核"))
    acts = [act["act"] for act in shown(aired, legal, "小云")["own"]]
    assert acts == ["registered", "shown", "contested", "answered"]
    assert verify(aired).sound


def test_nobody_sees_or_contests_anothers(aired: Engine) -> None:
    someone(aired, "小云", "host")
    for role in ("host", "reviewer", "quality_manager", "auditor"):
        with pytest.raises(NotAllowed):
            shown(aired, someone(aired, role, role), "小云")
    with pytest.raises(NoSuchRecord):
        shown(aired, someone(aired, "法务", "legal"), "无此人")
    other, said = someone(aired, "小雨", "host"), Statement(about="x", statement="x")
    with pytest.raises(NotAllowed), writing(aired, TENANT) as session:
        personal_data.contest(session, TENANT, other, "小云", said)
