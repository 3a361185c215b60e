"""Which product is on air: run sheet, link numbers and names spoken, what is said of it, with hysteresis."""

from dataclasses import dataclass

from monitor.claims.broadcast import Broadcast
from monitor.claims.catalogue import Catalogue, Product
from monitor.claims.content import Content
from monitor.claims.mention import Mention, Mentions, Sense, resumed
from monitor.text.normal import normal
from monitor.text.utterance import Clause, Utterance

_TIMES_NAMED = 2
_ANSWERED_S = 20.0
_ANSWERED_CLAUSES = 4
_OPEN_S = 120.0
"""How long after a turn of the run sheet that nobody announced either product may be meant."""


@dataclass(frozen=True, slots=True)
class OnAir:
    """The product a clause is about, and how that is known: row, named, link, run_sheet, content, only, or
    unknown. others: the products that may be meant as well."""

    product: Product | None
    source: str
    others: tuple[Product, ...] = ()


@dataclass(slots=True)
class _Answer:
    """A viewer's question about another product is being answered."""

    product: Product
    until: float | None
    clauses: int = _ANSWERED_CLAUSES


class Tracker:
    """Follows the product on air through a broadcast, clause by clause."""

    def __init__(self, catalogue: Catalogue, broadcast: Broadcast) -> None:
        self._catalogue = catalogue
        self._turns = list(broadcast.run_sheet)
        self._mentions = Mentions(catalogue)
        self._content = Content(catalogue.products)
        self._current: Product | None = None
        self._source = "unknown"
        self._listed: Product | None = None
        self._open: tuple[Product, float] | None = None
        self._answer: _Answer | None = None
        self._announces = False
        self._strayed = False
        self._named: list[str] = []
        self._aside: tuple[Utterance, Product] | None = None
        if len(catalogue.products) == 1:
            self._current, self._source = catalogue.products[0], "only"

    def follow(self, utterance: Utterance, clause: Clause) -> OnAir:
        """The product that `clause` is about. Call for every clause in order."""
        if utterance.product is not None:
            return OnAir(self._catalogue.by_id.get(utterance.product), "row")
        self._turn_to(utterance.start)
        text = normal(clause.text).text
        mentions = [m for m in self._mentions.find(text) if m.sense is not Sense.BESIDE]
        if resumed(text):
            self._answer = None
        for mention in mentions:
            self._hear(mention, utterance)
        about = {m.product.id: m for m in mentions}
        if len(about) == 1 and (only := mentions[-1]).product is not self._current:
            return OnAir(only.product, "named")
        return self._weighed(utterance, text)

    def _weighed(self, utterance: Utterance, text: str) -> OnAir:
        """Of the products that may be meant, the one whose approved points the words are about."""
        first, source, others = self._candidates(utterance)
        if first is None or not others:
            return OnAir(first, source)
        likest = self._content.likest(text, (first, *others))
        if likest is None:
            return OnAir(first, source, others)
        return OnAir(likest, source if likest is first else "content")

    def _candidates(self, utterance: Utterance) -> tuple[Product | None, str, tuple[Product, ...]]:
        current = self._current
        if self._answer and self._still_answers(self._answer, utterance.start):
            return self._answer.product, "named", _but(self._answer.product, current)
        if self._aside and self._aside[0] is utterance:
            return self._aside[1], "named", _but(self._aside[1], current)
        if self._open and (utterance.start is None or utterance.start < self._open[1]):
            return current, self._source, _but(current, self._open[0])
        return current, self._source, ()

    def _still_answers(self, answer: _Answer, start: float | None) -> bool:
        answer.clauses -= 1
        late = start is not None and answer.until is not None and start > answer.until
        if late or answer.clauses < 0:
            self._answer = None
            return False
        return True

    def _turn_to(self, start: float | None) -> None:
        """The run sheet's turns. A host who announces products is believed before the sheet; one who has
        left its order is no longer held to it, until both agree again."""
        while start is not None and self._turns and self._turns[0].at <= start:
            turn = self._turns.pop(0)
            self._listed = self._catalogue.by_id[turn.product]
            if self._listed is self._current:
                self._strayed, self._open = False, None
            elif self._strayed:
                self._open = None
            elif self._announces:
                self._open = self._listed, turn.at + _OPEN_S
            else:
                before, self._named = self._current, []
                self._current, self._source = self._listed, "run_sheet"
                self._open = (before, turn.at + _OPEN_S) if before else None
        if self._open and start is not None and start >= self._open[1]:
            if self._announces and self._listed is self._open[0] and not self._strayed:
                self._current, self._source = self._listed, "run_sheet"
            self._open = None

    def _hear(self, mention: Mention, utterance: Utterance) -> None:
        product = mention.product
        if product is self._current:
            self._answer = self._aside = None
            self._announces = self._announces or mention.sense is Sense.TURNED
            if self._open and mention.sense is Sense.TURNED:
                self._open = None
            return
        turns = mention.sense in (Sense.TURNED, Sense.BARE)
        if mention.sense is Sense.ASKED:
            until = None if utterance.start is None else utterance.start + _ANSWERED_S
            self._answer = _Answer(product, until)
        elif mention.sense is Sense.BARE and self._answer and self._answer.product is product:
            return
        elif turns or self._current is None or self._is_insisted(mention):
            self._switch(product, mention.source)
        elif mention.sense is Sense.NAMED:
            self._aside = utterance, product

    def _is_insisted(self, mention: Mention) -> bool:
        """Whether a product not on air has been named often enough to be."""
        if mention.sense is not Sense.NAMED or (self._answer and self._answer.product is mention.product):
            return False
        self._named = [*self._named[-3:], mention.product.id]
        return self._named.count(mention.product.id) >= _TIMES_NAMED

    def _switch(self, product: Product, source: str) -> None:
        self._strayed = self._listed is not None and product is not self._listed
        self._current, self._source, self._announces = product, source, True
        self._named, self._open, self._answer, self._aside = [], None, None, None


def _but(product: Product | None, *others: Product | None) -> tuple[Product, ...]:
    return tuple(other for other in others if other and other is not product)
