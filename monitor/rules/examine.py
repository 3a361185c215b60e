"""Rules applied to one clause in its context."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from monitor.rules.context import affirms, asked, corrected, denies, negated, quoted
from monitor.rules.grade import Decision, Severity, Step, Verdict
from monitor.rules.lexicon import Lexicon
from monitor.rules.rule import Exemption, Rule
from monitor.rules.scan import Hit
from monitor.text.normal import Normal, normal
from monitor.text.utterance import Clause

_AROUND = 12


@dataclass(frozen=True, slots=True)
class Goods:
    """What rules must know of the product spoken of. functions: as registered, in normal form."""

    category: str | None = None
    functions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Charge:
    """A rule that the clause breaks. begin, stop: half-open in the utterance's text."""

    rule: Rule
    begin: int
    stop: int
    verdict: Verdict
    decision: Decision
    severity: Severity
    evasion: tuple[str, ...]
    steps: tuple[Step, ...]
    exemption: Exemption | None = None


class Examiner:
    """Finds the charges of a clause. `names`: product and brand names, whose own words are no claim."""

    def __init__(self, lexicon: Lexicon, names: Iterable[str] = ()) -> None:
        self._lexicon = lexicon
        self._names = [name for name in {normal(n).text for n in names} if len(name) > 1]

    def examine(self, clause: Clause, goods: Goods, before: Sequence[Clause] = ()) -> list[Charge]:
        """One charge a rule, the gravest first found; in reading order."""
        form = normal(clause.text)
        charges = self._charges(clause, form, goods, allow_questions=True)
        if not charges and before and affirms(form.text):
            charges = self._answered(clause, before[-1], goods)
        best: dict[str, Charge] = {}
        for charge in charges:
            best.setdefault(charge.rule.id, charge)
        return list(best.values())

    def _answered(self, clause: Clause, question: Clause, goods: Goods) -> list[Charge]:
        """A question read aloud and answered with yes is a claim of the host's own."""
        form = normal(question.text)
        charges = self._charges(question, form, goods, allow_questions=False)
        step = Step("rule.answered", {"question": question.text})
        return [
            replace(c, begin=clause.begin, stop=clause.stop, steps=(*c.steps, step))
            for c in charges
            if c.rule.verdict is Verdict.PROHIBITED and asked(form.text, len(form.text))
        ]

    def _charges(self, clause: Clause, form: Normal, goods: Goods, *, allow_questions: bool) -> list[Charge]:
        return [
            self._charge(hit, clause, form, goods)
            for hit in self._lexicon.scanner.scan(form.text)
            if self._covered(hit.rule, goods)
            and not self._lawful(hit, form.text, goods)
            and not (allow_questions and asked(form.text, hit.begin))
            and not _taken_back(hit, clause, form)
        ]

    def _covered(self, rule: Rule, goods: Goods) -> bool:
        covers, gate = self._lexicon.categories.covers, rule.applies_to
        return covers(gate.categories, goods.category) and not covers(gate.but_not, goods.category)

    def _lawful(self, hit: Hit, text: str, goods: Goods) -> bool:
        if any(_inside(hit, text, name) for name in self._names):
            return True
        if any(_inside(hit, text, function) for function in goods.functions):
            return True
        topic = hit.pattern.topic
        return hit.rule.registered and topic is not None and any(topic in f for f in goods.functions)

    def _charge(self, hit: Hit, clause: Clause, form: Normal, goods: Goods) -> Charge:
        begin, stop = form.span(hit.begin, hit.stop)
        steps = [Step("rule.hit", {"words": clause.text[begin:stop], "stream": hit.stream})]
        charge = Charge(
            hit.rule,
            clause.begin + begin,
            clause.begin + stop,
            hit.rule.verdict,
            hit.rule.decision,
            self._severity(hit.rule, goods),
            hit.evasion,
            tuple(steps),
        )
        if exemption := _exemption(hit.rule, form.text):
            return _exempt(charge, exemption)
        if hit.evasion:
            charge = _evasive(charge)
        return _quote(charge) if quoted(_around(clause)) else charge

    def _severity(self, rule: Rule, goods: Goods) -> Severity:
        for gate, severity in rule.severities.items():
            if self._lexicon.categories.covers([gate], goods.category):
                return severity
        return rule.severity


def _taken_back(hit: Hit, clause: Clause, form: Normal) -> bool:
    """Whether the words are denied or corrected; a denial that only quotes the ban denies nothing."""
    denied = hit.rule.negation == "exempts" and (
        negated(form.text, hit.begin, hit.stop) or any(denies(form.text[a:b]) for a, b in hit.gaps)
    )
    return (denied and not quoted(form.text)) or corrected(clause.utterance.text, clause.begin, clause.stop)


def _exemption(rule: Rule, text: str) -> Exemption | None:
    for exemption in rule.exemptions:
        if any(w in text for w in exemption.words) and not any(w in text for w in exemption.unless):
            return exemption
    return None


def _exempt(charge: Charge, exemption: Exemption) -> Charge:
    return replace(
        charge,
        verdict=Verdict.EVIDENCE_NEEDED,
        decision=Decision.PASS,
        severity=Severity.LOW,
        exemption=exemption,
        steps=(*charge.steps, Step("rule.exempted", {"exemption": exemption.id})),
    )


def _evasive(charge: Charge) -> Charge:
    step = Step("rule.evasion", {"words": "、".join(charge.evasion)})
    if charge.verdict is Verdict.EVIDENCE_NEEDED:
        return replace(charge, steps=(*charge.steps, step))
    return replace(charge, severity=charge.severity.raised(), steps=(*charge.steps, step))


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
