"""A rule that is broken, and what its context makes of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from monitor.messages import LANGUAGES, say
from monitor.rules.context import negation
from monitor.rules.exemptions import notes
from monitor.rules.facts import Checked, State
from monitor.rules.grade import Decision, Severity, Step, Verdict
from monitor.rules.heard import Placed
from monitor.rules.overlay import Mute
from monitor.rules.rule import Exemption, Rule, Sentences

_DECISIONS = list(Decision)
_SEVERITIES = list(Severity)


@dataclass(frozen=True, slots=True)
class Charge:
    """A rule that the clause breaks. begin, stop: half-open in the utterance's text.

    reason: what is wrong or what would prove it, by language. mute: why it passes, where it is muted.
    outranked: what else the same words are charged with.
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
    outranked: tuple["Charge", ...] = ()

    @property
    def every(self) -> tuple["Charge", ...]:
        """Itself and what it outranks."""
        return (self, *self.outranked)

    def speaks_for(self, other: "Charge") -> bool:
        """Whether the other need not be told beside this one; what is muted is told by itself."""
        if self.rule.id == other.rule.id:
            return True
        if self.mute or other.mute:
            return False
        return self.begin < other.stop and other.begin < self.stop


def foremost(charges: Iterable[Charge]) -> list[Charge]:
    """One charge for the same words, and at most one a rule; in reading order.

    The gravest decision speaks, and of these the one over the longest words. Its steps name those
    that it outranks.
    """
    told: list[tuple[Charge, dict[str, Charge]]] = []
    for charge in sorted(charges, key=_rank):
        under = next((others for first, others in told if first.speaks_for(charge)), None)
        if under is None:
            told.append((charge, {charge.rule.id: charge}))
        else:
            under.setdefault(charge.rule.id, charge)
    return sorted((_over(*others.values()) for _, others in told), key=lambda c: (c.begin, -c.stop))


def _rank(charge: Charge) -> tuple[int, bool, int, int, str]:
    is_milder = charge.verdict is not Verdict.PROHIBITED
    length, severity = charge.stop - charge.begin, _SEVERITIES.index(charge.severity)
    return -_DECISIONS.index(charge.decision), is_milder, -length, severity, charge.rule.id


def _over(charge: Charge, *others: Charge) -> Charge:
    if not others:
        return charge
    steps = tuple(Step("rule.outranked", {"rule": other.rule.id}) for other in others)
    return replace(charge, steps=(*charge.steps, *steps), outranked=others)


def with_denial(charge: Charge, placed: Placed) -> Charge:
    """The charge over the denial too, where that is what is prohibited."""
    hit = placed.hit
    if span := negation(placed.form.text, hit.begin, hit.stop):
        begin, stop = placed.form.span(min(span[0], hit.begin), max(span[1], hit.stop))
        return replace(charge, begin=begin, stop=stop)
    return charge


def undecided(charge: Charge) -> Charge:
    """What a registered function may make lawful is for a person to hold against the certificate."""
    return _for_a_person(charge, charge.rule.severity, "rule.functions_unknown")


def _for_a_person(charge: Charge, severity: Severity, why: str) -> Charge:
    if charge.decision is not Decision.BLOCK:
        return charge
    steps = (*charge.steps, Step(why))
    return replace(charge, decision=Decision.REVIEW, severity=severity, steps=steps)


def exempt(charge: Charge, exemption: Exemption) -> Charge:
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


def held(charge: Charge, checked: Checked) -> Charge:
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


def evasive(charge: Charge) -> Charge:
    step = Step("rule.evasion", {"words": "、".join(charge.evasion)})
    if charge.verdict is Verdict.EVIDENCE_NEEDED:
        return replace(charge, steps=(*charge.steps, step))
    return replace(charge, severity=charge.severity.raised(), steps=(*charge.steps, step))


def muted(charge: Charge, mute: Mute) -> Charge:
    step = Step("rule.muted", {"reason": mute.reason, "until": mute.until.isoformat()})
    return replace(
        charge,
        decision=Decision.PASS,
        severity=Severity.INFO,
        mute=mute,
        steps=(*charge.steps, step),
    )


def quote(charge: Charge) -> Charge:
    return _for_a_person(charge, charge.severity.lowered(), "rule.quoted")
