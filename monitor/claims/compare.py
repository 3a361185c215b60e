"""Where a clause leaves the selling point that it is about, slot by slot."""

import re
from collections.abc import Iterator
from datetime import date, datetime

from monitor.claims.about import ages, denied_by, sound_of
from monitor.claims.figures import comparable, compare_figures, equal, rivals
from monitor.claims.finding import Difference
from monitor.claims.form import Approved, Form
from monitor.claims.ladders import climbs
from monitor.claims.outcome import Outcome
from monitor.claims.product import SelectedPoint, SellingPoint
from monitor.claims.vocabulary import parts, people, substances
from monitor.rules.citation import SHANGHAI
from monitor.text.quantities import Comparator

_AHEAD, _BEHIND, _DENIED = 6, 4, 8
_ADDED = re.compile(r"(?:不添加|没有?添加|无添加|零添加|不加|没加|不含|没放|不放)")
_HAS = re.compile(r"含有|含|加了|添加了|有(?!助|利|效|没|什么|用)")
_EXCLUDED = re.compile(
    r"不适|不宜|不能|不可|不要|别|禁|慎|不是|不建议|不给|不让|勿|不敢|没把握|说不[准好]|不保证|没法保证|先别|问过?医生|先试"
)
_ENDLESS = re.compile(
    r"一辈子|一世人|年年|用到老|[戴穿睡用]到老|当(?:奶奶|爷爷|姥姥)|传给[儿女孙后]|几代人|无限期|没有?期限|不限(?:时间|年限|期)|"
    r"想[放搁存用]多久|[穿睡用戴坐]一?辈子|[戴穿用]到(?:头发)?(?:老|白|入土|下一代)|一直(?:管|保)|没有?(?:到期|过期)|多少年都|哪年[坏断]|十年八年|几十年|半辈子|啥时候坏|什么时候坏|甭管(?:哪年|几年|多少年)|[放搁存]到?(?:多久|几时|哪天)都?|什么时候都(?:免费|管)|管到底"
)
_SUITED = re.compile(r"适合|适用|适宜|都能|都可以|也能|也可以|合适|闭眼|人人|所有|任何")
_TWICE = re.compile(r"(?:没有|不是|并非|并不|并没|不|没)(?:零(?!食)|无|不含|未|不添加|没加|没有(?!错)|非)")
_DENIAL = re.compile(r"(?:不能|不会|没有|无法|没法|不是|未能|没|不|未|无)(?:再|都|到)?")
_CHILD_AGE = 18.0


def compare(
    said: Form, form: Form, point: Approved, allowed: frozenset[str], day: date, at: datetime
) -> tuple[Outcome, Difference | None]:
    """Of several differences the first by slot; allowed: what may be denied of the goods.

    A point that does not count at that moment approves nothing, so nothing can go beyond it.
    """
    if gap := _standing(point.point, at):
        return Outcome.OUT_OF_DATE, gap
    outcome, number = compare_figures(form, point, said)
    if outcome is Outcome.EXCEEDS:
        return outcome, number
    for difference in _beyond(said, form, point, allowed):
        if difference:
            return Outcome.EXCEEDS, difference
    if late := _validity(point.point, day):
        return Outcome.OUT_OF_DATE, late
    if outcome is Outcome.WEAKER and point.point.allow_weaker:
        return Outcome.APPROVED, None
    return outcome, number


def _beyond(said: Form, form: Form, point: Approved, allowed: frozenset[str]) -> Iterator[Difference | None]:
    yield _denial(said, form, allowed)
    yield _parts(said, form, point)
    yield _people(said, point.whole if point.whole.excludes or point.whole.suits else form, _suited(point))
    yield _forever(said, point.whole)
    yield _intensity(said, form, point.whole)
    yield _certainty(said, form, point.whole)
    yield _negation(said, form, point.whole)


def _denial(said: Form, form: Form, allowed: frozenset[str]) -> Difference | None:
    """More said to be absent than was approved, or something approved as absent said to be there."""
    denied = denied_by(said)
    if form.slots.denied and _TWICE.search(said.text) and not _TWICE.search(form.text):
        return Difference("negation", form.original, said.original)
    if form.slots.denied and denied:
        extra = denied - allowed
        wider = [name for name in extra if any(name in substances().wider({one}) - {one} for one in allowed)]
        return Difference("negation", form.original, said.original) if wider else None
    if form.slots.denied & said.slots.substances and not said.slots.denies and _HAS.search(said.text):
        return Difference("negation", form.original, said.original)
    if denied & form.slots.substances and not form.slots.denies:
        return Difference("negation", form.original, said.original)
    return None


def _negation(said: Form, form: Form, whole: Form) -> Difference | None:
    """An odd number of denials among the words that are about the point, where it has an even one."""
    if form.slots.denied or form.excludes:
        return None
    spans = _spans(said, form)
    if not form.slots.negators and _agrees(said, form) and not _opens(said, spans):
        return None
    negators = [at for at in _loose(said, form) if _is_near(at, spans) and not _of_another(at, said, form)]
    elsewhere = set(_denials(whole)) - set(_denials(form))
    negators = [at for at in negators if said.text[at : at + 3] not in elsewhere]
    if not negators and _loose(form, said) and not _names_denied(said, form):
        return None
    misheard = not negators and any(sound_of(words) in sound_of(said.text) for words in _denials(form))
    if misheard or len(negators) % 2 == len(_loose(form, said)) % 2 or _denied_apart(said, form):
        return None
    return Difference("negation", form.original, said.original)


def _opens(said: Form, spans: list[tuple[int, int]]) -> bool:
    """Whether a denial stands right before a word about the point."""
    begins = {begin for begin, _ in spans}
    denials = (_DENIAL.match(said.text, at) for at in said.slots.negators)
    return any(denial is not None and denial.end() in begins for denial in denials)


def _agrees(said: Form, form: Form) -> bool:
    """Whether a figure of the point was said: what is denied beside it is something else, 不会高过这个数."""
    return any(equal(*pair) for q in said.slots.numbers for pair in rivals(said, q, form))


def _loose(form: Form, other: Form) -> list[int]:
    """Negators that are no part of a thing that both name: the 不 of 不修 in 只换不修."""
    spans = [form.about[name] for name in form.about.keys() & other.about.keys()]
    return [at for at in form.slots.negators if not any(begin <= at < stop for begin, stop in spans)]


def _denials(form: Form) -> list[str]:
    """Each negator with the two characters after it."""
    return [form.text[at : at + 3] for at in form.slots.negators if len(form.text) >= at + 3]


def _names_denied(said: Form, form: Form) -> bool:
    """Whether it speaks of anything that the form denies, which stands next after the negator."""
    for at in _loose(form, said):
        after = form.text[at : at + _DENIED]
        known = {name for name, (begin, _) in form.about.items() if at <= begin < at + _DENIED}
        words = [term for term in form.terms if term in after]
        if known & said.about.keys() or any(sound_of(word) in sound_of(said.text) for word in words):
            return True
    return False


def _denied_apart(said: Form, form: Form) -> bool:
    """Whether all that is denied are substances, and the point speaks of none."""
    return bool(denied_by(said)) and not form.slots.substances


def _is_near(at: int, spans: list[tuple[int, int]]) -> bool:
    """Whether a negator stands between the words that are about the point, or just beside them."""
    first, last = min(begin for begin, _ in spans), max(stop for _, stop in spans)
    return first - _AHEAD <= at < last + _BEHIND


def _of_another(at: int, said: Form, form: Form) -> bool:
    """Whether it denies a substance or an addition that the point does not speak of: 不添加谷物."""
    added = _ADDED.match(said.text, at)
    if added is None:
        return False
    denied = said.text[added.end() : added.end() + 6]
    named = [form.text[begin:stop] for begin, stop in form.about.values()]
    return len(denied) > 1 and not any(word in denied for word in (*form.terms, *named))


def _spans(said: Form, form: Form) -> list[tuple[int, int]]:
    spans = [said.about[name] for name in said.about.keys() & form.about.keys()]
    sound = sound_of(said.text)
    spans += [(at, at + len(t)) for t in form.terms if len(t) > 1 and (at := sound.find(sound_of(t))) >= 0]
    known = form.slots.numbers
    spans += [(q.begin, q.stop) for q in said.slots.numbers if any(comparable(q, other) for other in known)]
    return spans or [(0, len(said.text))]


def _parts(said: Form, form: Form, point: Approved) -> Difference | None:
    """Parts of the body that the point does not name."""
    approved = (form.slots.parts | point.whole.slots.parts) - {"skin"}
    parts_said = said.slots.parts or (
        said.before.slots.parts if said.before and not said.slots.numbers else frozenset()
    )
    on_things = "surfaces" in point.whole.about
    if not parts_said or not (approved or on_things):
        return None
    extra = [part for part in parts_said if not parts().wider({part}) & approved and part != "skin"]
    if not extra:
        return None
    words = said.slots.said_parts or (said.before.slots.said_parts if said.before else ())
    return Difference("body_part", "、".join(point.whole.slots.said_parts) or form.original, "、".join(words))


def _suited(point: Approved) -> frozenset[str]:
    """Those for whom a part of the point says the goods are, though another says for whom they are not."""
    return frozenset[str]().union(*(form.slots.people for form in point.forms[1:] if form.suits))


def _people(said: Form, form: Form, suited: frozenset[str]) -> Difference | None:
    left, right = form.slots, said.slots
    spoken = right.people or (said.before.slots.people if said.before and form.slots.people else frozenset())
    words = right.said_people or (said.before.slots.said_people if said.before else ())
    difference = Difference("population", "、".join(left.said_people) or form.original, "、".join(words))
    if form.excludes:
        refused = _EXCLUDED.search(said.text) or (said.before and _EXCLUDED.search(said.before.text))
        unsuited = left.people - suited
        met = spoken & unsuited or any(
            name in people().wider({s}) for s in unsuited for name in spoken - suited
        )
        return difference if met and not refused else None
    if form.suits and _EXCLUDED.search(said.text):
        return None
    if form.suits and (outside := _age_outside(said, form)) is not None:
        outside = outside or ("infants" in spoken and "infants" not in left.people)
        return Difference("population", form.original, said.original) if outside else None
    extra = {name for name in spoken if not people().wider({name}) & left.people}
    if any(q.dimension == "age" and q.high >= 3 for q in left.numbers):
        extra -= {"children", "adults", "elderly", "everyone", "toddlers"}
    if not extra:
        return None
    if left.people or form.suits:
        return difference
    return difference if _SUITED.search(said.text) and right.people & extra else None


def _age_outside(said: Form, form: Form) -> bool | None:
    """Whether an age said is outside the approved ones; None where either says none."""
    approved = [q for q in form.slots.numbers if q.dimension == "age"]
    spoken = ages(said)
    if not approved or not spoken:
        return None
    low = approved[0].low
    open_ended = approved[0].comparator is Comparator.AT_LEAST
    high = _CHILD_AGE * 10 if open_ended or approved[0].low == approved[0].high else approved[0].high
    return any(begin < low - 0.04 or end > high + 0.04 for begin, end in spoken)


def _forever(said: Form, whole: Form) -> Difference | None:
    """No end where the point gives a time."""
    timed = [q for q in whole.slots.numbers if q.dimension == "time"]
    endless = _ENDLESS.search(said.text)
    if not timed or not endless or _ENDLESS.search(whole.text):
        return None
    return Difference("time", whole.written(timed[0]), endless.group())


def _intensity(said: Form, form: Form, whole: Form) -> Difference | None:
    """A stronger effect: amplified, or nothing left over, or the next rung of a ladder."""
    left, right = whole.slots, said.slots
    if (right.total and not left.total and not form.slots.denied) or climbs(whole.text, said.text):
        return Difference("intensity", form.original, said.original)
    added = [word for word in right.amplified if word not in left.amplified]
    return Difference("intensity", form.original, added[0]) if added and not left.amplified else None


def _certainty(said: Form, form: Form, whole: Form) -> Difference | None:
    left, right = form.slots, said.slots
    added = [word for word in right.certain if word not in left.certain and not _is_whole(word, whole)]
    if form.slots.denied:
        added = [word for word in added if "任何" not in word]
    if added:
        return Difference("certainty", "、".join(left.hedges or left.certain) or form.original, added[0])
    if left.hedges and not right.hedges and not (said.before and said.before.slots.hedges):
        return Difference("certainty", left.hedges[0], said.original)
    return None


def _is_whole(word: str, form: Form) -> bool:
    """Whether 百分百 is the point's own figure."""
    return word in ("百分百", "百分之百") and any(
        q.dimension == "percent" and q.low == 100 for q in form.slots.numbers
    )


def counts(point: SellingPoint, at: datetime) -> bool:
    """Whether it is approved at that moment; a catalogue file's is, always."""
    return not isinstance(point, SelectedPoint) or point.counts_at(at)


def _standing(point: SellingPoint, at: datetime) -> Difference | None:
    """Whether its approval had lapsed by then, or was yet to come."""
    if not isinstance(point, SelectedPoint) or point.counts_at(at):
        return None
    ended = [period.end for period in point.periods if period.end <= at]
    if ended:
        return Difference("lapsed", _moment(max(ended)), _moment(at))
    if point.periods:
        return Difference("approved_from", _moment(point.periods[0].begin), _moment(at))
    return Difference("unapproved", "", _moment(at))


def _moment(at: datetime) -> str:
    return at.astimezone(SHANGHAI).isoformat(sep=" ", timespec="seconds")


def _validity(point: SellingPoint, day: date) -> Difference | None:
    if point.valid_from and day < point.valid_from:
        return Difference("valid_from", point.valid_from.isoformat(), day.isoformat())
    if point.valid_until and day > point.valid_until:
        return Difference("valid_until", point.valid_until.isoformat(), day.isoformat())
    return None
