"""What makes two findings the same flag. Version 1.

Broadcast, product, rule (or, without one, selling point) and slots; never what was recognised, when, or
by which model or version of the rules. A finding with neither rule nor selling point is known by how its
claim sounds, so that two hearings of it still meet.
"""

import json
from collections.abc import Iterable
from hashlib import sha256

from rapidfuzz.distance import Indel

from monitor.claims.finding import Finding
from monitor.ledger.entry import canonical

VERSION = 1
ALIKE = 0.8
"""Two claims are one when this share of their syllables agrees, in order."""

Anchor = tuple[str, ...]


def fingerprint(broadcast: str, finding: Finding, anchor: Anchor) -> str:
    """64 hex digits. broadcast: the user's id for it. anchor: see `anchor_of`."""
    identity = {
        "version": VERSION,
        "broadcast": broadcast,
        "product": finding.product,
        "rule": finding.rule,
        "selling_point": None if finding.rule else finding.selling_point,
        "slots": list(finding.slots),
        "anchor": list(anchor),
    }
    return sha256(canonical(identity).encode("utf-8")).hexdigest()


def is_anchored(finding: Finding) -> bool:
    """Whether only its sound identifies the claim."""
    return finding.rule is None and finding.selling_point is None


def nearest(anchor: Anchor, others: Iterable[Anchor]) -> Anchor:
    """The most alike of `others`, the first of equals, or `anchor` itself if none is alike enough."""
    found, best = anchor, 0.0
    for other in others:
        likeness = Indel.normalized_similarity(anchor, other)
        if likeness >= ALIKE and likeness > best:
            found, best = other, likeness
    return found


def syllables(claim: str) -> Anchor:
    """Toneless pinyin of each character, other letters in runs, punctuation left out."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    return tuple(lazy_pinyin("".join(c for c in claim.lower() if c.isalnum())))


def pack(values: Iterable[str]) -> str:
    """As kept in a column."""
    return json.dumps(list(values), ensure_ascii=False)


def unpack(packed: str) -> tuple[str, ...]:
    return tuple(json.loads(packed))
