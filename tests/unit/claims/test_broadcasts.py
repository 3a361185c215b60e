"""Two whole broadcasts, labelled by hand: product, verdict (with its slot), sentence.

`-` is a sentence that nobody should be bothered with; `review` one that a person must judge.
"""

import random
from collections import defaultdict
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest

from monitor.claims.broadcast import Broadcast
from monitor.claims.catalogue import Catalogue, load_catalogue
from monitor.claims.detector import Detector, judge_all
from monitor.claims.finding import Decision, Finding, Verdict
from monitor.rules.lexicon import load_lexicons
from monitor.text.syllables import encode
from monitor.text.utterance import Utterance

DATA = Path(__file__).parent / "data"
LEXICON = load_lexicons()
BROADCAST = Broadcast("b", datetime(2026, 3, 10, 12, tzinfo=UTC), role="advertiser")
SILENT = {"-", "approved", "evidence_needed"}
FIGURES = frozenset("零一二三四五六七八九十百千万两半点")


def rows(name: str) -> list[tuple[str, str, str]]:
    lines = (DATA / f"{name}broadcast.tsv").read_text(encoding="utf-8").splitlines()
    return [(product, expected, text) for product, expected, text in (line.split("\t") for line in lines)]


def catalogue(name: str) -> Catalogue:
    return load_catalogue(DATA / f"{name}catalogue.yaml")


def judged(name: str, texts: list[str]) -> dict[int, list[Finding]]:
    lines = [Utterance(text, i * 5.0, i * 5.0 + 4, id=str(i)) for i, text in enumerate(texts)]
    found: dict[int, list[Finding]] = defaultdict(list)
    for finding in judge_all(lines, Detector(LEXICON, catalogue(name), BROADCAST, date(2026, 3, 10))):
        found[int(finding.id or -1)].append(finding)
    return found


def flagged(findings: list[Finding]) -> list[Finding]:
    return [f for f in findings if f.decision is not Decision.PASS]


def said(finding: Finding) -> str:
    return finding.verdict.value + (f":{finding.difference.slot}" if finding.difference else "")


@pytest.mark.parametrize("name", ["", "second_"])
def test_every_sentence_is_judged_as_labelled(name: str) -> None:
    labelled = rows(name)
    found = judged(name, [text for _, _, text in labelled])
    wrong = []
    for index, (product, expected, text) in enumerate(labelled):
        got = found[index]
        agrees = expected in (said(f) for f in got) and all(f.product == product for f in got)
        if expected == "review":
            agrees = [f.decision for f in flagged(got)] == [Decision.REVIEW]
        if expected in SILENT:
            agrees = (expected == "-" or agrees) and not flagged(got)
        if not agrees:
            wrong.append((text, expected, [said(f) for f in got]))
    assert wrong == []


def test_the_required_statement_is_missed_at_the_end() -> None:
    found = judged("", [text for _, _, text in rows("")])
    assert [(f.verdict, f.product, f.claim) for f in found[-1]] == [
        (Verdict.MISSING_STATEMENT, "vitamin", "本品不能代替药物")
    ]


@cache
def homophones() -> dict[str, list[str]]:
    by_sound: dict[str, list[str]] = defaultdict(list)
    heard = {c for name in ("", "second_") for _, _, text in rows(name) for c in text}
    for character in sorted(heard - FIGURES):
        by_sound[encode(character)].append(character)
    common = (
        "的地得是事市时实式世在再有又有由以已意人仁会回中种为位上尚个各我要药用永们门来赖到道作做坐和合河"
    )
    for character in common:
        by_sound[encode(character)].append(character)
    return by_sound


def misheard(text: str, chance: random.Random) -> str:
    """About one character in twelve written as another of the same sound; figures never."""
    letters = []
    for character in text:
        others = [c for c in homophones().get(encode(character), []) if c != character]
        swap = others and character not in FIGURES and chance.random() < 0.08
        letters.append(chance.choice(others) if swap else character)
    return "".join(letters)


@pytest.mark.parametrize("name", ["", "second_"])
def test_homophones_change_little(name: str) -> None:
    chance = random.Random(5)
    labelled = rows(name)
    right = due = false = 0
    for _ in range(3):
        found = judged(name, [misheard(text, chance) for _, _, text in labelled])
        for index, (_, expected, _) in enumerate(labelled):
            hit = bool(flagged(found[index]))
            due += expected not in SILENT
            right += hit and expected not in SILENT
            false += hit and expected in SILENT
    assert right / due >= 0.88
    assert false / (3 * len(labelled)) <= 0.05
