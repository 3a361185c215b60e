import pytest

from monitor.claims.broadcast import Broadcast, Turn
from monitor.claims.catalogue import Catalogue, Product, SellingPoint
from monitor.claims.on_air import OnAir, Tracker
from monitor.text.clauses import clauses
from monitor.text.utterance import Utterance

CUP = Product(id="cup", name="山风保温杯", aliases=["保温杯"], link="2", category="daily_goods")
POT = Product(id="pot", name="轻煮养生壶", aliases=["养生壶"], link="3号链接", category="appliance")
CATALOGUE = Catalogue((CUP, POT), "v")


def followed(lines: list[Utterance], broadcast: Broadcast | None = None) -> list[OnAir]:
    tracker = Tracker(CATALOGUE, broadcast or Broadcast("b"))
    return [tracker.follow(line, clause) for line in lines for clause in clauses(line)]


def products(*texts: str) -> list[str | None]:
    found = followed([Utterance(text) for text in texts])
    return [on_air.product.id if on_air.product else None for on_air in found]


def test_nothing_is_on_air_before_anything_is_named() -> None:
    assert products("大家晚上好") == [None]


def test_a_link_number_and_a_name_open_a_product() -> None:
    assert products("我们看二号链接", "容量很大", "接下来讲养生壶", "功率很大") == [
        "cup",
        "cup",
        "pot",
        "pot",
    ]
    assert products("3号链接上了", "功率很大") == ["pot", "pot"]


def test_a_name_is_known_by_its_sound() -> None:
    assert products("来看宝温杯") == ["cup"]


def test_a_comparison_with_another_product_does_not_switch() -> None:
    assert products("看二号链接", "它比三号链接更轻", "容量很大") == ["cup", "cup", "cup"]


def test_a_claim_about_another_product_is_about_that_product() -> None:
    assert products("看二号链接", "养生壶功率八百瓦", "容量很大") == ["cup", "pot", "cup"]


def test_a_product_named_twice_takes_over() -> None:
    assert products("看二号链接", "养生壶功率八百瓦", "养生壶有六档", "容量很大")[-1] == "pot"


def test_the_run_sheet_turns_by_the_clock() -> None:
    broadcast = Broadcast("b", run_sheet=(Turn(0.0, "cup"), Turn(60.0, "pot")))
    lines = [Utterance("你好", 5.0, 6.0), Utterance("你好", 59.0, 61.0), Utterance("你好", 60.0, 61.0)]
    assert [(o.product, o.source) for o in followed(lines, broadcast)] == [
        (CUP, "run_sheet"),
        (CUP, "run_sheet"),
        (POT, "run_sheet"),
    ]


def test_the_rows_own_product_is_taken_and_an_unknown_one_is_not_guessed() -> None:
    (given, unknown) = followed(
        [Utterance("看二号链接", product="pot"), Utterance("看二号链接", product="none")]
    )
    assert (given.product, given.source) == (POT, "row")
    assert unknown.product is None


def test_the_only_product_is_on_air() -> None:
    tracker = Tracker(Catalogue((CUP,), "v"), Broadcast("b"))
    line = Utterance("你好")
    assert tracker.follow(line, clauses(line)[0]) == OnAir(CUP, "only")


@pytest.mark.parametrize(
    "passing",
    [
        "待会儿再讲三号链接",
        "养生壶等一下再说",
        "它跟三号链接一样好用",
        "搭配我们的养生壶一起用",
        "三号链接先不讲",
    ],
)
def test_a_product_put_off_or_mentioned_along_with_another_does_not_switch(passing: str) -> None:
    assert products("看二号链接", passing, "容量很大") == ["cup", "cup", "cup"]


def test_a_viewers_question_is_answered_about_its_product_until_the_talk_returns() -> None:
    said = ["看二号链接", "有姐妹问养生壶多大", "一点五升", "好我们继续", "容量很大"]
    assert products(*said) == ["cup", "pot", "pot", "cup", "cup"]


@pytest.mark.parametrize(
    "turning", ["养生壶先讲", "再说一遍养生壶", "回到三号链接", "这款养生壶", "养生壶来了"]
)
def test_the_talk_turns_where_it_says_so(turning: str) -> None:
    assert products("看二号链接", turning, "容量很大")[-1] == "pot"


def test_a_host_who_announces_is_believed_before_the_run_sheet() -> None:
    broadcast = Broadcast("b", run_sheet=(Turn(0.0, "cup"), Turn(60.0, "pot")))
    lines = [Utterance("先看保温杯", 5.0, 6.0), Utterance("容量很大", 70.0, 71.0)]
    on_air = followed(lines, broadcast)[-1]
    assert (on_air.product, on_air.others) == (CUP, (POT,))


def test_a_turn_that_nobody_announces_is_taken_after_a_while() -> None:
    broadcast = Broadcast("b", run_sheet=(Turn(0.0, "cup"), Turn(60.0, "pot")))
    lines = [Utterance("先看保温杯", 5.0, 6.0), Utterance("容量很大", 190.0, 191.0)]
    on_air = followed(lines, broadcast)[-1]
    assert (on_air.product, on_air.source, on_air.others) == (POT, "run_sheet", ())


def test_a_host_who_has_left_the_order_of_the_sheet_is_not_held_to_it() -> None:
    broadcast = Broadcast("b", run_sheet=(Turn(0.0, "cup"), Turn(60.0, "cup")))
    lines = [Utterance("先看养生壶", 5.0, 6.0), Utterance("容量很大", 300.0, 301.0)]
    on_air = followed(lines, broadcast)[-1]
    assert (on_air.product, on_air.others) == (POT, ())


def test_what_is_said_tells_two_products_apart() -> None:
    point = SellingPoint(id="pot-levels", text="七档恒温慢炖")
    pot = POT.model_copy(update={"claims": [point]})
    broadcast = Broadcast("b", run_sheet=(Turn(0.0, "cup"), Turn(60.0, "pot")))
    tracker = Tracker(Catalogue((CUP, pot), "v"), broadcast)
    lines = [Utterance("先看保温杯", 5.0, 6.0), Utterance("恒温的，能慢炖", 70.0, 71.0)]
    on_air = [tracker.follow(line, clause) for line in lines for clause in clauses(line)][-1]
    assert (on_air.product, on_air.source) == (pot, "content")
