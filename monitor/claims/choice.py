"""Which of several matches speak for a clause, and what of it they leave unsaid."""

from monitor.claims.cues import SPECIFIC, Cue
from monitor.claims.figures import comparable, equal, rivals
from monitor.claims.match import Form, Match, Outcome, covers, form_of
from monitor.claims.rates import in_rate_of
from monitor.claims.slots import read_slots
from monitor.text.syllables import encode


def states(match: Match) -> bool:
    """Whether a likeness without any cue is close enough to be the claim itself."""
    enough = 84 if match.outcome is Outcome.APPROVED or _reaches_further(match) else 90
    return match.likeness >= enough or bool(match.form.slots.numbers)


def chosen_of(found: list[Match], form: Form) -> list[Match]:
    """The matches that say different things of the clause: each is about terms no earlier one is about."""
    chosen: list[Match] = []
    settled = _settled(found, form)
    found = [m for m in found if not (m.difference and m.difference.said in settled)]
    allowed = any(m.outcome is Outcome.APPROVED and m.whole.slots.people for m in found)
    for match in found:
        if (_stands_apart(match) and not allowed) or not any(
            _about_the_same(match, other, form) for other in chosen
        ):
            chosen.append(match)
    return chosen


def _settled(found: list[Match], form: Form) -> frozenset[str]:
    """Figures as written that a point approves, so that no other point is left by them."""
    approving = [match for match in found if match.outcome is Outcome.APPROVED]
    return frozenset(
        form.written(q)
        for q in form.slots.numbers
        if any(equal(*pair) for match in approving for pair in rivals(form, q, match.form))
    )


def _stands_apart(match: Match) -> bool:
    """Whether it says of whom or what it may not, whatever else the clause says that was approved."""
    return match.outcome is Outcome.EXCEEDS and _reaches_further(match) and match.likeness >= 84


def _reaches_further(match: Match) -> bool:
    return match.difference is not None and match.difference.slot in ("population", "body_part")


def _about_the_same(match: Match, other: Match, form: Form) -> bool:
    said = encode(form.text)
    mine = {t for t in match.form.terms if encode(t) in said}
    theirs = {t for t in other.form.terms if encode(t) in said}
    mine_numbers = {q.dimension for q in match.form.slots.numbers}
    shares_number = bool(mine_numbers & {q.dimension for q in other.form.slots.numbers})
    return bool(mine & theirs) or shares_number or not mine


def is_covered(cue: Cue, chosen: list[Match], form: Form) -> bool:
    """Whether an approved match speaks of what the cue speaks of."""
    if not chosen:
        return False
    if cue.kind == "measure":
        measured = [q for q in form.slots.numbers if q.begin == cue.begin]
        return any(
            comparable(in_rate_of(mine, q, match.whole.text), q)
            for match in chosen
            for mine in measured
            for q in (*match.whole.slots.numbers, *match.whole.slots.per)
        ) or any(rivals(form, mine, match.whole) for match in chosen for mine in measured)
    if cue.kind == "people":
        allowed = {people for match in chosen for people in match.form.slots.people}
        return read_slots(cue.text).people <= allowed or any(match.whole.suits for match in chosen)
    if cue.kind == "material" and any(cue.text.strip("的是真纯") in match.whole.text for match in chosen):
        return True
    if cue.kind not in SPECIFIC or any(covers(match.whole, cue.text) for match in chosen):
        return True
    return bool(form_of(cue.text).about.keys() & {name for match in chosen for name in match.whole.about})
