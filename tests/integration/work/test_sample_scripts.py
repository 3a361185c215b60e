"""The words of the sample broadcasts, as written: what they plant is found, and nothing else."""

from typing import Any

import pytest
import yaml

from monitor.claims.broadcast import load_broadcast
from monitor.claims.catalogue import load_catalogue
from monitor.claims.finding import Decision, Finding
from monitor.rules.citation import legal_day
from monitor.rules.lexicon import load_lexicons
from monitor.settings import LEXICONS
from monitor.text.utterance import Utterance
from monitor.work.check import check
from tests.installed import SAMPLES


def findings_of(name: str, gold: dict[str, Any]) -> list[Finding]:
    lexicon = load_lexicons(LEXICONS)
    catalogue = load_catalogue(SAMPLES / "catalogue.yaml", lexicon.categories)
    broadcast = load_broadcast(SAMPLES / "broadcasts" / f"{name}.broadcast.yaml", catalogue)
    assert broadcast.started_at
    said = [Utterance(line["text"], line["at"], line["end"]) for line in gold["lines"]]
    return check(said, lexicon, catalogue, broadcast, legal_day(broadcast.started_at))


def is_the_planted(found: Finding, planted: dict[str, Any]) -> bool:
    if found.start is None or found.end is None:
        return False
    overlaps = found.start < planted["end"] and planted["at"] < found.end
    return overlaps and (found.product, found.verdict) == (planted["product"], planted["verdict"])


@pytest.mark.parametrize("name", ["beauty", "food", "fresh"])
def test_planted_claims_are_found_and_no_others(name: str) -> None:
    gold = yaml.safe_load((SAMPLES / "broadcasts" / f"{name}.gold.yaml").read_text("utf-8"))
    found = findings_of(name, gold)
    planted = gold["flags"]
    missed = [p["text"] for p in planted if not any(is_the_planted(f, p) for f in found)]
    flagged = [f for f in found if f.decision is not Decision.PASS]
    unplanted = [f.claim for f in flagged if not any(is_the_planted(f, p) for p in planted)]
    assert (missed, unplanted) == ([], [])
