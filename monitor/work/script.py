"""The check before the broadcast: a script or run sheet judged line by line."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from monitor.claims.broadcast import Broadcast
from monitor.claims.catalogue import Catalogue, Product, SellingPoint
from monitor.claims.detector import Detector
from monitor.claims.finding import Finding, Verdict, as_row
from monitor.claims.on_air import OnAir, Tracker
from monitor.claims.script import Line
from monitor.claims.suggest import Suggester
from monitor.messages import Language
from monitor.rules.lexicon import Lexicon
from monitor.text.clauses import clauses
from monitor.text.utterance import Clause, Utterance


@dataclass(frozen=True, slots=True)
class ScriptFinding:
    """line: where it is written; of a missing statement, the last line that claims something of the product.
    suggestion: approved wording.

    The finding's text is the line as written, its span points into that.
    """

    finding: Finding
    line: int
    suggestion: str | None

    def row(self, language: Language) -> dict[str, Any]:
        """The row of `boshen check`, with `line` and `suggestion`."""
        return as_row(self.finding, language) | {"line": self.line, "suggestion": self.suggestion}


def check_script(
    lines: Sequence[Line], lexicon: Lexicon, catalogue: Catalogue, broadcast: Broadcast, today: date
) -> list[ScriptFinding]:
    """Every finding in reading order, approved mentions included. `today`: see Detector."""

    def detector() -> Detector:
        return Detector(lexicon, catalogue, broadcast, today)

    suggester = Suggester(catalogue, _passes(detector()))
    return [
        ScriptFinding(finding, line, suggester.suggest(finding))
        for finding, line in _judged(lines, detector(), Tracker(catalogue, broadcast))
    ]


def _judged(lines: Sequence[Line], detector: Detector, tracker: Tracker) -> Iterator[tuple[Finding, int]]:
    before: list[Clause] = []
    claimed: dict[str | None, int] = {}
    for line in lines:
        if line.product:
            tracker.turn(line.product)
        utterance = Utterance(line.said.text)
        for clause in clauses(utterance):
            for finding in detector.judge(clause, tracker.follow(utterance, clause), before):
                claimed[finding.product] = line.number
                yield replace(finding, text=line.text, span=line.said.span(*finding.span)), line.number
            before = [*before[-3:], clause]
    yield from ((finding, claimed[finding.product]) for finding in detector.conclude())


def _passes(detector: Detector) -> Callable[[Product, SellingPoint], bool]:
    """Whether the program itself would let a point pass, said as it was approved, on the broadcast's day."""

    def passes(product: Product, point: SellingPoint) -> bool:
        utterance = Utterance(point.text)
        found = [f for c in clauses(utterance) for f in detector.judge(c, OnAir(product, "row"))]
        return all(finding.verdict is Verdict.APPROVED for finding in found)

    return passes
