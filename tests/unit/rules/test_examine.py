from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from monitor.rules.charge import Charge
from monitor.rules.examine import Considered, Examiner, Goods, Occasion
from monitor.rules.facts import Facts
from monitor.rules.grade import Decision, Severity, Verdict
from monitor.rules.lexicon import load_lexicons
from monitor.rules.rule import Rule
from monitor.text.clauses import clauses
from monitor.text.normal import normal
from monitor.text.utterance import Utterance
from tests.rule_files import rule as written

LEXICON = load_lexicons()


def charges(
    text: str, category: str, functions: tuple[str, ...] = (), names: tuple[str, ...] = ()
) -> list[Charge]:
    examiner = Examiner(LEXICON, names)
    goods = Goods(category, tuple(normal(f).text for f in functions))
    cut = clauses(Utterance(text))
    return [c for i, clause in enumerate(cut) for c in examiner.examine(clause, goods, cut[:i])]


def rules(text: str, category: str, functions: tuple[str, ...] = ()) -> list[str]:
    return [charge.rule.id for charge in charges(text, category, functions)]


def test_the_same_sentence_is_critical_for_honey_and_lawful_for_a_drug() -> None:
    (charge,) = charges("这个可以降血糖", "ordinary_food")
    assert (charge.verdict, charge.severity) == (Verdict.PROHIBITED, Severity.CRITICAL)
    assert rules("这个可以降血糖", "otc_drug") == []


def test_the_span_is_that_of_the_words_in_the_utterance() -> None:
    for text, words in (("大家好，它能降血糖哦", "降血糖"), ("大家好，它能降 血糖哦", "降 血糖")):
        (charge,) = charges(text, "food")
        assert text[charge.begin : charge.stop] == words


def test_a_registered_function_is_lawful_and_others_are_critical() -> None:
    assert rules("可以增强免疫力", "health_food", ("有助于增强免疫力",)) == []
    (charge,) = charges("可以改善睡眠", "health_food", ("有助于增强免疫力",))
    assert (charge.rule.id, charge.severity) == ("food.function", Severity.CRITICAL)


def test_a_registered_function_does_not_make_a_cure_lawful() -> None:
    assert rules("可以降血糖", "health_food", ("有助于维持血糖健康水平",)) == ["health.disease"]


def test_denial_is_silent_but_denial_of_side_effects_is_a_charge() -> None:
    assert rules("它不能治疗疾病，也不能代替药物", "health_food") == []
    assert rules("没有任何副作用", "health_food") == ["health.safety"]


def test_a_denial_inside_the_words_counts_too() -> None:
    assert rules("糖尿病人不建议吃这个", "food") == []


def test_a_quoted_ban_is_for_a_person_to_judge() -> None:
    found = charges("平台不让我说它能治失眠", "food")
    (charge,) = [charge for charge in found if charge.rule.id == "health.disease"]
    assert (charge.decision, charge.severity) == (Decision.REVIEW, Severity.HIGH)


def test_a_correction_is_silent() -> None:
    assert rules("刚才说错了，它没有降血糖的作用", "food") == []
    assert rules("刚才说能降血糖是口误", "food") == []


def test_a_viewers_question_is_a_charge_only_when_the_host_says_yes() -> None:
    assert rules("有宝宝问能不能治湿疹", "cosmetics") == []
    assert rules("有宝宝问能不能治湿疹，能的宝宝", "cosmetics") == ["health.disease"]
    assert rules("有宝宝问能不能治湿疹，这个不能哦", "cosmetics") == []


def test_an_exemption_ends_in_evidence_needed() -> None:
    (charge,) = charges("这是我们家最好用的一款", "cosmetics")
    assert (charge.verdict, charge.decision, charge.severity) == (
        Verdict.EVIDENCE_NEEDED,
        Decision.PASS,
        Severity.LOW,
    )
    assert charge.exemption is not None
    assert charge.exemption.id == "E6.1"


def test_an_exemption_ends_where_the_whole_trade_is_named() -> None:
    (charge,) = charges("我们家是全行业最好用的", "cosmetics")
    assert charge.verdict is Verdict.PROHIBITED


def test_evasion_raises_severity() -> None:
    plain = charges("医生都推荐的", "cosmetics")[0]
    coded = charges("白大褂都推荐的", "cosmetics")[0]
    assert (plain.severity, coded.severity) == (Severity.HIGH, Severity.CRITICAL)
    assert coded.evasion == ("白大褂=医生",)


def test_the_words_of_a_brand_are_no_claim() -> None:
    assert charges("这款极品鲜酱油很香", "food", names=("极品鲜酱油",)) == []
    assert charges("这款酱油是极品", "food", names=("极品鲜酱油",)) != []


def test_one_finding_for_the_same_words_and_its_trace_names_the_others() -> None:
    own = [
        written("own.short", patterns=[{"phrases": ["通广大"]}], decision="review"),
        written("own.long", patterns=[{"phrases": ["神通广大"]}], decision="review"),
        written("own.block", patterns=[{"phrases": ["神通"]}]),
        written("own.apart", patterns=[{"phrases": ["无边"]}], decision="review"),
    ]
    lexicon = replace(LEXICON, rules=tuple(Rule.model_validate(rule) for rule in own))
    (clause,) = clauses(Utterance("它神通广大无边"))
    first, other = Examiner(lexicon).examine(clause, Goods("other"))
    assert (first.rule.id, first.decision) == ("own.block", Decision.BLOCK)
    assert [charge.rule.id for charge in first.outranked] == ["own.long", "own.short"]
    named = [step.detail["rule"] for step in first.steps if step.code == "rule.outranked"]
    assert named == ["own.long", "own.short"]
    assert [charge.rule.id for charge in other.every] == ["own.apart"]


SHARED = {exemption.id: exemption for exemption in LEXICON.exemptions}


def considered(
    text: str, occasion: Occasion | None = None, goods: Goods | None = None, **fields: Any
) -> list[Considered]:
    """What becomes of a sentence under one rule alone."""
    exemptions = [SHARED[name] for name in fields.pop("exemptions", [])]
    own = Rule.model_validate(written(**fields)).model_copy(update={"exemptions": exemptions})
    examiner = Examiner(replace(LEXICON, rules=(own,)), occasion=occasion)
    cut = clauses(Utterance(text))
    found = [(c, cut[:i]) for i, c in enumerate(cut)]
    told = [e for clause, before in found for e in examiner.explain(clause, goods or Goods("other"), before)]
    charged = [c for clause, b in found for c in examiner.examine(clause, goods or Goods("other"), b)]
    assert [t.charge for t in told if t.charge] == charged
    return told


def codes(text: str, **fields: Any) -> list[str]:
    """The last step of each hit."""
    return [found.steps[-1].code for found in considered(text, **fields)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("它神通广大", "rule.hit"),
        ("它并非神通广大", "rule.negated"),
        ("要是它神通广大", "rule.assumed"),
        ("凡是跟你说神通广大的都是骗子", "rule.disowned"),
        ("有人问是否神通广大", "rule.asked"),
        ("刚才说神通广大是口误", "rule.corrected"),
    ],
)
def test_what_became_of_a_hit_is_told(text: str, code: str) -> None:
    assert codes(text) == [code]


def test_the_reason_names_its_words() -> None:
    (found,) = considered("它并非神通广大")
    assert found.charge is None
    assert [(s.code, s.detail.get("words")) for s in found.steps] == [
        ("rule.hit", "神通广大"),
        ("rule.negated", "并非"),
    ]


def test_gates_names_allowances_and_functions_are_told() -> None:
    assert codes("它神通广大", applies_to={"categories": ["food"]}) == ["rule.category"]
    buyer = Occasion(role="seller")
    assert codes("它神通广大", applies_to={"roles": ["advertiser"]}, occasion=buyer) == ["rule.role"]
    assert codes("它神通广大", applies_to={"roles": ["seller"]}, occasion=buyer) == ["rule.hit"]
    assert codes("它神通广大", allow=["神通广大"]) == ["rule.allowed"]
    functions = Goods("health_food", ("使人神通广大",))
    assert codes("它使人神通广大", goods=functions) == ["rule.registered"]
    assert codes("大麻烦来了", patterns=[{"phrases": ["大麻"]}]) == ["rule.straddled"]


def test_a_statement_that_the_law_asks_for_is_never_flagged() -> None:
    words = [{"phrases": ["药物", "饮酒", "说明书", "最理想"]}]
    for text in ("保健食品不是药物", "未成年人禁止饮酒", "请仔细阅读产品说明书", "母乳是婴儿最理想的食品"):
        assert codes(text, patterns=words, negation="irrelevant") == ["rule.warning"], text


def test_a_denial_may_be_what_is_prohibited() -> None:
    words = {"patterns": [{"phrases": ["副作用"]}], "negation": "triggers"}
    (found,) = considered("它没有任何副作用", **words)
    assert found.charge is not None
    assert "它没有任何副作用"[found.charge.begin : found.charge.stop] == "没有任何副作用"
    assert codes("它有一点副作用", **words) == ["rule.not_denied"]


def test_a_question_answered_in_the_same_clause_is_a_charge() -> None:
    assert codes("有人问是否神通广大是的宝宝") == ["rule.hit"]


JOINED = {"patterns": [{"all": [["失眠"], ["睡得香"]], "within": 6}]}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("晚上失眠，喝它睡得香", "失眠，喝它睡得香"),
        ("失眠，喝它，就睡得香", "失眠，喝它，就睡得香"),
        ("失眠喝它睡得香", "失眠喝它睡得香"),
    ],
)
def test_words_of_one_pattern_may_stand_in_clauses_next_to_each_other(text: str, words: str) -> None:
    (found,) = considered(text, **JOINED)
    assert found.charge is not None
    assert text[found.charge.begin : found.charge.stop] == words


def test_the_clause_in_which_the_words_end_has_the_charge() -> None:
    text = "晚上失眠，喝它睡得香，很好"
    lexicon = replace(LEXICON, rules=(Rule.model_validate(written(**JOINED)),))
    examiner, cut = Examiner(lexicon), clauses(Utterance(text))
    charged = [examiner.examine(clause, Goods("other"), cut[:i]) for i, clause in enumerate(cut)]
    assert [len(charges) for charges in charged] == [0, 1, 0]


@pytest.mark.parametrize("text", ["失眠。喝它睡得香", "失眠？喝它睡得香", "失眠，先喝点水然后再，睡得香"])
def test_words_of_one_pattern_are_not_looked_for_behind_a_sentence_or_out_of_reach(text: str) -> None:
    assert considered(text, **JOINED) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("失眠，它不会睡得香", "rule.negated"),
        ("不失眠，喝它睡得香", "rule.negated"),
        ("不是骗你，失眠，喝它睡得香", "rule.hit"),
        ("失眠，别怕，喝它睡得香", "rule.hit"),
        ("有人问失眠，喝它睡得香吗", "rule.asked"),
    ],
)
def test_denials_and_questions_hold_over_clauses(text: str, code: str) -> None:
    pattern = [{"all": [["失眠"], ["睡得香"]], "within": 9}]
    assert codes(text, patterns=pattern) == [code]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("有没有失眠的姐妹，来看看这款", "rule.hit"),
        ("有没有经常失眠的，喝它", "rule.hit"),
        ("有没有失眠的", "rule.asked"),
        ("有宝宝问有没有失眠的，这款可以喝", "rule.asked"),
        ("能不能治失眠", "rule.asked"),
    ],
)
def test_who_asks_for_those_who_ail_in_order_to_sell_claims(text: str, code: str) -> None:
    assert codes(text, patterns=[{"phrases": ["失眠"]}]) == [code]


def test_what_fits_everyone_is_no_warning() -> None:
    words = [{"phrases": ["不适宜人群"]}]
    for text in ("没有不适宜人群", "没有任何不适宜人群", "无不适宜人群"):
        assert codes(text, patterns=words, negation="irrelevant") == ["rule.hit"], text
    for text in ("不适宜人群为孕妇", "它的不适宜人群是少年儿童"):
        assert codes(text, patterns=words, negation="irrelevant") == ["rule.warning"], text


def test_every_exemption_ends_in_evidence() -> None:
    cases = {
        "E5.1": "我们的态度神通广大",
        "E5.2": "我们的目标是神通广大",
        "E5.3": "祝福大家神通广大",
        "E6.1": "我们自己的这个系列里神通广大",
        "E6.3": "按国家标准分级它神通广大",
        "E6.4": "它的商标就叫神通广大",
        "E6.5": "它是老字号神通广大",
        "E6.6": "去年在全国神通广大",
    }
    for name, text in cases.items():
        (found,) = considered(text, exemptions=[name, "E7", "E9"])
        assert found.charge is not None
        assert found.charge.exemption is not None
        assert found.charge.exemption.id == name
        assert found.charge.verdict is Verdict.EVIDENCE_NEEDED
        assert (found.charge.decision, found.charge.severity) == (Decision.PASS, Severity.LOW)
        assert SHARED["E9"].evidence["zh"] in found.charge.reason["zh"]


def test_a_tip_on_use_is_exempt() -> None:
    tip = {"patterns": [{"phrases": ["最佳"]}], "exemptions": ["E6.2"]}
    assert codes("最佳使用时间是睡前", **tip) == ["rule.exempted"]
    assert codes("睡前用它效果最佳全网", patterns=[{"phrases": ["效果最佳"]}], exemptions=["E6.2"]) == [
        "rule.hit"
    ]


def test_a_citation_bars_exemptions_from_its_day_on() -> None:
    text = "数据显示去年在全国神通广大"
    names = {"exemptions": ["E6.6", "CITE-2026"]}
    before, after = Occasion(date(2026, 6, 2)), Occasion(date(2026, 6, 3))
    assert codes(text, occasion=before, **names) == ["rule.exempted"]
    assert codes(text, occasion=after, **names) == ["rule.barring"]


def test_notes_exempt_nothing() -> None:
    (found,) = considered("它神通广大", exemptions=["E9", "E11"])
    assert found.charge is not None
    assert found.charge.decision is Decision.BLOCK
    assert [s.detail["exemption"] for s in found.steps if s.code == "rule.note"] == ["E9", "E11"]


def test_scarcity_is_held_against_the_stock() -> None:
    rule_ = {"patterns": [{"all": [["只剩"], ["{count:单}"]], "within": 2}], "facts": "stock"}
    cup = Goods("other", product="cup")

    def charge(stock: dict[str, int]) -> Charge:
        (found,) = considered("只剩三单了", Occasion(facts=Facts(stock=stock)), cup, **rule_)
        assert found.charge is not None
        return found.charge

    unknown = charge({})
    assert (unknown.verdict, unknown.decision, unknown.severity) == (
        Verdict.EVIDENCE_NEEDED,
        Decision.PASS,
        Severity.LOW,
    )
    assert "无法核对" in unknown.reason["zh"]
    assert "cannot be checked" in unknown.reason["en"]
    assert charge({"cup": 3}).severity is Severity.INFO
    assert (charge({"cup": 500}).verdict, charge({"cup": 500}).decision) == (
        Verdict.PROHIBITED,
        Decision.REVIEW,
    )


@pytest.mark.parametrize(
    "said",
    [
        "有位阿姨问，家里有人血糖高，能不能吃",
        "有位阿姻纹，家里有人血糖高，能不能吃",
        "有位阿姨问，家里有人血糖高，",
    ],
)
def test_a_viewers_question_read_out_over_clauses_is_no_claim(said: str) -> None:
    assert rules(said, "ordinary_food") == []


@pytest.mark.parametrize(
    ("said", "category"),
    [
        ("家里有人血糖高，直接拍", "ordinary_food"),
        ("好多姐妹问，喝了它降血糖", "ordinary_food"),
        ("有个配方很稳，喝了它降血糖，能不能抢到看手速", "ordinary_food"),
        ("有个法令纹，抹上这个祛疤，要不要看你", "cosmetics"),
    ],
)
def test_what_the_host_says_behind_such_words_is_a_claim(said: str, category: str) -> None:
    assert rules(said, category) != []
