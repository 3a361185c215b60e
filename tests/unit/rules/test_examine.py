from monitor.rules.examine import Charge, Examiner, Goods
from monitor.rules.grade import Decision, Severity, Verdict
from monitor.rules.lexicon import load_lexicons
from monitor.text.clauses import clauses
from monitor.text.normal import normal
from monitor.text.utterance import Utterance

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
    (charge,) = charges("大家好，它能降 血糖哦", "food") or charges("大家好，它能降血糖哦", "food")
    assert "大家好，它能降血糖哦"[charge.begin : charge.stop] == "降血糖"


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
    (charge,) = charges("平台不让我说它能治失眠", "food")
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
