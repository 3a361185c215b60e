"""An utterance scanned once for all of its clauses."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.rules.scan import Hit, Scanner
from monitor.text.normal import Normal, normal
from monitor.text.utterance import Clause, Utterance


@dataclass(frozen=True, slots=True)
class Placed:
    """A hit at characters of `form`, the normal form of the clause it was said in.

    clause: from the clause in which the hit begins to the end of that in which it ends.
    """

    hit: Hit
    clause: Clause
    form: Normal


class Heard:
    """Every hit of an utterance, to be had clause by clause: it belongs to the one in which it ends."""

    def __init__(self, utterance: Utterance, scanner: Scanner) -> None:
        self.utterance = utterance
        self._form = normal(utterance.text)
        self._scanner = scanner
        self._seen = scanner.look(self._form.text)
        self._by_end: dict[frozenset[str] | None, tuple[list[int], list[Hit]]] = {}

    def text(self, clause: Clause) -> str:
        """The clause in normal form."""
        begins = self._form.begins
        return self._form.text[bisect_left(begins, clause.begin) : bisect_left(begins, clause.stop)]

    def placed(
        self, clause: Clause, before: Sequence[Clause] = (), *, reached: frozenset[str] | None = None
    ) -> list[Placed]:
        """The hits that end in the clause, in reading order.

        before: the clauses that preceded it, in which a hit may begin. reached: the rules to look for;
        without it those of every rule, the barred hits too.
        """
        stops, hits = self._hits(reached)
        if not hits:
            return []
        first, last = bisect_right(stops, clause.begin), bisect_right(stops, clause.stop)
        if first == last:
            return []
        found = sorted(hits[first:last], key=lambda hit: (hit.begin, -hit.stop))
        return list(self._place(found, clause, before))

    def _hits(self, reached: frozenset[str] | None) -> tuple[list[int], list[Hit]]:
        """Where the hits end in the utterance's own text, in order, and the hits."""
        if reached not in self._by_end:
            found = self._scanner.hits(self._form.text, self._seen, reached=reached)
            hits = sorted(found, key=lambda hit: hit.stop)
            self._by_end[reached] = [self._form.ends[hit.stop - 1] for hit in hits], hits
        return self._by_end[reached]

    def _place(self, hits: list[Hit], clause: Clause, before: Sequence[Clause]) -> Iterator[Placed]:
        own = self._form.cut(clause.begin, clause.stop)
        first = bisect_left(self._form.begins, clause.begin)
        for hit in hits:
            if hit.begin >= first:
                yield Placed(hit.moved(-first), clause, own)
            elif start := self._clause_at(hit.begin, before):
                both = Clause(clause.utterance, start.begin, clause.stop)
                moved = hit.moved(-bisect_left(self._form.begins, start.begin))
                yield Placed(moved, both, self._form.cut(both.begin, both.stop))

    def _clause_at(self, at: int, before: Sequence[Clause]) -> Clause | None:
        """The clause of this utterance in which the normal character `at` was said."""
        begin = self._form.begins[at]
        for clause in reversed(before):
            if clause.utterance is not self.utterance or clause.stop <= begin:
                return None
            if clause.begin <= begin:
                return clause
        return None
