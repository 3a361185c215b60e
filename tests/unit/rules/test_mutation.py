"""Sentences changed the way evasion and recognisers change them."""

from pathlib import Path
from typing import Any

import pytest

from monitor.rules.lexicon import load_lexicons
from monitor.rules.mutation import Mutation, evaded, rewritten
from monitor.text.normal import normal
from monitor.text.syllables import encode
from tests.rule_files import rule, write


def mutated(ours: Path, text: str, **fields: Any) -> dict[Mutation, str]:
    write(ours / "shipped.yaml", rule(**fields))
    hits = load_lexicons(ours).scanner.scan(normal(text).text)
    return {m.kind: m.text for m in evaded(text, hits)}


def test_a_filler_goes_into_the_word_itself(ours: Path) -> None:
    assert mutated(ours, "它真是神通广大呀")[Mutation.FILLER] == "它真是神通某广大呀"


def test_a_homophone_sounds_the_same_and_is_written_otherwise(ours: Path) -> None:
    other = mutated(ours, "它真是神通广大呀")[Mutation.HOMOPHONE]
    assert other != "它真是神通广大呀"
    assert encode(other) == encode("它真是神通广大呀")


def test_two_syllables_are_too_few_to_be_known_by_sound(ours: Path) -> None:
    assert mutated(ours, "它有神力呀", patterns=[{"phrases": ["神力"]}]).keys() == {Mutation.FILLER}


def test_numbers_are_not_replaced_by_their_sound(ours: Path) -> None:
    other = mutated(ours, "一百一十百分", patterns=[{"phrases": ["一百一十百分"]}])[Mutation.HOMOPHONE]
    assert other.startswith("一百一十百")


@pytest.mark.parametrize(
    ("mechanisms", "kinds"),
    [
        (["characters"], set()),
        (["characters", "fillers"], {Mutation.FILLER}),
        (["characters", "syllables"], {Mutation.HOMOPHONE}),
    ],
)
def test_only_what_the_pattern_allows_is_tried(
    ours: Path, mechanisms: list[str], kinds: set[Mutation]
) -> None:
    patterns = [{"phrases": ["神通广大"], "mechanisms": mechanisms}]
    assert mutated(ours, "它真是神通广大呀", patterns=patterns).keys() == kinds


def test_a_word_already_in_code_is_left_alone(ours: Path) -> None:
    aliases = [{"means": "神通", "words": ["灵通"]}]
    assert mutated(ours, "它真是灵通广大呀", aliases=aliases) == {}


def test_the_same_words_in_other_characters() -> None:
    assert [m.text for m in rewritten("这个 A5 药")] == ["這個 A5 藥", "这个 Ａ５ 药"]
    assert list(rewritten("你好")) == []
