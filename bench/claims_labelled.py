"""Labelled utterances: flagged or not, the verdict, and the slot that differs, by kind of utterance.

Each set was written by a hand of its own that saw neither lexicons nor code. Sets named tuned were looked at
while the engine was made; those named frozen never, and they alone tell what to expect of other hosts.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from math import sqrt
from pathlib import Path
from typing import Any

from monitor.claims.broadcast import Broadcast
from monitor.claims.catalogue import Catalogue, load_catalogue
from monitor.claims.detector import Detector
from monitor.claims.finding import Decision, Finding
from monitor.claims.on_air import OnAir
from monitor.rules.lexicon import Lexicon, load_lexicons
from monitor.settings import PROJECT
from monitor.text.clauses import clauses
from monitor.text.utterance import Clause, Utterance

DATA = PROJECT / "bench" / "data" / "claims"
DAY = date(2026, 10, 13)
ORDER = ["prohibited", "price_mismatch", "exceeds_approval", "unreviewed", "evidence_needed", "approved"]
"""Verdicts, the gravest first."""
FLAGGED, VERDICT = 0.95, 0.90
_Z = 1.96
_REMEMBERED = 4


def measured() -> dict[str, Any]:
    """A section for every set; met: by all the frozen ones."""
    lexicon = load_lexicons()
    sets = {path.stem: _of(path, lexicon) for path in sorted(DATA.glob("*.jsonl"))}
    frozen = [figures["met"] for name, figures in sets.items() if name.startswith("frozen")]
    return {"met": all(frozen), **sets}


def verdict(found: list[Finding]) -> str:
    """The gravest of the findings; none where there are none."""
    return min((f.verdict.value for f in found if f.verdict.value in ORDER), key=ORDER.index, default="none")


def judged(text: str, product: str, lexicon: Lexicon, catalogue: Catalogue) -> list[Finding]:
    """The findings of one utterance while the product is on air."""
    started = datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=UTC)
    detector = Detector(lexicon, catalogue, Broadcast("labelled", started, role="publisher"), DAY)
    on_air = OnAir(catalogue.by_id[product], "row")
    found: list[Finding] = []
    before: list[Clause] = []
    for clause in clauses(Utterance(text)):
        found += detector.judge(clause, on_air, before)
        before = [*before, clause][-_REMEMBERED:]
    return found


def _of(path: Path, lexicon: Lexicon) -> dict[str, Any]:
    own = path.with_suffix(".catalogue.yaml")
    catalogue = load_catalogue(own if own.exists() else DATA / "catalogue.yaml", lexicon.categories)
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
    tally: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        found = judged(row["text"], row["product"], lexicon, catalogue)
        for name, right in _answers(row, found):
            tally["all"][name].append(right)
            tally[row["kind"]][name].append(right)
    kinds = {kind: {n: _share(answers) for n, answers in named.items()} for kind, named in tally.items()}
    total = kinds.pop("all")
    least = {"precision": FLAGGED, "recall": FLAGGED, "verdict": VERDICT, "slot": VERDICT}
    met = all(total[name]["share"] >= bound for name, bound in least.items() if name in total)
    return {"met": met, "rows": len(rows), **total, "kinds": kinds}


def _answers(row: dict[str, Any], found: list[Finding]) -> Iterator[tuple[str, bool]]:
    flagged = any(f.decision is not Decision.PASS for f in found)
    if flagged:
        yield "precision", row["flagged"]
    if row["flagged"]:
        yield "recall", flagged
    yield "verdict", verdict(found) == row["verdict"]
    if row["verdict"] == "exceeds_approval":
        yield "slot", row["slot"] in {f.difference.slot for f in found if f.difference}


def _share(answers: list[bool]) -> dict[str, Any]:
    """With Wilson's bounds at 95 %."""
    count, right = len(answers), sum(answers)
    share = right / count
    centre = (share + _Z**2 / (2 * count)) / (1 + _Z**2 / count)
    reach = _Z * sqrt(share * (1 - share) / count + _Z**2 / (4 * count**2)) / (1 + _Z**2 / count)
    low, high = max(0.0, centre - reach), min(1.0, centre + reach)
    return {"share": round(share, 4), "low": round(low, 4), "high": round(high, 4), "of": count}
