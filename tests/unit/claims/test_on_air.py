import pytest

from monitor.claims.broadcast import Broadcast, Turn
from monitor.claims.catalogue import Catalogue, Product, SellingPoint, load_catalogue
from monitor.claims.on_air import OnAir, Tracker
from monitor.settings import PROJECT
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


SAMPLE = load_catalogue(PROJECT / "samples" / "catalogue.yaml")
SHEET = (Turn(0.0, "honey"), Turn(300.0, "fishoil"), Turn(600.0, "cream"), Turn(900.0, "serum"))


def heard(*texts: str, sheet: tuple[Turn, ...] = SHEET) -> list[OnAir]:
    """The sample catalogue's products, of one utterance each ten seconds."""
    tracker = Tracker(SAMPLE, Broadcast("b", run_sheet=sheet))
    lines = [Utterance(text, 10.0 * at, 10.0 * at + 3) for at, text in enumerate(texts)]
    return [tracker.follow(line, clause) for line in lines for clause in clauses(line)]


def ids(found: list[OnAir]) -> list[str | None]:
    return [on_air.product.id if on_air.product else None for on_air in found]


def test_the_next_one_is_the_sheets_next_that_was_not_shown() -> None:
    found = heard("先看九号链接", "好，下一个", "慢慢讲给你们听")
    assert (ids(found)[-1], found[-1].source) == ("fishoil", "order")


def test_the_one_before_is_the_last_that_was_shown() -> None:
    found = heard(
        "先看一号链接", "膏体很细", "现在看四号链接", "很滑很凉", "上一个再说两句", "慢慢讲给你们听"
    )
    assert (ids(found)[-1], found[-1].source) == ("cream", "back")


def test_what_was_approved_of_another_product_stays_with_the_one_on_air_and_doubt_is_told() -> None:
    *_, said, after = heard("九号链接，洋槐蜂蜜", "一瓶五百克", "有助于维持血脂健康水平", "喝着很甜")
    assert ids([said, after]) == ["honey", "honey"]
    assert "fishoil" in [product.id for product in said.others]


def test_saying_it_again_is_no_second_witness() -> None:
    claim = "有助于维持血脂健康水平"
    assert ids(heard("九号链接，洋槐蜂蜜", "一瓶五百克", claim, claim, claim))[-1] == "honey"


def test_looks_and_price_move_the_talk_without_a_name_and_doubt_is_told() -> None:
    found = heard("九号链接，洋槐蜂蜜", "一瓶五百克", "一粒一粒的软胶囊，没有腥味", "一百六十八")
    assert (ids(found)[-1], found[-1].source) == ("fishoil", "content")
    assert "honey" in [product.id for product in found[-1].others]


def test_products_listed_in_one_breath_are_not_turned_to() -> None:
    assert ids(heard("看九号链接", "今天还有面霜、精华、防晒霜和围巾", "慢慢讲给你们听"))[-1] == "honey"


def test_a_name_that_begins_an_approved_point_names_nothing() -> None:
    assert ids(heard("看一号链接的面霜", "防晒五十倍", "慢慢讲给你们听")) == ["cream"] * 3


def test_what_goods_of_the_kind_are_called_names_the_only_one_of_them() -> None:
    assert ids(heard("看九号链接", "现在看丝巾", "慢慢讲给你们听"))[-1] == "scarf"


def test_a_comparison_in_words_stays_with_what_is_on_air() -> None:
    assert ids(heard("看一号链接的面霜", "现在看五号链接", "质保比刚才那罐久多了", "慢慢讲"))[-1] == "dryer"
