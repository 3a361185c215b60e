"""Sentences of hosts in many wordings: product, verdict (with the slot that differs), sentence."""

from collections import Counter
from pathlib import Path

import yaml

from bench.claims_labelled import DATA, judged, verdict
from monitor.claims import form
from monitor.claims.catalogue import load_catalogue
from monitor.rules.lexicon import load_lexicons

SAID = Path(__file__).parent / "data" / "said.tsv"


def test_every_wording_is_judged_as_labelled() -> None:
    lexicon = load_lexicons()
    catalogue = load_catalogue(DATA / "catalogue.yaml", lexicon.categories)
    wrong = []
    for line in SAID.read_text("utf-8").splitlines():
        product, expected, text = line.split("\t")
        found = judged(text, product, lexicon, catalogue)
        wanted, _, slot = expected.partition(":")
        slots = {finding.difference.slot for finding in found if finding.difference}
        if verdict(found) != wanted or (slot and slot != "price" and slot not in slots):
            wrong.append((text, expected, verdict(found), sorted(slots)))
    assert wrong == []


def test_a_concept_stands_in_one_file_only() -> None:
    folder = Path(form.__file__).parent / "concepts"
    documents = [yaml.safe_load(path.read_text("utf-8")) for path in sorted(folder.glob("*.yaml"))]
    names = [
        name for one in documents for section in ("attributes", "things") for name in one.get(section) or {}
    ]
    assert [name for name, count in Counter(names).items() if count > 1] == []
