"""What is due at a moment, and why the rest is not."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.ledger.act import Done
from monitor.ledger.retention.classes import load_classes
from monitor.ledger.retention.due import Item, Judged, Why, judge
from monitor.ledger.retention.hold import Hold, hold_of

CLASSES = list(load_classes(None).values())
ENDED = datetime(2026, 2, 1, 12, tzinfo=UTC)
LATER = datetime(2029, 2, 2, 1, tzinfo=UTC)


def item(id_: str = "b", kind: str = "broadcast", **more: object) -> Item:
    return Item(**{"kind": kind, "id": id_, "key": id_, "starts": ENDED} | more)  # type: ignore[arg-type]


def judged(
    *items: Item, at: datetime = LATER, holds: tuple[Hold, ...] = (), asked: bool = False
) -> list[Judged]:
    return judge(items, CLASSES, holds, at, asked=asked)


def test_a_broadcasts_record_is_due_three_years_after_its_end_and_not_a_day_before() -> None:
    assert judged(item())[0].why is Why.DUE
    (early,) = judged(item(), at=LATER - timedelta(days=1))
    assert (early.why, early.on) == (Why.NOT_YET, LATER.date())


def test_a_case_that_holds_it_is_named() -> None:
    hold = Hold("检查-1", frozenset({("products", "p1")}))
    (held,) = judged(item(concerns=frozenset({("products", "p1"), ("flags", "f")})), holds=(hold,))
    assert (held.why, held.cases) == (Why.HELD, ("检查-1",))
    assert judged(item(concerns=frozenset({("products", "p2")})), holds=(hold,))[0].why is Why.DUE


def test_what_goes_together_waits_for_the_last_of_it() -> None:
    first = item("a", together=frozenset({"b"}))
    second = item("b", together=frozenset({"a", "c"}))
    third = item("c", starts=LATER, together=frozenset({"b"}))
    assert [one.why for one in judged(first, second, third)] == [Why.IN_USE, Why.IN_USE, Why.NOT_YET]


def test_what_no_class_names_is_never_due() -> None:
    assert judged(item(kind="something_new"), at=LATER.replace(year=2099))[0].why is Why.UNCLASSED


def test_what_is_still_used_is_not_due() -> None:
    assert judged(item(kind="person", starts=None))[0].why is Why.IN_USE


def test_on_request_the_floor_counts_and_what_has_none_may_go() -> None:
    longer = [c.model_copy(update={"keep": c.keep.model_copy(update={"years": 9})}) for c in CLASSES]
    asked = judge([item(), item("t", "training")], longer, (), LATER, asked=True)
    assert [one.why for one in asked] == [Why.DUE, Why.DUE]
    assert judge([item()], longer, (), LATER)[0].why is Why.NOT_YET
    early = judge([item(), item("t", "training")], longer, (), ENDED + timedelta(days=1), asked=True)
    assert [one.why for one in early] == [Why.NOT_YET, Why.DUE]


def acts(*done: tuple[str, list[str]]) -> list[Done]:
    return [
        Done(str(n), "c", n, kind, None, ENDED, {"flags": flags, "products": [], "broadcasts": []})
        for n, (kind, flags) in enumerate(done, 1)
    ]


def test_a_hold_stands_until_it_is_lifted_for_what_it_names() -> None:
    placed = ("hold_placed", ["f1", "f2"])
    assert hold_of("c", acts(placed)).on == {("flags", "f1"), ("flags", "f2")}
    assert hold_of("c", acts(placed, ("hold_lifted", ["f1"]))).on == {("flags", "f2")}
    assert hold_of("c", acts(placed, ("hold_lifted", ["f1"]), ("hold_placed", ["f1"]))).on == {
        ("flags", "f1"),
        ("flags", "f2"),
    }
    assert hold_of("c", acts(("opened", ["f1"]))).on == frozenset()


def test_a_hold_covers_what_its_case_gathers_before_and_after() -> None:
    gathered, placed = ("gathered", ["f1"]), ("hold_placed", [])
    assert hold_of("c", acts(gathered)).on == frozenset()
    assert hold_of("c", acts(gathered, placed, ("gathered", ["f2"]))).on == {("flags", "f1"), ("flags", "f2")}
    assert hold_of("c", acts(gathered, placed, ("dropped", ["f1"]))).on == frozenset()
    assert hold_of("c", acts(gathered, placed, ("hold_lifted", []))).on == frozenset()


@given(
    begun=st.timedeltas(timedelta(0), timedelta(days=3000)),
    passed=st.timedeltas(timedelta(days=-9), timedelta(days=3000)),
    held=st.booleans(),
    asked=st.booleans(),
)
def test_nothing_is_due_before_its_floor_or_while_held(
    begun: timedelta, passed: timedelta, held: bool, asked: bool
) -> None:
    starts = ENDED + begun
    at = starts + passed
    thing = item(starts=starts, concerns=frozenset({("broadcasts", "b")}))
    holds = (Hold("c", thing.concerns),) if held else ()
    (one,) = judged(thing, at=at, holds=holds, asked=asked)
    if one.why is Why.DUE:
        assert not held
        assert at - starts >= timedelta(days=3 * 365)
