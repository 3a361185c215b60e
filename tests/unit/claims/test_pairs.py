"""Selling points changed in one thing, or in noise alone: the small form of `make bench-claims`."""

import random

import pytest

from bench.claim_changes import CHANGES
from bench.claim_noise import FIGURES, misheard
from bench.claim_pairs import UNCHANGED, measured
from monitor.settings import PROJECT
from monitor.text.syllables import encode

SAMPLE = PROJECT / "samples" / "catalogue.yaml"


@pytest.fixture(scope="module")
def kinds() -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = measured(11, [SAMPLE], 200)["kinds"]
    return found


@pytest.mark.parametrize("kind", CHANGES)
def test_a_change_is_not_taken_for_approved(kind: str, kinds: dict[str, dict[str, object]]) -> None:
    assert (kinds[kind]["pairs"], kinds[kind]["met"]) == (200, True), kinds[kind]["worst"]


def test_noise_alone_leaves_it_approved(kinds: dict[str, dict[str, object]]) -> None:
    assert kinds[UNCHANGED]["met"], kinds[UNCHANGED]["worst"]


@pytest.mark.parametrize("kind", CHANGES)
def test_every_change_changes_the_text(kind: str) -> None:
    chance = random.Random(1)
    texts = ["含有百分之五的烟酰胺", "保温24小时", "适合成年人使用", "有助于增强免疫力", "不添加蔗糖"]
    changed = [(text, CHANGES[kind](text, chance)) for text in texts for _ in range(20)]
    assert any(new for _, new in changed)
    assert all(text != new for text, new in changed)


def test_noise_leaves_figures_and_sounds() -> None:
    chance = random.Random(2)
    text = "每瓶净含量五百克，保温24小时" * 20
    swapped = misheard(text, chance, 0.5, 0.0)
    assert swapped != text
    assert [c for c in swapped if c in FIGURES] == [c for c in text if c in FIGURES]
    assert len(swapped) == len(text)
    same = sum(a == b for a, b in zip(encode(swapped), encode(text), strict=True))
    assert same / len(text) > 0.9
    assert 0.94 < len(misheard(text, chance, 0.0, 0.03)) / len(text) < 1.0
