"""Further wordings of a selling point, in the catalogue's file and in tables, and taken from decisions."""

import json
from datetime import date
from pathlib import Path

import pytest

from monitor.claims.also import departure
from monitor.claims.broadcast import Broadcast
from monitor.claims.catalogue import Catalogue, load_catalogue
from monitor.claims.catalogue_files import yaml_of
from monitor.claims.detector import Detector, judge_all
from monitor.claims.learning import Decided, learned, read_decisions
from monitor.claims.match import Outcome, approved, form_of, matches
from monitor.claims.points import MANY, Points
from monitor.claims.product import Product, SellingPoint
from monitor.errors import BadSyntax, BadValue, MissingKey
from monitor.messages import LANGUAGES
from monitor.rules.lexicon import load_lexicons
from monitor.text.utterance import Utterance

DAY = date(2026, 3, 1)
HOT = SellingPoint(id="hot", text="保温24小时", also=["早上灌的水隔天还冒热气"])
CUP = Product(id="cup", name="山风杯", category="daily_goods", claims=[HOT])
FILE = """\
products:
  - id: cup
    name: 山风杯
    category: daily_goods
    claims:
      - id: hot
        text: 保温24小时
        also:
          - 早上灌的水隔天还冒热气
          - {wording}
"""


def judged(text: str, point: SellingPoint = HOT) -> list[Outcome]:
    return [match.outcome for match in matches(form_of(text), [approved(point)], DAY)]


def test_a_further_wording_approves_what_the_text_alone_does_not() -> None:
    said = "早上灌的水隔天还冒热气呢"
    assert judged(said) == [Outcome.APPROVED]
    assert judged(said, HOT.model_copy(update={"also": []})) == []


def test_what_the_text_approves_and_forbids_stays_so() -> None:
    assert judged("它保温二十四小时") == [Outcome.APPROVED]
    assert judged("它保温四十八小时") == [Outcome.EXCEEDS]
    assert judged("它保温十二小时") == [Outcome.WEAKER]


def test_the_detector_names_the_point_and_its_text() -> None:
    detector = Detector(load_lexicons(), Catalogue((CUP,), "v"), Broadcast("b", role="publisher"), DAY)
    (finding,) = judge_all([Utterance("早上灌的水隔天还冒热气")], detector)
    assert (finding.verdict, finding.selling_point) == ("approved", "hot")
    assert "保温24小时" in finding.messages["zh"]


@pytest.mark.parametrize(
    ("text", "wording", "slot"),
    [
        ("保温24小时", "热水放两天都不凉", "time"),
        ("保温24小时", "保温12小时", "time"),
        ("有助于增强免疫力", "增强免疫力", "certainty"),
        ("提亮肤色", "彻底美白", "intensity"),
        ("敏感肌可以用", "孕妇可以用", "population"),
        ("无香精", "香精酒精都不加", "negation"),
        ("不掉色", "洗多了会掉色", "negation"),
    ],
)
def test_a_wording_that_says_something_else_departs(text: str, wording: str, slot: str) -> None:
    difference = departure(SellingPoint(id="p", text=text), wording)
    assert difference is not None
    assert difference.slot == slot


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("保温24小时", "保温一整天"),
        ("不掉色", "颜色一直在"),
        ("有助于增强免疫力", "对抵抗力有帮助"),
        ("百分之百桑蚕丝", "纯桑蚕丝做的"),
        ("净含量500克", "一罐一斤装"),
        ("两年质保", "坏了两年内管修"),
    ],
)
def test_other_words_for_the_same_do_not(text: str, wording: str) -> None:
    assert departure(SellingPoint(id="p", text=text), wording) is None


def test_less_may_be_a_wording_where_the_point_allows_less() -> None:
    assert departure(SellingPoint(id="p", text="保温24小时", allow_weaker=True), "保温12小时") is None


def test_a_file_with_a_wording_that_departs_is_refused_at_its_line(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.yaml"
    path.write_text(FILE.replace("{wording}", "保温48小时"), "utf-8")
    with pytest.raises(BadValue) as caught:
        load_catalogue(path)
    assert caught.value.fields["line"] == 10
    assert all("48小时" in caught.value.sentence(language) for language in LANGUAGES)
    path.write_text(FILE.replace("{wording}", "''"), "utf-8")
    with pytest.raises(BadValue):
        load_catalogue(path)


def test_wordings_come_back_from_the_file_they_are_written_to(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.yaml"
    path.write_bytes(yaml_of([CUP]))
    assert load_catalogue(path).products == (CUP,)


def test_wordings_are_found_among_very_many_points_and_in_other_products() -> None:
    more = [SellingPoint(id=f"m{i}", text=f"另一种颜色{chr(0x6000 + i)}") for i in range(MANY)]
    grown = CUP.model_copy(update={"claims": [*more, HOT]})
    pot = Product(id="pot", name="壶", category="appliance", claims=[SellingPoint(id="w", text="功率800瓦")])
    points = Points(Catalogue((grown, pot), "v"))
    said = form_of("早上灌的水隔天还冒热气")
    assert [point.point.id for point in points.of(grown, said.text)] == ["hot"]
    assert [(p.id, m.point.id) for p, m in points.elsewhere(said, pot, DAY)] == [("cup", "hot")]
    power = form_of("功率八百瓦")
    assert [(p.id, m.point.id) for p, m in points.elsewhere(power, grown, DAY)] == [("pot", "w")]


def decided(claim: str, point: str = "hot", decision: str = "same_as_approved") -> tuple[int, Decided]:
    return 7, Decided(claim=claim, product="cup", selling_point=point, decision=decision)


def test_decisions_become_wordings_once() -> None:
    claim = "倒出来隔夜还烫手"
    rows = [decided(claim), decided(claim), decided("保温24小时"), decided("不锈钢", decision="violation")]
    result = learned([CUP], rows)
    assert (result.taken, result.known, result.left) == (1, 2, ())
    assert result.products[0].claims[0].also == [*HOT.also, claim]
    assert CUP.claims[0].also == HOT.also


def test_decisions_that_would_exceed_or_name_nothing_are_told() -> None:
    result = learned([CUP], [decided("保温四十八小时"), decided("轻", point="none")])
    assert (result.products, result.taken) == ((CUP,), 0)
    assert [(left.line, left.code) for left in result.left] == [(7, "learn.departs"), (7, "learn.unknown")]
    assert all("四十八小时" in result.left[0].sentence(language) for language in LANGUAGES)
    assert all("none" in result.left[1].sentence(language) for language in LANGUAGES)


@pytest.mark.parametrize(
    ("line", "error"),
    [("{", BadSyntax), ("[]", BadSyntax), ('{"claim": "a"}', MissingKey), ('{"claim": [1]}', BadValue)],
)
def test_a_row_that_is_wrong_is_named_by_its_line(tmp_path: Path, line: str, error: type[Exception]) -> None:
    path = tmp_path / "decisions.jsonl"
    row = {"claim": "a", "product": "p", "selling_point": None, "decision": "d", "reviewer": "someone"}
    path.write_text(f"{json.dumps(row)}\n\n{line}\n", "utf-8")
    with pytest.raises(error) as caught:
        read_decisions(path)
    assert getattr(caught.value, "fields", {})["line"] == 3
    path.write_text(json.dumps(row), "utf-8")
    assert [(number, row.claim) for number, row in read_decisions(path)] == [(1, "a")]
