"""Rules applied to one clause in its context."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from monitor.messages import LANGUAGES, say
from monitor.rules.context import (
    LONGEST_ANSWER,
    affirms,
    answered,
    asked,
    assumed,
    corrected,
    denies,
    disowned,
    negation,
    quoted,
    warnings,
)
from monitor.rules.exemptions import applying, barring, notes
from monitor.rules.facts import Checked, Facts, Said, State, check
from monitor.rules.grade import Decision, Severity, Step, Verdict
from monitor.rules.lexicon import Lexicon
from monitor.rules.overlay import Mute
from monitor.rules.rule import Exemption, Rule, Sentences
from monitor.rules.scan import Found, Hit, Scanner, Words
from monitor.text.normal import Normal, normal
from monitor.text.utterance import Clause, Utterance

_AROUND = 12
_QUESTIONS_BACK = 2
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
class Charge:
    """A rule that the clause breaks. begin, stop: half-open in the utterance's text.

    reason: what is wrong or what would prove it, by language. mute: why it passes, where it is muted.
    """

    rule: Rule
    begin: int
    stop: int
    verdict: Verdict
    decision: Decision
    severity: Severity
    evasion: tuple[str, ...]
    steps: tuple[Step, ...]
    reason: Sentences
    exemption: Exemption | None = None
    mute: Mute | None = None


@dataclass(frozen=True, slots=True)
class Considered:
    """Words of a rule that were heard, and what became of them; begin, stop as in Charge.

    charge: None where nothing was flagged. steps: the hit first; where it was not flagged, the last
    says why.
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
        self._last: _Utterance | None = None

    def examine(self, clause: Clause, goods: Goods, before: Sequence[Clause] = ()) -> list[Charge]:
        """One charge a rule, the gravest first found; in reading order."""
        heard = self._utterance(clause)
        may_answer = before and clause.stop - clause.begin <= LONGEST_ANSWER
        if heard.is_silent(clause) and not may_answer:
            return []
        form, words = heard.cut(clause)
        hits = self._lexicon.scanner.hits(form.text, words)
        considered = [self._consider(hit, clause, form, goods) for hit in hits]
        charges = [found.charge for found in considered if found.charge]
        if not charges and before and affirms(form.text):
            charges = [found.charge for found in self._answered(clause, before, goods) if found.charge]
        best: dict[str, Charge] = {}
        for charge in charges:
            best.setdefault(charge.rule.id, charge)
        return list(best.values())

    def explain(self, clause: Clause, goods: Goods, before: Sequence[Clause] = ()) -> list[Considered]:
        """Every hit in reading order, those that were not flagged too, each with its steps."""
        form, words = self._utterance(clause).cut(clause)
        hits = self._lexicon.scanner.hits(form.text, words, every=True)
        considered = [self._consider(hit, clause, form, goods) for hit in hits]
        if not any(found.charge for found in considered) and before and affirms(form.text):
            considered += self._answered(clause, before, goods)
        return list(_once(considered))

    def _utterance(self, clause: Clause) -> "_Utterance":
        if self._last is None or self._last.utterance is not clause.utterance:
            self._last = _Utterance(clause.utterance, self._lexicon.scanner)
        return self._last

    def _answered(self, clause: Clause, before: Sequence[Clause], goods: Goods) -> Iterator[Considered]:
        """A question read aloud and answered with yes is a claim of the host's own."""
        for question in reversed(before[-_QUESTIONS_BACK:]):
            form, _ = self._utterance(question).cut(question)
            if asked(form.text, len(form.text)):
                yield from self._claims_of(question, clause, goods)
                return
            if not affirms(form.text):
                return

    def _claims_of(self, question: Clause, clause: Clause, goods: Goods) -> Iterator[Considered]:
        form, words = self._utterance(question).cut(question)
        step = Step("rule.answered", {"question": question.text})
        for hit in self._lexicon.scanner.hits(form.text, words):
            found = self._consider(hit, question, form, goods, was_answered=True)
            if found.charge and found.rule.verdict is Verdict.PROHIBITED:
                begin, stop, steps = clause.begin, clause.stop, (*found.steps, step)
                charge = replace(found.charge, begin=begin, stop=stop, steps=steps)
                yield replace(found, begin=begin, stop=stop, steps=steps, charge=charge)

    def _consider(
        self, hit: Hit, clause: Clause, form: Normal, goods: Goods, *, was_answered: bool = False
    ) -> Considered:
        begin, stop = form.span(hit.begin, hit.stop)
        step = Step("rule.hit", {"words": clause.utterance.text[begin:stop], "stream": hit.stream})
        found = Considered(hit.rule, begin, stop, hit.stream, (step,))
        silenced = hit.barred or self._lawful(hit, form.text, goods)
        silenced = silenced or _not_meant(hit, clause, form, was_answered=was_answered)
        if silenced:
            return replace(found, steps=(step, silenced))
        charge = self._charge(hit, found, clause, form, goods)
        if self._occasion.day and (mute := self._lexicon.muted(hit.rule.id, self._occasion.day)):
            charge = _muted(charge, mute)
        return replace(found, steps=charge.steps, charge=charge)

    def _lawful(self, hit: Hit, text: str, goods: Goods) -> Step | None:
        """Why the rule does not reach these words, or None."""
        covers, gate = self._lexicon.categories.covers, hit.rule.applies_to
        if not covers(gate.categories, goods.category) or covers(gate.but_not, goods.category):
            return Step("rule.category", {"category": goods.category or ""})
        if gate.roles and self._occasion.role and self._occasion.role not in gate.roles:
            return Step("rule.role", {"role": self._occasion.role})
        for name in self._names:
            if _inside(hit, text, name):
                return Step("rule.named", {"name": name})
        topic = hit.pattern.topic if hit.rule.registered else None
        for function in goods.functions:
            if _inside(hit, text, function) or (topic is not None and topic in function):
                return Step("rule.registered", {"function": function})
        return None

    def _charge(self, hit: Hit, found: Considered, clause: Clause, form: Normal, goods: Goods) -> Charge:
        rule, day = hit.rule, self._occasion.day
        charge = Charge(
            rule,
            found.begin,
            found.stop,
            rule.verdict,
            rule.decision,
            self._severity(rule, goods),
            hit.evasion,
            (*found.steps, *(Step("rule.note", {"exemption": e.id}) for e in notes(rule))),
            rule.message,
        )
        if self._may_be_registered(rule, goods):
            charge = _undecided(charge)
        if rule.negation == "triggers":
            charge = _with_denial(charge, hit, form)
        if exemption := applying(rule, form.text, hit.begin, hit.stop, day):
            return _exempt(charge, exemption)
        bars = tuple(Step("rule.barring", {"exemption": e.id}) for e in barring(rule, form.text, day))
        charge = replace(charge, steps=(*charge.steps, *bars))
        if rule.facts:
            said = Said(form.text, hit.begin, hit.stop, goods.product, goods.price, day)
            charge = _held(charge, check(rule.facts, self._occasion.facts, said))
        if hit.evasion:
            charge = _evasive(charge)
        return _quote(charge) if quoted(_around(clause)) else charge

    def _may_be_registered(self, rule: Rule, goods: Goods) -> bool:
        """Whether it depends on the registered functions of a health food, which were not given."""
        of_health_food = self._lexicon.categories.covers([_HEALTH_FOOD], goods.category)
        return rule.registered and of_health_food and not goods.functions

    def _severity(self, rule: Rule, goods: Goods) -> Severity:
        for gate, severity in rule.severities.items():
            if self._lexicon.categories.covers([gate], goods.category):
                return severity
        return rule.severity


class _Utterance:
    """An utterance scanned once for all of its clauses."""

    def __init__(self, utterance: Utterance, scanner: Scanner) -> None:
        self.utterance = utterance
        self._form = normal(utterance.text)
        words = scanner.words(self._form.text)
        places = sorted((p.begin, w, p) for w, ps in words.items() for p in ps.values())
        self._begins = [begin for begin, _, _ in places]
        self._places = [(word, place) for _, word, place in places]
        self._spots = [self._form.begins[begin] for begin in self._begins]
        self._is_measured = bool(scanner.always)

    def is_silent(self, clause: Clause) -> bool:
        """Whether no word of a rule begins in the clause."""
        if self._is_measured:
            return False
        return bisect_left(self._spots, clause.begin) == bisect_left(self._spots, clause.stop)

    def cut(self, clause: Clause) -> tuple[Normal, Words]:
        """The clause's normal form, which leads back to its utterance, with the words of rules in it."""
        form = self._form.cut(clause.begin, clause.stop)
        words: Words = {}
        if not self._begins:
            return form, words
        first = bisect_left(self._form.begins, clause.begin)
        last = first + len(form.text)
        for word, place in self._places[bisect_left(self._begins, first) : bisect_left(self._begins, last)]:
            if place.stop <= last:
                key = place.begin - first, place.stop - first
                moved = Found(*key, place.stream, place.evasion, place.rule, place.coded)
                words.setdefault(word, {})[key] = moved
        return form, words


def _not_meant(hit: Hit, clause: Clause, form: Normal, *, was_answered: bool) -> Step | None:
    """Why the words, though said, are no claim of the host's; None where they are."""
    stopped = _not_claimed(hit, form.text, was_answered=was_answered) or _denied(hit, form.text)
    if stopped is None and corrected(clause.utterance.text, clause.begin, clause.stop):
        return Step("rule.corrected")
    return stopped


def _not_claimed(hit: Hit, text: str, *, was_answered: bool) -> Step | None:
    for begin, stop in warnings(text):
        if begin < hit.stop and hit.begin < stop:
            return Step("rule.warning", {"words": text[begin:stop]})
    if not was_answered and asked(text, hit.begin) and not answered(text, hit.stop):
        return Step("rule.asked")
    if assumed(text, hit.begin):
        return Step("rule.assumed")
    return Step("rule.disowned") if disowned(text, hit.begin) else None


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


def _with_denial(charge: Charge, hit: Hit, form: Normal) -> Charge:
    """The charge over the denial too, where that is what is prohibited."""
    if span := negation(form.text, hit.begin, hit.stop):
        begin, stop = form.span(min(span[0], hit.begin), max(span[1], hit.stop))
        return replace(charge, begin=begin, stop=stop)
    return charge


def _undecided(charge: Charge) -> Charge:
    """What a registered function may make lawful is for a person to hold against the certificate."""
    if charge.decision is not Decision.BLOCK:
        return charge
    return replace(
        charge,
        decision=Decision.REVIEW,
        severity=charge.rule.severity,
        steps=(*charge.steps, Step("rule.functions_unknown")),
    )


def _exempt(charge: Charge, exemption: Exemption) -> Charge:
    told = [exemption.evidence, *(note.evidence for note in notes(charge.rule))]
    return replace(
        charge,
        verdict=Verdict.EVIDENCE_NEEDED,
        decision=Decision.PASS,
        severity=Severity.LOW,
        exemption=exemption,
        reason={
            "zh": "；".join(sentence["zh"] for sentence in told),
            "en": "; ".join(sentence["en"] for sentence in told),
        },
        steps=(*charge.steps, Step("rule.exempted", {"exemption": exemption.id})),
    )


def _held(charge: Charge, checked: Checked) -> Charge:
    """The charge after its words were held against what is known of the broadcast."""
    step = Step("rule.fact", {"fact": checked.code, "state": checked.state.value} | checked.detail)
    told = {lang: say(f"fact.{checked.code}.{checked.state}", lang, **checked.detail) for lang in LANGUAGES}
    charge = replace(
        charge,
        verdict=Verdict.EVIDENCE_NEEDED,
        decision=Decision.PASS,
        severity=Severity.LOW,
        reason={"zh": f"{charge.reason['zh']}；{told['zh']}", "en": f"{charge.reason['en']}; {told['en']}"},
        steps=(*charge.steps, step),
    )
    if checked.state is State.DIFFERS:
        return replace(charge, verdict=Verdict.PROHIBITED, decision=Decision.REVIEW, severity=Severity.HIGH)
    return replace(charge, severity=Severity.INFO) if checked.state is State.AGREES else charge


def _evasive(charge: Charge) -> Charge:
    step = Step("rule.evasion", {"words": "、".join(charge.evasion)})
    if charge.verdict is Verdict.EVIDENCE_NEEDED:
        return replace(charge, steps=(*charge.steps, step))
    return replace(charge, severity=charge.severity.raised(), steps=(*charge.steps, step))


def _muted(charge: Charge, mute: Mute) -> Charge:
    step = Step("rule.muted", {"reason": mute.reason, "until": mute.until.isoformat()})
    return replace(
        charge,
        decision=Decision.PASS,
        severity=Severity.INFO,
        mute=mute,
        steps=(*charge.steps, step),
    )


def _quote(charge: Charge) -> Charge:
    if charge.decision is not Decision.BLOCK:
        return charge
    return replace(
        charge,
        decision=Decision.REVIEW,
        severity=charge.severity.lowered(),
        steps=(*charge.steps, Step("rule.quoted")),
    )


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


def _once(considered: Iterable[Considered]) -> Iterator[Considered]:
    """What was flagged once a rule; what was not, once a rule, place and reason."""
    seen = set()
    for found in considered:
        key = (
            found.rule.id if found.charge else (found.rule.id, found.begin, found.stop, found.steps[-1].code)
        )
        if key not in seen:
            seen.add(key)
            yield found
