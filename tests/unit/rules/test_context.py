import pytest

from monitor.rules.context import affirms, asked, corrected, negated, quoted


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
