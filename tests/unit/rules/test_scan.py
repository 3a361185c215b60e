import pytest

from monitor.rules.lexicon import load_lexicons
from monitor.rules.rule import Coded, Rule
from monitor.rules.scan import Hit, Scanner
from monitor.text.normal import normal
from tests.rule_files import rule as written

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


@pytest.mark.parametrize("text", ["一声推荐的", "都是一声推荐"])
def test_a_lone_numeral_may_be_heard_for_another_syllable(text: str) -> None:
    assert found(text, "医生推荐") == [("syllables", "一声推荐")]


@pytest.mark.parametrize("text", ["十一声推荐", "第一声推荐", "一生只做一件事", "一次就好"])
def test_a_numeral_of_a_figure_is_never_heard_for_another_syllable(text: str) -> None:
    assert found(text, "医生推荐") == found(text, "医治就好") == []


@pytest.mark.parametrize("text", ["衣学护肤品", "一学护肤品"])
def test_a_word_heard_that_goes_on_as_it_is_spelt_is_not_cut(text: str) -> None:
    (hit,) = hits(text, "cosmetics.medical")
    assert (hit.begin, hit.stop, hit.stream) == (0, 4, "syllables")


def test_a_word_heard_is_cut_where_its_end_is_only_like_it_or_a_character() -> None:
    assert hits("衣学湖夫人", "cosmetics.medical") == []
    assert hits("莎莎都高档", "health.condition") == []


def test_two_syllables_alone_are_never_found_by_their_sound() -> None:
    assert hits("这个校验一下", "health.disease") == []
    assert hits("食面上很多", "health.disease") == []


def test_fillers_inside_a_word_are_named_as_evasion() -> None:
    hit = hits("喝了降某血母糖的", "health.disease")[0]
    assert hit.stream == "fillers"
    assert hit.evasion == ("降某血母糖=降血糖",)


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


def found(text: str, *words: str, coded: tuple[Coded, ...] = (), **fields: object) -> list[tuple[str, str]]:
    """Stream and words of the hits of a rule with these phrases."""
    own = Rule.model_validate(written(patterns=[{"phrases": list(words), **fields}]))
    form = normal(text).text
    return [(h.stream, form[h.begin : h.stop]) for h in Scanner([own], coded).scan(form)]


@pytest.mark.parametrize(
    ("text", "word", "stream"),
    [
        ("做个治某疗", "治疗", "fillers"),
        ("做个志谋料", "治疗", "fillers"),
        ("去什么斑", "祛斑", "fillers"),
        ("做个治和疗", "治疗", "fillers"),
        ("做个小治小疗", "治疗", "fillers"),
        ("治治疗疗的", "治疗", "fillers"),
        ("降的血糖", "降血糖", "fillers"),
        ("飞某症", "飞蚊症", "replaced"),
        ("将雪塘", "降血糖", "syllables"),
    ],
)
def test_mechanisms(text: str, word: str, stream: str) -> None:
    assert found(text, word)[0][0] == stream


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("志料", "治疗"),
        ("治，某疗", "治疗"),
        ("治。疗", "治疗"),
        ("治的疗", "治疗"),
        ("有什么效果", "有效果"),
        ("治什么病", "治病"),
        ("预谋防范", "预防"),
        ("益生菌", "医生菌"),
        ("保证售后", "保证瘦"),
        ("四天见效", "十天见效"),
        ("十一生推荐它", "医生推荐"),
    ],
)
def test_what_no_mechanism_takes(text: str, word: str) -> None:
    assert found(text, word) == []


def test_a_pattern_may_allow_fewer_mechanisms() -> None:
    assert found("将雪塘", "降血糖", mechanisms=["characters", "fillers"]) == []
    assert found("降某血糖", "降血糖", mechanisms=["characters", "syllables"]) == []
    code = (Coded(means="血糖", words=["红糖糖"]),)
    assert found("降红糖糖", "降血糖", coded=code) == [("characters", "降红糖糖")]
    assert found("降红糖糖", "降血糖", coded=code, mechanisms=["characters"]) == []


def test_a_code_of_one_character_stands_after_a_figure() -> None:
    code = (Coded(means="元", words=["米"]),)
    assert found("只要五十九米", "元", coded=code) == [("characters", "米")]
    assert found("玉米很甜", "元", coded=code) == []


def test_a_code_within_its_own_meaning_is_none() -> None:
    code = (Coded(means="血糖高", words=["糖高"]),)
    assert found("糖高的人", "血糖高", coded=code) == [("characters", "糖高")]
    assert found("血糖高的人", "血糖高", coded=code) == [("characters", "血糖高")]


def test_a_filler_beside_a_word_is_no_evasion() -> None:
    own = Rule.model_validate(written(patterns=[{"phrases": ["消炎"]}]))
    (hit,) = Scanner([own]).scan("面膜能消炎")
    assert (hit.stream, hit.evasion) == ("characters", ())


@pytest.mark.parametrize(("text", "word"), [("淡斑白", "淡斑"), ("比热玛吉", "热玛吉")])
def test_a_word_that_jieba_does_not_know_is_not_taken_for_a_piece(text: str, word: str) -> None:
    assert found(text, word) == [("characters", word)]


def test_what_only_sounds_like_an_allow_phrase_covers_no_literal_word() -> None:
    own = Rule.model_validate(written(patterns=[{"phrases": ["治疗"]}], allow=["治疗师"]))
    assert [hit.stream for hit in Scanner([own]).scan("能治疗失眠")] == ["characters"]
    assert Scanner([own]).scan("找治疗师") == []


def test_a_word_is_found_for_every_rule_also_where_one_has_aliases_for_it() -> None:
    alias = {"aliases": [{"means": "神通广大", "words": ["大神"]}]}
    rules = [Rule.model_validate(written("own.a", **alias)), Rule.model_validate(written("own.b", **alias))]
    scanner = Scanner([*rules, Rule.model_validate(written("own.c"))])
    assert [h.rule.id for h in scanner.scan("神通广大")] == ["own.a", "own.b", "own.c"]
    assert [h.rule.id for h in scanner.scan("他是大神")] == ["own.a", "own.b"]


def test_aliases_belong_to_their_rule_alone() -> None:
    alias = {"aliases": [{"means": "神通广大", "words": ["大神"]}]}
    with_alias, without = (
        Rule.model_validate(written(name, **fields)) for name, fields in (("own.a", alias), ("own.b", {}))
    )
    scanner = Scanner([with_alias, without])
    assert [h.rule.id for h in scanner.scan("他是大神")] == ["own.a"]
    assert [h.rule.id for h in scanner.scan("神通广大")] == ["own.a", "own.b"]


def test_what_was_barred_is_told_only_when_asked() -> None:
    own = Rule.model_validate(written(allow=["神通广大的人"]))
    scanner, text = Scanner([own]), "神通广大的人"
    assert scanner.scan(text) == []
    (hit,) = scanner.hits(text, scanner.look(text))
    assert hit.barred is not None
    assert (hit.barred.code, hit.barred.detail) == ("rule.allowed", {"words": "神通广大的人"})
