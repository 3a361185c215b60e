from datetime import UTC, date, datetime

from monitor.claims.broadcast import Broadcast
from monitor.claims.catalogue import Catalogue, Product, SellingPoint
from monitor.claims.detector import Detector, judge_all
from monitor.claims.finding import Decision, Finding, Severity, Step, Verdict, as_row
from monitor.claims.points import MANY
from monitor.rules.lexicon import load_lexicons
from monitor.speech.word import Word
from monitor.text.utterance import Utterance

LEXICON = load_lexicons()
CUP = Product.model_validate(
    {
        "id": "cup",
        "name": "山风保温杯",
        "category": "daily_goods",
        "price": {"live": 99, "list": 129},
        "claims": [
            {"id": "warm", "text": "保温24小时", "evidence": "报告"},
            {"id": "steel", "text": "内胆采用316不锈钢", "evidence": "报告"},
        ],
    }
)
TABLET = Product.model_validate(
    {
        "id": "tablet",
        "name": "康源维C片",
        "category": "health_food",
        "registered_functions": ["有助于增强免疫力"],
        "required_statements": ["本品不能代替药物"],
        "claims": [{"id": "immune", "text": "有助于增强免疫力"}],
    }
)
BROADCAST = Broadcast("b", datetime(2026, 3, 1, 12, tzinfo=UTC), role="advertiser")


def findings(*texts: str, product: Product = CUP, broadcast: Broadcast = BROADCAST) -> list[Finding]:
    catalogue = Catalogue((product,), "v")
    return judge_all([Utterance(t) for t in texts], Detector(LEXICON, catalogue, broadcast, date(2026, 3, 1)))


def only(*texts: str, product: Product = CUP, broadcast: Broadcast = BROADCAST) -> Finding:
    (finding,) = findings(*texts, product=product, broadcast=broadcast)
    return finding


def test_an_approved_claim_passes_and_names_its_point() -> None:
    finding = only("它保温二十四小时")
    assert (finding.verdict, finding.decision, finding.selling_point) == (
        Verdict.APPROVED,
        Decision.PASS,
        "warm",
    )


def test_a_claim_beyond_its_approval_names_the_slot_and_both_values() -> None:
    finding = only("它保温四十八小时")
    assert finding.difference is not None
    assert (finding.difference.slot, finding.difference.approved, finding.difference.said) == (
        "time",
        "24小时",
        "四十八小时",
    )
    assert finding.decision is Decision.REVIEW
    assert "24小时" in finding.messages["zh"]


def test_two_claims_in_one_sentence_are_judged_apart() -> None:
    first, second = findings("内胆是316不锈钢,保温四十八小时")
    assert (first.verdict, second.verdict) == (Verdict.APPROVED, Verdict.EXCEEDS_APPROVAL)


def test_what_nobody_reviewed_is_unreviewed_beside_what_was_approved() -> None:
    verdicts = [f.verdict for f in findings("它保温二十四小时还防摔")]
    assert verdicts == [Verdict.APPROVED, Verdict.UNREVIEWED]


def test_prohibited_outranks_approval() -> None:
    best = CUP.model_copy(update={"claims": [CUP.claims[0].model_copy(update={"text": "全网最好的保温杯"})]})
    assert [f.verdict for f in findings("这是全网最好的保温杯", product=best)] == [Verdict.PROHIBITED]


def test_a_finding_cites_the_law_of_the_broadcasts_day() -> None:
    before = Broadcast("b", datetime(2025, 10, 14, 12, tzinfo=UTC), role="advertiser")
    cited = {c.law: c for c in only("这是最好的杯子", broadcast=before).citations}
    assert (cited["AUCL"].article, cited["AUCL"].in_force) == ("8", "2019-04-23")
    assert "LIVE" not in cited
    cited = {c.law: c for c in only("这是最好的杯子").citations}
    assert cited["AUCL"].article == "9"


def test_without_a_role_the_stricter_law_is_applied_and_said() -> None:
    finding = only("这是最好的杯子", broadcast=Broadcast("b"))
    assert "AD" in {c.law for c in finding.citations}
    assert "role.stricter" in [step.code for step in finding.trace]
    assert "广告角色" in finding.messages["zh"]
    assert "role" in finding.messages["en"]
    assert "广告角色" not in only("这是最好的杯子").messages["zh"]


def test_every_message_says_that_it_is_a_suspicion() -> None:
    found = findings(
        "这是最好的杯子", "它保温四十八小时", "它防摔的", "到手只要八十九", "手慢无姐妹们", "它保温二十四小时"
    )
    assert len({f.verdict for f in found}) == 6
    assert all("疑似" in f.messages["zh"] and "uspected" in f.messages["en"] for f in found)


def test_a_price_is_held_against_the_catalogue() -> None:
    finding = only("到手只要八十九块")
    assert finding.verdict is Verdict.PRICE_MISMATCH
    assert finding.difference is not None
    assert (finding.difference.slot, finding.difference.approved) == ("price", "99元")
    assert findings("到手九十九块") == []


def test_a_required_statement_is_missed_once_claims_were_made() -> None:
    found = findings("有助于增强免疫力", product=TABLET)
    assert [(f.verdict, f.claim) for f in found][-1] == (Verdict.MISSING_STATEMENT, "本品不能代替药物")


def test_a_required_statement_that_was_said_is_not_missed() -> None:
    found = findings("有助于增强免疫力", "提醒大家本品不能代替药物哦", product=TABLET)
    assert [f.verdict for f in found] == [Verdict.APPROVED]


def test_a_required_statement_is_not_due_where_nothing_was_claimed() -> None:
    assert findings("大家晚上好", product=TABLET) == []


def test_times_are_those_of_the_words() -> None:
    text = "大家好它保温四十八小时"
    words = tuple(Word(c, i * 0.5, i * 0.5 + 0.5, 0.9, c) for i, c in enumerate(text))
    detector = Detector(LEXICON, Catalogue((CUP,), "v"), BROADCAST, date(2026, 3, 1))
    (finding,) = judge_all([Utterance(text, 0.0, 5.5, words)], detector)
    assert (finding.start, finding.end) == (0.0, 5.5)
    (finding,) = judge_all([Utterance("这是最好的", 0.0, 2.5, words[:0])], detector)
    assert (finding.start, finding.end) == (0.0, 2.5)


def test_the_span_is_in_the_text_as_given() -> None:
    text = "家人們，這是 最\u200b好的 杯子"
    finding = only(text)
    assert text[finding.span[0] : finding.span[1]].replace("\u200b", "") == "最好的"


def test_a_row_has_the_keys_of_the_contract() -> None:
    row = as_row(only("它保温四十八小时"), "zh")
    keys = (
        "start end text span claim verdict decision rule severity product selling_point difference citations"
    )
    assert list(row) == [*keys.split(), "action", "evasion", "trace", "message"]
    assert row["difference"] == {"slot": "time", "approved": "24小时", "said": "四十八小时"}
    assert row["span"] == [0, 8]
    assert set(row["citations"][0]) == {"law", "article", "in_force", "confirmed"}
    assert row["severity"] == Severity.HIGH.value


def test_a_row_keeps_the_id_it_came_with() -> None:
    catalogue = Catalogue((CUP,), "v")
    detector = Detector(LEXICON, catalogue, BROADCAST, date(2026, 3, 1))
    (finding,) = judge_all([Utterance("它防摔的", id="row-7")], detector)
    assert as_row(finding, "en")["id"] == "row-7"


def test_one_price_word_coded_is_named_as_evasion() -> None:
    finding = only("今天直播间只要八十九米")
    assert finding.verdict is Verdict.PRICE_MISMATCH
    assert finding.evasion == ("八十九米=元",)


def test_a_claim_without_a_known_product_is_still_unreviewed() -> None:
    catalogue = Catalogue((CUP, TABLET), "v")
    detector = Detector(LEXICON, catalogue, BROADCAST, date(2026, 3, 1))
    (finding,) = judge_all([Utterance("它防摔的")], detector)
    assert (finding.verdict, finding.product) == (Verdict.UNREVIEWED, None)


POT = Product.model_validate(
    {
        "id": "pot",
        "name": "轻煮养生壶",
        "category": "appliance",
        "aliases": ["养生壶"],
        "claims": [{"id": "power", "text": "功率800瓦"}, {"id": "drop", "text": "壶身防摔"}],
    }
)


def in_catalogue(*texts: str, products: tuple[Product, ...] = (CUP, POT)) -> list[Finding]:
    detector = Detector(LEXICON, Catalogue(products, "v"), BROADCAST, date(2026, 3, 1))
    return judge_all([Utterance(text) for text in texts], detector)


def test_a_claim_that_is_approved_for_another_product_stays_unreviewed_and_says_so() -> None:
    (finding,) = in_catalogue("来看山风保温杯", "功率八百瓦的")
    assert (finding.verdict, finding.product) == (Verdict.UNREVIEWED, "cup")
    assert Step("claim.elsewhere", {"product": "pot", "point": "power"}) in finding.trace
    assert "已为另一商品“轻煮养生壶”审核的卖点“功率800瓦”" in finding.messages["zh"]
    assert "轻煮养生壶" in finding.messages["en"]


def test_another_products_approval_must_cover_all_that_is_unreviewed() -> None:
    found = in_catalogue("来看山风保温杯", "功率八百瓦还有抗菌涂层")
    assert [f.verdict for f in found] == [Verdict.UNREVIEWED]
    assert "claim.elsewhere" not in [step.code for step in found[0].trace]


def test_another_products_approval_of_another_figure_is_not_named() -> None:
    (finding,) = in_catalogue("来看山风保温杯", "功率九百瓦的")
    assert "claim.elsewhere" not in [step.code for step in finding.trace]


def test_a_claim_that_names_another_product_is_judged_against_that_product() -> None:
    found = in_catalogue("来看山风保温杯", "养生壶功率八百瓦", "养生壶功率九百瓦")
    assert [(f.verdict, f.product, f.selling_point) for f in found] == [
        (Verdict.APPROVED, "pot", "power"),
        (Verdict.EXCEEDS_APPROVAL, "pot", "power"),
    ]


def test_a_product_of_very_many_points_is_judged_as_one_of_few() -> None:
    more = [SellingPoint(id=f"more-{i}", text=f"另一种颜色{chr(0x6000 + i)}") for i in range(MANY)]
    grown = CUP.model_copy(update={"claims": [*CUP.claims, *more]})
    texts = ("它保温二十四小时", "它保温四十八小时", "它防摔的", "内胆是316不锈钢")
    few, many = (findings(*texts, product=product) for product in (CUP, grown))
    assert [(f.verdict, f.selling_point) for f in few] == [(f.verdict, f.selling_point) for f in many]
