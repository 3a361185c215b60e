"""Which product is on air: a belief moved by names, cues, the run sheet and what is said."""

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.claims.belief import NOTHING, Belief, Step, looked_back
from monitor.claims.broadcast import Broadcast
from monitor.claims.catalogue import Catalogue, Product
from monitor.claims.content import Content
from monitor.claims.course import Course
from monitor.claims.mention import Mention, Mentions, Sense
from monitor.claims.move import Move, compares, moves
from monitor.text.clauses import clauses
from monitor.text.normal import normal
from monitor.text.utterance import Clause, Utterance

_LEAVES = {
    Move.NEXT: 0.93,
    Move.BACK: 0.8,
    Move.OFFERED: 0.35,
    Move.ASKED: 0.25,
    Move.CLOSED: 0.1,
}
_LEAVES_AT_START, _LEAVES_WITHIN, _LEAVES_CLOSED, _LEAVES_NOTHING = 0.05, 0.01, 0.4, 0.3
_CALLED, _BARE, _ASKED, _NAMED, _LINKED, _RECALLED = 9.0, 7.0, 6.0, 2.2, 4.0, 1.0
_PASSING = 6.0
_HOME, _HOME_LATE, _HOME_RESUMED = 0.12, 0.3, 0.97
_ANSWERED_S, _ANSWERED_CLAUSES, _TAKEN_UP = 20.0, 5, 12
_DOUBTED = 0.12
_DISSENT = 2.0
_MOST_OTHERS = 3
_LIST = 3


@dataclass(frozen=True, slots=True)
class OnAir:
    """The product a clause is about.

    source: how that is known: row, named, link, heading, order, back, run_sheet, content, only, or
    unknown. others: the products that may be meant as well, the likeliest first.
    """

    product: Product | None
    source: str
    others: tuple[Product, ...] = ()


@dataclass(slots=True)
class _Aside:
    """The talk answers a question; `home` is what it comes back to."""

    home: str
    since: float | None
    clauses: int = 0


@dataclass(slots=True)
class _Said:
    """A clause taken in: its step, the belief after it, and what it speaks of."""

    clause: Clause
    step: Step
    shares: Mapping[str, float]
    source: str
    content: Mapping[str, float]
    beside: frozenset[str] = frozenset()


class Tracker:
    """Follows the product on air through a broadcast, utterance by utterance."""

    def __init__(self, catalogue: Catalogue, broadcast: Broadcast) -> None:
        self._catalogue = catalogue
        self._course = Course(catalogue, broadcast)
        self._mentions = Mentions(catalogue)
        self._content = Content(catalogue.products)
        self._belief = Belief()
        self._source = "unknown"
        self._aside: _Aside | None = None
        self._closed = 0
        self._doubt: tuple[str, int] = (NOTHING, 0)
        self._utterance: Utterance | None = None
        self._known: dict[int, OnAir] = {}

    def follow(self, utterance: Utterance, clause: Clause) -> OnAir:
        """The product that `clause` is about. Call for the clauses of every utterance in order."""
        if utterance.product is not None:
            return OnAir(self._catalogue.by_id.get(utterance.product), "row")
        if len(self._catalogue.products) == 1:
            return OnAir(self._catalogue.products[0], "only")
        if utterance is not self._utterance:
            self._utterance = utterance
            self._known = self._heard(utterance)
        return self._known[clause.begin]

    def turn(self, product: Product) -> None:
        """`product` is on air from here on: a heading, or the row of a run sheet, says so."""
        self._course.show(self._belief.likeliest, product.id, announced=True)
        self._belief, self._source = Belief(product.id), "heading"
        self._aside, self._closed, self._doubt = None, 0, (NOTHING, 0)

    def _heard(self, utterance: Utterance) -> dict[int, OnAir]:
        """The products of an utterance's clauses, by where each begins, as its last words let us see them."""
        due = self._course.pass_on(utterance.start, self._belief.likeliest)
        cut = clauses(utterance)
        texts = [normal(clause.text).text for clause in cut]
        mentions = _unlisted([self._mentions.find(text) for text in texts])
        said = [
            self._take(clause, text, spoken, due if clause is cut[0] else None)
            for clause, text, spoken in zip(cut, texts, mentions, strict=True)
        ]
        self._closed = max(0, self._closed - 1)
        seen = looked_back([s.shares for s in said], [s.step for s in said])
        known = {s.clause.begin: self._told(s, shares) for s, shares in zip(said, seen, strict=True)}
        self._doubt = (self._doubt[0], max(0, self._doubt[1] - 1))
        return known

    def _take(self, clause: Clause, text: str, mentions: list[Mention], due: float | None) -> _Said:
        """due: of an utterance's first clause, how likely the clock has moved the talk; else None."""
        before, cues = self._belief.likeliest, moves(text)
        beside = frozenset(m.product.id for m in mentions if m.sense is Sense.BESIDE)
        spoken = [m for m in mentions if m.sense is not Sense.BESIDE]
        for mention in mentions:
            self._course.speak_of(mention.product.id)
            self._course.announces |= mention.sense is Sense.TURNED
        content = {p: w for p, w in self._content.evidence(text).items() if p not in beside}
        if compares(text):
            content = {p: w for p, w in content.items() if p == before}
        leave, towards, elsewhere = self._way(before, cues, spoken, due)
        evidence, passing = _witness(content, spoken, before)
        step = Step(leave, towards, elsewhere, evidence, passing)
        self._belief.take(step)
        if (now := self._belief.likeliest) != before:
            self._change(before, now, cues, spoken, due)
        if Move.CLOSED in cues:
            self._closed = 2
        if self._aside:
            self._aside.clauses += 1
            self._aside = self._aside if self._aside.clauses < _TAKEN_UP else None
        return _Said(clause, step, self._belief.shares, self._source, content, beside)

    def _way(
        self, on_air: str, cues: frozenset[Move], spoken: list[Mention], due: float | None
    ) -> tuple[float, dict[str, float], float]:
        """How likely the talk leaves what is on air, and the shares of where it goes."""
        leave = (_LEAVES_WITHIN if due is None else _LEAVES_AT_START) * self._course.silence
        leave = max([leave, *(_LEAVES[cue] for cue in cues if cue in _LEAVES)])
        if on_air == NOTHING:
            leave = max(leave, _LEAVES_NOTHING)
        if self._closed and due is not None:
            leave = max(leave, _LEAVES_CLOSED)
        if Move.NEXT in cues:
            towards, elsewhere = self._course.onward(on_air)
        elif Move.BACK in cues:
            towards, elsewhere = self._course.backward(on_air)
        else:
            towards, elsewhere = self._course.anywhere(on_air)
        if self._aside and (home := self._homeward(cues, first=due is not None)):
            leave, towards, elsewhere = _blended(leave, towards, elsewhere, {self._aside.home: 1.0}, home)
        if due and self._course.due and not spoken:
            leave, towards, elsewhere = _blended(leave, towards, elsewhere, {self._course.due: 1.0}, due)
        called = {m.product.id: _READY[m.sense] for m in spoken if m.product.id != on_air}
        if called:
            named = {p: 1 / len(called) for p in called}
            return _blended(leave, towards, elsewhere, named, max(called.values()))
        return leave, towards, elsewhere

    def _homeward(self, cues: frozenset[Move], *, first: bool) -> float:
        aside = self._aside
        if aside is None:
            return 0.0
        if Move.RESUMED in cues:
            return _HOME_RESUMED
        if not first:
            return 0.0
        start = self._utterance.start if self._utterance else None
        if Move.ASKED in cues:
            return _HOME_LATE
        late = aside.since is not None and start is not None and start - aside.since > _ANSWERED_S
        return _HOME_LATE if late or aside.clauses > _ANSWERED_CLAUSES else _HOME

    def _change(
        self, before: str, now: str, cues: frozenset[Move], spoken: list[Mention], due: float | None
    ) -> None:
        """Another product has become the likeliest: why, and what that means for what follows."""
        named = [m for m in spoken if m.product.id == now]
        self._source = _source(named, cues, now == self._course.due and bool(due))
        self._course.show(before, now, announced=self._source not in ("content", "run_sheet"))
        self._doubt = (before, 3) if self._source == "content" and before else (NOTHING, 0)
        turned = any(m.sense in (Sense.TURNED, Sense.BARE) for m in named)
        asked = any(m.sense is Sense.ASKED for m in named) or (Move.ASKED in cues and not turned)
        home = self._aside.home if self._aside else before
        self._aside = None
        if asked and not turned and home not in (NOTHING, now):
            self._aside = _Aside(home, self._utterance.start if self._utterance else None)

    def _told(self, said: _Said, shares: Mapping[str, float]) -> OnAir:
        likely = sorted(shares, key=lambda p: -shares[p])
        product = likely[0]
        if product == NOTHING:
            return OnAir(None, "unknown")
        content = said.content
        others = [p for p in likely[1:] if p and shares[p] >= _DOUBTED]
        strongest = sorted(content, key=lambda p: -content[p])
        others += [p for p in strongest if content[p] >= content.get(product, 0.0) + _DISSENT]
        if self._doubt[1] and product != self._doubt[0]:
            others.append(self._doubt[0])
        unique = [p for p in dict.fromkeys(others) if p != product and p not in said.beside]
        by_id = self._catalogue.by_id
        return OnAir(by_id[product], said.source, tuple(by_id[p] for p in unique[:_MOST_OTHERS]))


_READY = {Sense.TURNED: 0.6, Sense.BARE: 0.6, Sense.ASKED: 0.6, Sense.NAMED: 0.05, Sense.RECALLED: 0.02}


def _blended(
    leave: float, towards: dict[str, float], elsewhere: float, to: Mapping[str, float], share: float
) -> tuple[float, dict[str, float], float]:
    """One more way to go, taken with likelihood `share` where the others are not."""
    whole = 1 - (1 - leave) * (1 - share)
    kept = leave * (1 - share) / whole
    mixed = {p: kept * w for p, w in towards.items()}
    for product, part in to.items():
        mixed[product] = mixed.get(product, kept * elsewhere) + (1 - kept) * part
    return whole, mixed, kept * elsewhere


def _witness(
    content: Mapping[str, float], spoken: list[Mention], on_air: str
) -> tuple[dict[str, float], dict[str, float]]:
    """What a clause says for products: lasting evidence, and evidence for this clause alone."""
    touched = {m.product.id for m in spoken if m.sense in (Sense.NAMED, Sense.RECALLED)} - {on_air}
    lasting = {product: weight for product, weight in content.items() if product not in touched}
    passing: dict[str, float] = {}
    for mention in spoken:
        product = mention.product.id
        weight = {
            Sense.TURNED: _CALLED,
            Sense.BARE: _BARE,
            Sense.ASKED: _ASKED,
            Sense.NAMED: _LINKED if mention.source == "link" else _NAMED,
            Sense.RECALLED: _RECALLED,
        }[mention.sense]
        lasting[product] = lasting.get(product, 0.0) + weight
        if product != on_air and mention.sense is not Sense.TURNED:
            passing[product] = _PASSING
    return lasting, passing


def _unlisted(mentions: list[list[Mention]]) -> list[list[Mention]]:
    """Products that are listed in one breath are only spoken of."""
    products = {m.product.id for spoken in mentions for m in spoken}
    if len(products) < _LIST:
        return mentions
    return [[m.as_beside() for m in spoken] for spoken in mentions]


def _source(named: list[Mention], cues: frozenset[Move], by_clock: bool) -> str:
    if named:
        return named[-1].source
    if Move.NEXT in cues:
        return "order"
    if Move.BACK in cues or Move.RESUMED in cues:
        return "back"
    return "run_sheet" if by_clock else "content"
