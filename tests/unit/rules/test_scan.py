import pytest

from monitor.rules.lexicon import load_lexicons
from monitor.rules.scan import Hit, Scanner
from monitor.text.normal import normal

LEXICON = load_lexicons()


def hits(text: str, rule: str) -> list[Hit]:
    return [hit for hit in LEXICON.scanner.scan(normal(text).text) if hit.rule.id == rule]


def test_words_are_found_by_their_characters() -> None:
    hit = hits("喝了降血糖的", "health.disease")[0]
    assert (hit.begin, hit.stop, hit.stream) == (2, 5, "characters")


@pytest.mark.parametrize("text", ["喝了將血塘的", "喝了降雪糖的", "喝了姜血糖的"])
def test_three_syllables_are_found_by_their_sound(text: str) -> None:
    (hit,) = hits(text, "health.disease")
    assert hit.stream == "syllables"


def test_two_syllables_alone_are_never_found_by_their_sound() -> None:
    assert hits("这个校验一下", "health.disease") == []
    assert hits("食面上很多", "health.disease") == []


def test_fillers_inside_a_word_are_named_as_evasion() -> None:
    hit = hits("喝了降某血母糖的", "health.disease")[0]
    assert hit.stream == "fillers"
    assert hit.evasion == ("降某血母糖=降血糖",)


def test_a_filler_beside_a_word_is_no_evasion() -> None:
    (hit,) = hits("面膜能消炎", "cosmetics.medical")
    assert hit.evasion == ()


def test_coded_words_are_named_with_their_meaning() -> None:
    assert hits("小糖人都能吃", "health.disease")[0].evasion == ("小糖人=糖尿病人",)


def test_traditional_and_full_width_are_found() -> None:
    assert hits("這是最好的產品", "abs.superlative")
    assert hits("加我ＶＸ", "offplatform.deal")


def test_a_hit_that_cuts_a_longer_word_is_suppressed() -> None:
    rule = LEXICON.by_id["health.disease"].model_copy(
        update={
            "patterns": [
                LEXICON.by_id["health.disease"]
                .patterns[0]
                .model_copy(update={"all": [], "phrases": ["大麻"]})
            ]
        }
    )
    scanner = Scanner([rule])
    assert scanner.scan("大麻烦来了") == []
    assert len(scanner.scan("这是大麻")) == 1


def test_allow_phrases_come_first() -> None:
    assert hits("最好先做皮试", "abs.superlative") == []
    assert hits("最好饭后再吃", "abs.superlative") == []
    assert hits("这是最好的", "abs.superlative")


def test_words_of_a_pattern_must_be_near() -> None:
    assert hits("治疗感冒", "health.disease")
    assert hits("治疗室在二楼今天很多人来这边咨询感冒", "health.disease") == []


def test_a_quantity_may_be_part_of_a_pattern() -> None:
    (hit,) = hits("加盟三个月回本", "finance.promise")
    assert hit.stream in ("characters", "quantity")
    assert (hit.begin, hit.stop) == (2, 7)
