"""Statements that must be spoken of a product: which, whether they were, and by when they were due."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from monitor.claims.catalogue import Product
from monitor.rules.category import Categories
from monitor.rules.rule import Rule
from monitor.text.normal import normal
from monitor.text.syllables import encode

_HEARD = 86.0
_SHORTEST = 4
_REMEMBERED = 120
"""Syllables of a product's talk in which a statement spread over clauses is still found."""
_DENIES = encode("不")
_MARKS = re.compile(r"[\W_]")


@dataclass(frozen=True, slots=True)
class Required:
    """wordings: any one will do; the first is what is asked for. within: seconds of a claim, before or
    after, in which it must be spoken; None where once in the broadcast is enough."""

    rule: Rule
    wordings: tuple[str, ...]
    within: float | None = None

    @property
    def text(self) -> str:
        return self.wordings[0]

    def stands_in(self, sound: str) -> bool:
        """Whether talk, by its sound, holds the statement; one that denies is not heard without its 不."""
        return any(_stands_in(encode(normal(wording).text), sound) for wording in self.wordings)

    def holds(self, sound: str) -> bool:
        """Whether a clause, by its sound, is a part of the statement."""
        if len(sound) < _SHORTEST:
            return False
        wordings = [_spoken(wording) for wording in self.wordings]
        return any(len(sound) <= len(w) + 4 and fuzz.partial_ratio(sound, w) >= _HEARD for w in wordings)


@dataclass(frozen=True, slots=True)
class Missing:
    """due: media seconds by which it had to be spoken; None where no times are known."""

    product: Product | None
    required: Required
    due: float | None


@dataclass(slots=True)
class _Duty:
    """One statement of one product: what is known of it so far. open: when the first claim that still
    waits for it was made. told: it was already said to be missing."""

    required: Required
    claimed: bool = False
    last_claim: float | None = None
    spoken: bool = False
    last_spoken: float | None = None
    open: float | None = None
    told: bool = False

    @property
    def is_lacking(self) -> bool:
        return self.claimed and (self.open is not None or not (self.spoken or self.told))

    def claim(self, at: float | None) -> None:
        self.claimed, self.last_claim = True, at
        within, spoken = self.required.within, self.last_spoken
        if at is None or within is None or self.open is not None:
            return
        if spoken is None or at - spoken > within:
            self.open = at

    def hear(self, at: float | None) -> None:
        self.spoken, self.last_spoken, self.open = True, at, None


@dataclass(slots=True)
class _Talk:
    product: Product
    duties: list[_Duty]
    sound: str = ""


@dataclass
class Statements:
    """The duties of a broadcast's products; fed in order of speech."""

    rules: Iterable[Rule]
    products: Iterable[Product]
    categories: Categories
    _talks: dict[str, _Talk] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        asking = [rule for rule in self.rules if rule.statements]
        missing_rule = next(rule for rule in self.rules if rule.id == "claim.missing_statement")
        for product in self.products:
            if required := list(_required(product, asking, missing_rule, self.categories)):
                self._talks[product.id] = _Talk(product, [_Duty(r) for r in required])

    def hear(self, product: Product | None, text: str, at: float | None) -> bool:
        """Takes in a clause in normal form; whether it is a statement of the product, or part of one."""
        talk = self._talks.get(product.id) if product else None
        if talk is None:
            return False
        sound = _spoken(text)
        talk.sound = (talk.sound + sound)[-_REMEMBERED:]
        said = [duty for duty in talk.duties if duty.required.stands_in(talk.sound)]
        for duty in said:
            duty.hear(at)
        if said:
            talk.sound = ""
        return bool(said) or any(duty.required.holds(sound) for duty in talk.duties)

    def claim(self, product: Product, at: float | None) -> None:
        """Something was claimed of the product at media second `at`."""
        for duty in self._talks[product.id].duties if product.id in self._talks else ():
            duty.claim(at)

    def overdue(self, now: float | None) -> Iterator[Missing]:
        """What had to be spoken before media second `now` and was not; told once for each claim left open."""
        for talk in self._talks.values():
            for duty in talk.duties:
                within = duty.required.within
                if now is None or within is None or duty.open is None or now <= duty.open + within:
                    continue
                yield Missing(talk.product, duty.required, duty.open + within)
                duty.open, duty.told = None, True

    def conclude(self) -> Iterator[Missing]:
        """What the whole broadcast lacks."""
        for talk in self._talks.values():
            for duty in talk.duties:
                if duty.is_lacking:
                    yield Missing(talk.product, duty.required, duty.last_claim)


def _required(
    product: Product, asking: Iterable[Rule], own: Rule, categories: Categories
) -> Iterator[Required]:
    """By law first; of the catalogue's own statements those that no law asks for already."""
    by_law = []
    for rule in asking:
        gate = rule.applies_to
        if categories.covers(gate.categories, product.category) and not categories.covers(
            gate.but_not, product.category
        ):
            within = None if rule.within_minutes is None else rule.within_minutes * 60
            by_law.append(Required(rule, tuple(rule.statements), within))
    yield from by_law
    for statement in product.required_statements:
        if not any(required.holds(_spoken(statement)) for required in by_law):
            yield Required(own, (statement,))


def _spoken(text: str) -> str:
    return encode(_MARKS.sub("", normal(text).text))


def _stands_in(statement: str, sound: str) -> bool:
    found = fuzz.partial_ratio_alignment(statement, sound, score_cutoff=_HEARD)
    if found is None or len(sound) < len(statement):
        return False
    return _DENIES not in statement or _DENIES in sound[found.dest_start : found.dest_end]
