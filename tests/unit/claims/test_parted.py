"""Claims that a pause has parted, and clauses that a pause parts rightly."""

from datetime import UTC, date, datetime

import pytest

from monitor.claims.broadcast import Broadcast
from monitor.claims.catalogue import Catalogue, Product
from monitor.claims.detector import Detector, judge_all
from monitor.claims.finding import Finding
from monitor.rules.lexicon import load_lexicons
from monitor.speech.word import Word
from monitor.text.utterance import Utterance

LEXICON = load_lexicons()
SHAWL = Product.model_validate(
    {
        "id": "shawl",
        "name": "云山披肩",
        "category": "apparel",
        "price": {"live": 199},
        "claims": [
            {"id": "silk", "text": "百分之九十桑蚕丝"},
            {"id": "warm", "text": "发热二十四小时"},
            {"id": "fade", "text": "不掉色"},
            {"id": "power", "text": "功率一千六百瓦"},
        ],
    }
)


def judged(*said: Utterance) -> list[Finding]:
    broadcast = Broadcast("b", datetime(2026, 3, 1, 12, tzinfo=UTC), role="publisher")
    return judge_all(said, Detector(LEXICON, Catalogue((SHAWL,), "v"), broadcast, date(2026, 3, 1)))


def in_turn(*texts: str, gap: float = 1.0, speakers: tuple[str | None, ...] = (None, None)) -> list[Finding]:
    rows = [
        Utterance(text, at * (2 + gap), at * (2 + gap) + 2, id=str(at), speaker=speakers[at])
        for at, text in enumerate(texts)
    ]
    return judged(*rows)


@pytest.mark.parametrize(
    ("first", "second", "verdict", "point"),
    [
        ("百分之九十桑", "蚕丝", "approved", "silk"),
        ("百分之九十", "桑蚕丝", "approved", "silk"),
        ("它发热二十四", "小时", "approved", "warm"),
        ("它发热四十八", "小时", "exceeds_approval", "warm"),
        ("这个颜色它不", "掉色", "approved", "fade"),
        ("它的功率", "两千瓦", "exceeds_approval", "power"),
        ("里面含有", "石墨烯", "unreviewed", None),
    ],
)
def test_the_two_are_judged_as_one(first: str, second: str, verdict: str, point: str | None) -> None:
    (finding,) = in_turn(first, second)
    assert (finding.verdict, finding.selling_point) == (verdict, point)
    begin, stop = finding.span
    assert finding.text == f"{first}，{second}"
    assert finding.text[begin:stop] == finding.text
    assert (finding.start, finding.end, finding.id) == (0.0, 5.0, "0")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("库存还有三百", "抓紧拍"),
        ("倒计时三二一", "上链接"),
        ("到手一百九十九", "包邮"),
        ("好不", "好看"),
        ("满一百", "件件都好看"),
    ],
)
def test_what_goes_on_with_something_else_is_not_joined(first: str, second: str) -> None:
    assert in_turn(first, second) == []


def test_whole_claims_stay_apart() -> None:
    found = in_turn("发热二十四小时", "不掉色")
    assert [(f.selling_point, f.text) for f in found] == [("warm", "发热二十四小时"), ("fade", "不掉色")]


def test_a_long_pause_and_another_speaker_part_them() -> None:
    for found in (
        in_turn("百分之百", "桑蚕丝", gap=2.0),
        in_turn("百分之百", "桑蚕丝", speakers=("甲", "乙")),
    ):
        assert all(f.text in ("百分之百", "桑蚕丝") for f in found)


def test_a_comma_within_an_utterance() -> None:
    (finding,) = judged(Utterance("看这个，发热四十八，小时，很软"))
    assert finding.text[slice(*finding.span)] == "发热四十八，小时"
    assert finding.difference is not None
    assert (finding.difference.approved, finding.difference.said) == ("二十四小时", "四十八小时")


def test_a_pause_between_words() -> None:
    heard = [("发热", 0.0), ("四十八", 0.6), ("小时", 2.2), ("很软", 4.6)]
    words = tuple(Word(text, start, start + 0.5, 0.9, text) for text, start in heard)
    (finding,) = judged(Utterance("发热四十八小时很软", 0.0, 5.1, words))
    assert (finding.text[slice(*finding.span)], finding.start, finding.end) == ("发热四十八小时", 0.0, 2.7)
