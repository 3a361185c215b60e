"""Rules applied to one clause in its context."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from monitor.rules.charge import (
    Charge,
    evasive,
    exempt,
    foremost,
    held,
    muted,
    quote,
    undecided,
    with_denial,
)
from monitor.rules.context import (
    LONGEST_ANSWER,
    affirms,
    answered,
    asked,
    asks_within,
    assumed,
    corrected,
    denies,
    disowned,
    negation,
    quoted,
    read_out,
    renounced,
    scorned,
    sought,
    warnings,
)
from monitor.rules.exemptions import applying, barring, notes
from monitor.rules.facts import Facts, Said, check
from monitor.rules.grade import Step, Verdict
from monitor.rules.heard import Heard, Placed
from monitor.rules.lexicon import Lexicon
from monitor.rules.rule import Rule
from monitor.rules.scan import Hit
from monitor.text.normal import normal
from monitor.text.utterance import Clause, Utterance

_AROUND = 12
_QUESTIONS_BACK = 2
_REMEMBERED = 3
_HEALTH_FOOD = "health_food"


@dataclass(frozen=True, slots=True)
class Goods:
    """What rules must know of the product spoken of. functions: as registered, in normal form.

    price: yuan asked for it now.
    """

    category: str | None = None
    functions: tuple[str, ...] = ()
    product: str | None = None
    price: float | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """What rules must know of the broadcast: its legal day, who speaks in advertising law, its facts."""

    day: date | None = None
    role: str | None = None
    facts: Facts = field(default_factory=Facts)


@dataclass(frozen=True, slots=True)
class Considered:
    """Words of a rule that were heard, and what became of them; begin, stop as in Charge.

    charge: None where nothing was flagged, or another rule speaks for the same words. steps: the hit
    first; where it was not flagged, the last says why.
    """

    rule: Rule
    begin: int
    stop: int
    stream: str
    steps: tuple[Step, ...]
    charge: Charge | None = None


class Examiner:
    """Finds the charges of a clause. `names`: product and brand names, whose own words are no claim."""

    def __init__(self, lexicon: Lexicon, names: Iterable[str] = (), occasion: Occasion | None = None) -> None:
        self._lexicon = lexicon
        self._names = [name for name in {normal(n).text for n in names} if len(name) > 1]
        self._occasion = occasion or Occasion()
        self._heard: deque[Heard] = deque(maxlen=_REMEMBERED)
        self._reaching: dict[str | None, frozenset[str]] = {}

    def examine(self, clause: Clause, goods: Goods, before: Sequence[Clause] = ()) -> list[Charge]:
        """One charge for the same words and at most one a rule; in reading order.

        before: the clauses that preceded it, the nearest last. Words that begin in one of them and
        end in this clause are charged here.
        """
        heard = self._hear(clause.utterance)
        placed = heard.placed(clause, before, reached=self._reached(goods))
        charges = [charge for hit in placed if (charge := self._consider(hit, goods).charge)]
        if not charges and _may_answer(clause, before) and affirms(heard.text(clause)):
            charges = [found.charge for found in self._answered(clause, before, goods) if found.charge]
        return foremost(charges) if len(charges) > 1 else charges

    def explain(self, clause: Clause, goods: Goods, before: Sequence[Clause] = ()) -> list[Considered]:
        """Every hit in reading order, those that were not flagged too, each with its steps."""
        heard = self._hear(clause.utterance)
        considered = [self._consider(placed, goods) for placed in heard.placed(clause, before)]
        is_charged = any(found.charge for found in considered)
        if not is_charged and _may_answer(clause, before) and affirms(heard.text(clause)):
            considered += self._answered(clause, before, goods)
        return list(_told(considered))

    def _reached(self, goods: Goods) -> frozenset[str]:
        if goods.category not in self._reaching:
            self._reaching[goods.category] = self._lexicon.reaching(goods.category)
        return self._reaching[goods.category]

    def _hear(self, utterance: Utterance) -> Heard:
        for heard in self._heard:
            if heard.utterance is utterance:
                return heard
        self._heard.appendleft(Heard(utterance, self._lexicon.scanner))
        return self._heard[0]

    def _answered(self, clause: Clause, before: Sequence[Clause], goods: Goods) -> Iterator[Considered]:
        """A question read aloud and answered with yes is a claim of the host's own."""
        for question in reversed(before[-_QUESTIONS_BACK:]):
            text = self._hear(question.utterance).text(question)
            if asked(text, len(text)):
                yield from self._claims_of(question, clause, goods)
                return
            if not affirms(text):
                return

    def _claims_of(self, question: Clause, clause: Clause, goods: Goods) -> Iterator[Considered]:
        step = Step("rule.answered", {"question": question.text})
        heard = self._hear(question.utterance)
        for placed in heard.placed(question, reached=self._reached(goods)):
            found = self._consider(placed, goods, was_answered=True)
            if found.charge and found.rule.verdict is Verdict.PROHIBITED:
                begin, stop, steps = clause.begin, clause.stop, (*found.steps, step)
                charge = replace(found.charge, begin=begin, stop=stop, steps=steps)
                yield replace(found, begin=begin, stop=stop, steps=steps, charge=charge)

    def _consider(self, placed: Placed, goods: Goods, *, was_answered: bool = False) -> Considered:
        hit, form = placed.hit, placed.form
        begin, stop = form.span(hit.begin, hit.stop)
        step = Step("rule.hit", {"words": placed.clause.utterance.text[begin:stop], "stream": hit.stream})
        silenced = hit.barred or self._lawful(hit, form.text, goods)
        silenced = silenced or _not_meant(placed, was_answered=was_answered)
        if silenced:
            return Considered(hit.rule, begin, stop, hit.stream, (step, silenced))
        charge = self._charge(placed, (begin, stop), step, goods)
        if self._occasion.day and (mute := self._lexicon.muted(hit.rule.id, self._occasion.day)):
            charge = muted(charge, mute)
        return Considered(hit.rule, begin, stop, hit.stream, charge.steps, charge)

    def _lawful(self, hit: Hit, text: str, goods: Goods) -> Step | None:
        """Why the rule does not reach these words, or None."""
        if not self._lexicon.reaches(hit.rule, goods.category):
            return Step("rule.category", {"category": goods.category or ""})
        roles = hit.rule.applies_to.roles
        if roles and self._occasion.role and self._occasion.role not in roles:
            return Step("rule.role", {"role": self._occasion.role})
        for name in self._names:
            if _inside(hit, text, name):
                return Step("rule.named", {"name": name})
        topic = hit.pattern.topic if hit.rule.registered else None
        for function in goods.functions:
            if _inside(hit, text, function) or (topic is not None and topic in function):
                return Step("rule.registered", {"function": function})
        return None

    def _charge(self, placed: Placed, span: tuple[int, int], step: Step, goods: Goods) -> Charge:
        hit, text, day = placed.hit, placed.form.text, self._occasion.day
        rule = hit.rule
        charge = Charge(
            rule,
            *span,
            rule.verdict,
            rule.decision,
            self._lexicon.severity(rule, goods.category),
            hit.evasion,
            (step, *(Step("rule.note", {"exemption": e.id}) for e in notes(rule))),
            rule.message,
        )
        if self._may_be_registered(rule, goods):
            charge = undecided(charge)
        if rule.negation == "triggers":
            charge = with_denial(charge, placed)
        if exemption := applying(rule, text, hit.begin, hit.stop, day):
            return exempt(charge, exemption)
        if bars := barring(rule, text, day):
            steps = (Step("rule.barring", {"exemption": e.id}) for e in bars)
            charge = replace(charge, steps=(*charge.steps, *steps))
        if rule.facts:
            said = Said(text, hit.begin, hit.stop, goods.product, goods.price, day)
            charge = held(charge, check(rule.facts, self._occasion.facts, said))
        if hit.evasion:
            charge = evasive(charge)
        return quote(charge) if quoted(_around(placed.clause)) else charge

    def _may_be_registered(self, rule: Rule, goods: Goods) -> bool:
        """Whether it depends on the registered functions of a health food, which were not given."""
        of_health_food = self._lexicon.categories.covers([_HEALTH_FOOD], goods.category)
        return rule.registered and of_health_food and not goods.functions


def _may_answer(clause: Clause, before: Sequence[Clause]) -> bool:
    return bool(before) and clause.stop - clause.begin <= LONGEST_ANSWER


def _not_meant(placed: Placed, *, was_answered: bool) -> Step | None:
    """Why the words, though said, are no claim of the host's; None where they are."""
    hit, text, clause = placed.hit, placed.form.text, placed.clause
    stopped = _not_claimed(placed, was_answered=was_answered) or _denied(hit, text)
    if stopped is None and corrected(clause.utterance.text, clause.begin, clause.stop):
        return Step("rule.corrected")
    return stopped


def _not_claimed(placed: Placed, *, was_answered: bool) -> Step | None:
    hit, text, clause = placed.hit, placed.form.text, placed.clause
    for begin, stop in warnings(text):
        if begin < hit.stop and hit.begin < stop:
            return Step("rule.warning", {"words": text[begin:stop]})
    asks = asked(text, hit.begin) or any(asks_within(text, *gap) for gap in hit.gaps[:1])
    asks = asks or read_out(clause.utterance.text, clause.begin, clause.stop)
    if asks and not was_answered and not _is_claimed_by_asking(placed):
        return Step("rule.asked")
    if assumed(text, hit.begin):
        return Step("rule.assumed")
    others = disowned(text, hit.begin) or scorned(text, hit.begin, hit.stop)
    others = others or renounced(clause.utterance.text, *placed.form.span(hit.begin, hit.stop))
    return Step("rule.disowned") if others else None


def _is_claimed_by_asking(placed: Placed) -> bool:
    """Whether the question is answered in the same breath, or looks for whom to sell to."""
    hit, utterance = placed.hit, placed.clause.utterance.text
    span = placed.form.span(hit.begin, hit.stop)
    return answered(placed.form.text, hit.stop) or sought(utterance, *span)


def _denied(hit: Hit, text: str) -> Step | None:
    """The rule decides what a denial does; one that only quotes the ban denies nothing."""
    if hit.rule.negation == "irrelevant":
        return None
    denial = _denial(hit, text)
    if hit.rule.negation == "triggers":
        return Step("rule.not_denied") if denial is None else None
    return Step("rule.negated", {"words": denial}) if denial and not quoted(text) else None


def _denial(hit: Hit, text: str) -> str | None:
    """The words that deny the hit, before it, after it or between its words."""
    if span := negation(text, hit.begin, hit.stop):
        return text[span[0] : span[1]]
    return next((text[a:b] for a, b in hit.gaps if denies(text[a:b])), None)


def _around(clause: Clause) -> str:
    """The clause with what stands close around it in the utterance."""
    return clause.utterance.text[max(0, clause.begin - _AROUND) : clause.stop + _AROUND]


def _inside(hit: Hit, text: str, around: str) -> bool:
    at = text.find(around)
    while at >= 0:
        if at <= hit.begin and hit.stop <= at + len(around):
            return True
        at = text.find(around, at + 1)
    return False


def _told(considered: Iterable[Considered]) -> Iterator[Considered]:
    """What was flagged as it speaks or yields; what was not, once a rule, place and reason."""
    considered = list(considered)
    spoken = foremost(found.charge for found in considered if found.charge)
    speaks = {(c.rule.id, c.begin, c.stop): c for c in spoken}
    yields = {(c.rule.id, c.begin, c.stop): first for first in spoken for c in first.outranked}
    seen = set()
    for found in considered:
        place = found.rule.id, found.begin, found.stop
        if found.charge:
            place = found.rule.id, found.charge.begin, found.charge.stop
            if charge := speaks.get(place):
                told = replace(found, charge=charge, steps=charge.steps)
            elif first := yields.get(place):
                step = Step("rule.yielded", {"rule": first.rule.id})
                told = replace(found, charge=None, steps=(*found.steps, step))
            else:
                continue
        else:
            told = found
        key = (*place, told.steps[-1].code)
        if key not in seen:
            seen.add(key)
            yield told
