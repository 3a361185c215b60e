"""Pairs of a selling point and a claim that differs from it in one thing, or in nothing but noise.

The selling points are those of the catalogues given and of a composed one. A changed claim is held
against its own point alone, so that no other point may excuse it; an unchanged one is judged by the
Detector against all points of its product, and passes only if nothing is flagged. Noise writes 10 % of
the characters as others of the same sound and loses 3 %, figures apart (`bench.claim_noise` says why).
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bench.claim_catalogue import composed_catalogue
from bench.claim_changes import CHANGES
from bench.claim_noise import DELETIONS, HOMOPHONES, misheard
from monitor.claims.broadcast import Broadcast
from monitor.claims.catalogue import Catalogue, Product, SellingPoint, load_catalogue
from monitor.claims.detector import Detector, judge_all
from monitor.claims.finding import Decision, Finding, Verdict
from monitor.claims.match import Outcome, approved, form_of, matches
from monitor.rules.lexicon import Lexicon, load_lexicons
from monitor.text.normal import plain, spoken
from monitor.text.utterance import Utterance

DAY = date(2026, 3, 1)
LEAST_PAIRS = 2000
ACCEPTED = 0.005
APPROVED = 0.93
UNCHANGED = "unchanged_with_noise"
_COMPOSED = (120, 720)
_SHOWN = 12
_PARTS = re.compile(r"[，,。；;、！!？?（）()]+")
_BEFORE = ("", "", "它", "我们这款", "这个呢", "家人们", "跟大家说一下")
_AFTER = ("", "", "的", "哦", "的哈", "对吧")


@dataclass(frozen=True)
class Source:
    """A selling point, or a part of one between its marks, of a product."""

    catalogue: Catalogue
    product: Product
    point: SellingPoint
    text: str


@dataclass(frozen=True)
class Pair:
    kind: str
    source: Source
    said: str


def measured(seed: int, paths: Sequence[Path], count: int = LEAST_PAIRS) -> dict[str, Any]:
    """The section `pairs`. FileError for a catalogue that cannot be read."""
    sources = [s for catalogue in catalogues(seed, paths) for s in sources_of(catalogue)]
    chance = random.Random(seed)
    lexicon = load_lexicons()
    detectors: dict[str, Detector] = {}
    kinds = {}
    for kind in (*CHANGES, UNCHANGED):
        made = pairs(kind, sources, count, chance)
        kinds[kind] = _kind(kind, made, lexicon, detectors)
    return {
        "selling_points": len({(s.product.id, s.point.id, s.catalogue.version) for s in sources}),
        "noise": {"homophones": HOMOPHONES, "deletions": DELETIONS, "figures": "left as they are"},
        "kinds": kinds,
        "met": all(kind["met"] for kind in kinds.values()),
    }


def catalogues(seed: int, paths: Sequence[Path]) -> list[Catalogue]:
    return [*map(load_catalogue, paths), composed_catalogue(*_COMPOSED, seed)]


def sources_of(catalogue: Catalogue) -> Iterator[Source]:
    """Points in force on the day of the measurement that are not approved for less than they say."""
    for product in catalogue.products:
        for point in product.claims:
            late = point.valid_until is not None and point.valid_until < DAY
            early = point.valid_from is not None and point.valid_from > DAY
            if not (late or early or point.allow_weaker):
                parts = [part for part in _PARTS.split(point.text) if len(part) > 2]
                yield from (Source(catalogue, product, point, part) for part in parts)


def pairs(kind: str, sources: Sequence[Source], count: int, chance: random.Random) -> list[Pair]:
    """`count` different pairs, drawn from all points alike; fewer where so many cannot be made."""
    made: dict[tuple[str, str], Pair] = {}
    for _ in range(count * 20):
        source = chance.choice(sources)
        text = source.text if kind == UNCHANGED else CHANGES[kind](source.text, chance)
        if text is None:
            continue
        said = chance.choice(_BEFORE) + text + chance.choice(_AFTER)
        said = spoken(plain(said)).text if chance.random() < 0.5 else said
        said = misheard(said, chance) if kind == UNCHANGED else said
        made.setdefault((source.text, said), Pair(kind, source, said))
        if len(made) == count:
            break
    return list(made.values())


def _kind(kind: str, made: Sequence[Pair], lexicon: Lexicon, known: dict[str, Detector]) -> dict[str, Any]:
    judged = [(pair, judge(pair, lexicon, known)) for pair in made]
    if kind == UNCHANGED:
        wrong = [(pair, found) for pair, found in judged if not passes(found)]
        share, bound = {"approved": 1 - len(wrong) / len(made)}, {"approved": APPROVED}
        met = share["approved"] >= APPROVED
    else:
        wrong = [(pair, found) for pair, found in judged if accepted(pair)]
        flagged = sum(any(f.decision is not Decision.PASS for f in found) for _, found in judged)
        share = {"accepted": len(wrong) / len(made), "flagged": flagged / len(made)}
        bound = {"accepted": ACCEPTED}
        met = share["accepted"] <= ACCEPTED
    shares = {name: round(value, 4) for name, value in share.items()}
    worst = [_shown(pair, found) for pair, found in wrong[:_SHOWN]]
    return {"pairs": len(made), **shares, "bound": bound, "met": met, "worst": worst}


def accepted(pair: Pair) -> bool:
    """Whether the point approves the claim, taken alone."""
    found = matches(form_of(pair.said), [approved(pair.source.point)], DAY)
    return bool(found) and found[0].outcome is Outcome.APPROVED


def judge(pair: Pair, lexicon: Lexicon, known: dict[str, Detector]) -> list[Finding]:
    """What the Detector finds in the claim while its product is on air."""
    catalogue = pair.source.catalogue
    if catalogue.version not in known:
        known[catalogue.version] = Detector(lexicon, catalogue, Broadcast("b", role="advertiser"), DAY)
    found = judge_all([Utterance(pair.said, product=pair.source.product.id)], known[catalogue.version])
    return [f for f in found if f.verdict is not Verdict.MISSING_STATEMENT]


def passes(found: Sequence[Finding]) -> bool:
    approving = any(f.verdict is Verdict.APPROVED for f in found)
    return approving and all(f.decision is Decision.PASS for f in found)


def _shown(pair: Pair, found: Sequence[Finding]) -> dict[str, str]:
    verdicts = [
        f.verdict.value + (f" ({f.difference.slot}: {f.difference.said})" if f.difference else "")
        for f in found
    ]
    return {"point": pair.source.text, "said": pair.said, "judged": "; ".join(verdicts) or "nothing"}
