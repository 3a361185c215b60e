import pytest

from monitor.rules.context import (
    affirms,
    answered,
    asked,
    asks_within,
    assumed,
    corrected,
    disowned,
    negated,
    negation,
    quoted,
    renounced,
    scorned,
    warnings,
)


def is_negated(text: str, words: str) -> bool:
    begin = text.index(words)
    return negated(text, begin, begin + len(words))


@pytest.mark.parametrize(
    "text",
    [
        "它不能治感冒",
        "没有治感冒的作用",
        "我们不承诺能治感冒",
        "治感冒的作用它是没有的",
        "它不是药妆不能治感冒",
        "并非用来治感冒",
        "治感冒我们不敢说了",
        "治感冒的功效没有的",
    ],
)
def test_denials(text: str) -> None:
    assert is_negated(text, "治感冒")


@pytest.mark.parametrize(
    "text",
    [
        "它能治感冒",
        "它不仅能治感冒",
        "不用吃药就能治感冒",
        "没想到还能治感冒",
        "不是不能治感冒",
        "它很好喝但是能治感冒对不对",
        "无论大人小孩都能治感冒",
        "不到三天治感冒",
        "能治感冒没有任何副作用",
        "这不是能治感冒的吗",
        "不想打针而且能治感冒",
        "效果不亚于治感冒",
    ],
)
def test_no_denials(text: str) -> None:
    assert not is_negated(text, "治感冒")


def test_quotation_of_a_ban() -> None:
    assert quoted("平台不让我说它能治感冒")
    assert quoted("这是违禁词")
    assert not quoted("这个能治感冒")


def test_a_correction_takes_back_what_was_said_before_it() -> None:
    text = "刚才说它能治感冒，说错了，它很好喝"
    assert corrected(text, 0, 9)
    assert not corrected(text, text.index("它很"), len(text))


def test_questions() -> None:
    assert asked("有宝宝问治不治感冒", 5)
    assert asked("能不能治感冒", 3)
    assert not asked("它能治感冒", 2)


def test_yes_and_nothing_else() -> None:
    assert affirms("能的宝宝")
    assert affirms("当然可以")
    assert not affirms("能装五百毫升")


def test_the_words_that_deny_are_told() -> None:
    text = "它不能治感冒"
    assert negation(text, 3, 6) == (1, 3)
    assert negation("治感冒的作用它没有的", 0, 3) == (3, 9)


def test_a_rhetorical_question_asks_nothing() -> None:
    assert not asked("难道它不能治感冒吗", 6)
    assert asked("它能治感冒吗", 2)


def test_a_question_answered_in_the_same_breath() -> None:
    text = "有宝宝问能不能治感冒能的宝宝"
    assert answered(text, text.index("能的"))
    assert not answered("有宝宝问能不能治感冒", 10)
    assert not answered("有宝宝问能不能治感冒这个不能哦", 10)


@pytest.mark.parametrize("text", ["要是它能治感冒", "如果有人告诉你它能治感冒", "假如真的能治感冒"])
def test_what_is_only_supposed(text: str) -> None:
    assert assumed(text, text.index("治感冒"))


@pytest.mark.parametrize("text", ["如果你感冒了就能治感冒", "要是你想治感冒", "它能治感冒"])
def test_a_condition_on_the_buyer_supposes_nothing(text: str) -> None:
    assert not assumed(text, text.rindex("治感冒"))


def test_words_in_the_mouths_of_others_that_nobody_should_believe() -> None:
    text = "凡是跟你说治感冒的都是骗子"
    assert disowned(text, text.index("治感冒"))
    assert disowned("别信它能治感冒", 4)
    assert not disowned("有人说治感冒特别快", 3)


@pytest.mark.parametrize(
    "text",
    [
        "本品不能代替药物",
        "保健食品不是药物不能代替药物治疗疾病",
        "未成年人禁止饮酒",
        "过量饮酒有害健康",
        "请仔细阅读产品说明书或者在医务人员的指导下购买和使用",
        "请按药品说明书或者在药师指导下购买和使用",
        "禁忌内容或者注意事项详见说明书",
        "投资有风险入市需谨慎",
        "母乳是婴儿最理想的食品",
    ],
)
def test_statements_that_the_law_asks_for(text: str) -> None:
    assert sum(stop - begin for begin, stop in warnings(text)) >= len(text) - 3


@pytest.mark.parametrize("text", ["它就是药物", "可以代替药物", "未成年人都爱喝", "这个不是普通的茶"])
def test_claims_are_no_statements_that_the_law_asks_for(text: str) -> None:
    assert warnings(text) == []


@pytest.mark.parametrize(
    "text", ["能治感冒不", "能治感冒伐", "“能治感冒不”", "妹妹问能治感冒", "弹幕在问治感冒"]
)
def test_questions_in_a_dialect_and_of_anybody(text: str) -> None:
    assert asked(text, text.index("治感冒"))


@pytest.mark.parametrize("text", ["能治感冒", "能治感冒你怕什么都不", "妹妹问题不大治感冒"])
def test_no_questions(text: str) -> None:
    assert not asked(text, text.index("治感冒"))


def test_who_asks_may_stand_between_the_words() -> None:
    text = "有位大叔问喝了还咳嗽不"
    assert asks_within(text, 4, 5)
    assert not asks_within("有位大叔喝了不咳嗽了", 4, 5)


@pytest.mark.parametrize("text", ["谁说它能治感冒的", "谁跟你们讲治感冒啊", "哪个告诉你治感冒了"])
def test_who_on_earth_says_so(text: str) -> None:
    begin = text.index("治感冒")
    assert scorned(text, begin, begin + 3)


@pytest.mark.parametrize(
    "text", ["谁说国货不行治感冒就用它", "谁想治感冒的", "我说治感冒的", "谁说贵，它治感冒的"]
)
def test_a_claim_scorns_nobody(text: str) -> None:
    begin = text.index("治感冒")
    assert not scorned(text, begin, begin + 3)


@pytest.mark.parametrize(
    "text",
    [
        "平台不让说治感冒那咱就不说，甜甜的就行",
        "不让讲治感冒，我们也不讲，它就是块糖",
        "不许提治感冒，好，不提，你们尝味道",
    ],
)
def test_what_may_not_be_said_is_left_unsaid(text: str) -> None:
    begin = text.index("治感冒")
    assert renounced(text, begin, begin + 3)


@pytest.mark.parametrize(
    "text",
    [
        "平台不让说治感冒那咱就不说，反正你们懂",
        "不让说治感冒，我们就不说",
        "不让讲治感冒，不讲，吃过的心里有数",
    ],
)
def test_a_wink_renounces_nothing(text: str) -> None:
    begin = text.index("治感冒")
    assert not renounced(text, begin, begin + 3)


@pytest.mark.parametrize(
    "text", ["牙疼先去看牙", "头晕的赶紧去医院", "身上难受该找大夫", "猫不尿赶快抱去找兽医"]
)
def test_advice_to_see_a_doctor_claims_nothing(text: str) -> None:
    assert warnings(text)


@pytest.mark.parametrize("text", ["牙疼不用去医院", "头晕省得跑医院", "喝了就不用找大夫"])
def test_a_doctor_spared_is_no_advice(text: str) -> None:
    assert not warnings(text)
