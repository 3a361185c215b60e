from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.speech.characters import Token, simplified, within, words


def tokens(*texts: str) -> list[Token]:
    """Tokens of one second each."""
    return [Token(text, float(i), float(i + 1), 0.5) for i, text in enumerate(texts)]


def texts(*given: str) -> list[str]:
    return [word.text for word in words(tokens(*given))]


def test_a_token_of_two_characters_becomes_two_words_with_interpolated_times() -> None:
    found = words([Token("今天", 1.0, 1.5, 0.8), Token("推", 1.5, 1.7, 0.6)])

    assert [(w.text, w.start, w.end, w.confidence) for w in found] == [
        ("今", 1.0, 1.25, 0.8),
        ("天", 1.25, 1.5, 0.8),
        ("推", 1.5, 1.7, 0.6),
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("买", "i", "Phone", "15", "的"), ["买", "iPhone15", "的"]),
        (("99", ".", "9", "元"), ["99.9", "元"]),
        (("1", ",", "000", "件"), ["1,000", "件"]),
        (("有", "100", "%", "棉"), ["有", "100%", "棉"]),
        (("A", ",", "B"), ["A,", "B"]),
        (("好", "，", "真", "的", "。"), ["好，", "真", "的。"]),
        (("《", "药", "典", "》"), ["《药", "典》"]),
        ((" very", " good", " 好"), ["very ", "good", "好"]),
        (("好", " 的"), ["好", "的"]),
        (("爱", "\N{HEAVY BLACK HEART}", "你"), ["爱\N{HEAVY BLACK HEART}", "你"]),
    ],
)
def test_words_are_characters_or_runs_and_carry_the_punctuation_that_follows(
    given: tuple[str, ...], expected: list[str]
) -> None:
    assert texts(*given) == expected


def test_a_run_lasts_from_its_first_token_to_its_last_without_the_punctuation() -> None:
    run, _ = words(tokens("i", "Phone", "，", "好"))

    assert (run.start, run.end) == (0.0, 2.0)


def test_traditional_is_made_simplified_and_kept_raw() -> None:
    found = words(tokens("產品", "後", "面"))

    assert [w.text for w in found] == ["产", "品", "后", "面"]
    assert [w.raw for w in found] == ["產", "品", "後", "面"]


def test_bytes_that_are_no_character_are_kept_raw() -> None:
    found = words(tokens("好", "\N{REPLACEMENT CHARACTER}", "的"))

    assert "".join(w.raw for w in found) == "好\N{REPLACEMENT CHARACTER}的"


def test_punctuation_alone_is_no_word() -> None:
    assert words(tokens("，", "。")) == []


@given(st.lists(st.text(min_size=1, max_size=6), max_size=12))
def test_the_raw_of_all_words_is_the_models_text(pieces: list[str]) -> None:
    found = words(tokens(*pieces))

    assert not found or "".join(word.raw for word in found) == "".join(pieces)
    assert all(one.end <= other.start + 1e-9 for one, other in pairwise(found))


@given(st.text(max_size=40))
def test_simplifying_keeps_every_character_in_its_place(text: str) -> None:
    assert len(simplified(text)) == len(text)


def test_a_word_stretched_over_silence_is_held_to_the_speech() -> None:
    stretched = [Token("好", 0.0, 2.5, 0.9), Token("的", 2.5, 6.0, 0.9)]

    held = within(stretched, [(1.8, 3.0), (7.0, 9.0)])

    assert [(token.start, token.end) for token in held] == [(1.8, 2.5), (2.5, 3.0)]


def test_a_word_outside_all_speech_keeps_its_times() -> None:
    outside = [Token("好", 4.0, 5.0, 0.9)]

    assert within(outside, [(0.0, 1.0)]) == outside
    assert within(outside, []) == outside
