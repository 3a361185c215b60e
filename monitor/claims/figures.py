"""The figures of a clause held against those of a selling point."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from math import isclose

from monitor.claims.finding import Difference
from monitor.claims.form import Approved, Form
from monitor.claims.outcome import Outcome
from monitor.claims.rates import in_rate_of
from monitor.claims.slots import holder_of
from monitor.claims.vocabulary import less_of
from monitor.text.quantities import Comparator, Quantity
from monitor.text.syllables import encode
from monitor.text.units import UNITS

_UPWARDS = re.compile(
    r"少说|起码|至少|最少|只多不少|往上(?![躺坐站爬睡放搁])|朝上|打底|起步|以上|不封顶|多出|还多|不止|远超|(?<!不)超过|多得多|往上走|垫底|冒过|都不止|上头没|还不止|只会多"
)
_WELL_ABOVE = re.compile(r"多出|还多|不止|远超|大大超过|多得多|一大截|只会多|只多不少")
_AMONG = 8
_DAY, _ABOUT_A_MONTH = 86_400.0, 0.04
_WITHIN = ("内", "里头")
_LIMITS = frozenset({"doses", "use_up", "after_opening"})
_LIGHT = re.compile(r"单机重|机身重|自重|轻至|仅重|只重|厚度仅|薄至")
_UNRANKED = frozenset({"number", "temperature", "length", "age"})
_TOGETHER = re.compile(
    r"合起来|一共|总共|加起来|合计|拢共|总[的计]|一天|每天|每日|全部|算下来|整[箱盒套]|一[箱套提][零一二三四五六七八九十两]+[包瓶盒罐袋]"
)
_UNNAMED = re.compile(r"$|[的了啊呢哈吧嘛哦呀哒，。 ]")


def compare_figures(form: Form, point: Approved, said: Form) -> tuple[Outcome, Difference | None]:
    """The gravest way in which a figure said is not the approved one; a part may borrow from the whole."""
    worst: tuple[Outcome, Difference | None] = (Outcome.APPROVED, None)
    for quantity in said.slots.numbers:
        outcome, difference = _compare(form, point, said, quantity)
        if outcome is Outcome.EXCEEDS:
            return outcome, difference
        if outcome is Outcome.WEAKER:
            worst = outcome, difference
    return worst


def comparable(said: Quantity, approved: Quantity) -> bool:
    """Whether two figures measure the same thing, however it was said."""
    if _kind(said.dimension) == _kind(approved.dimension):
        return True
    return said.dimension == "number" and approved.dimension == "percent" and said.high <= 100


def same_figure(said: Quantity, approved: Quantity) -> bool:
    """Whether only the unit is another: 五公斤 for 五斤, 十二天 for 十二小时."""
    if said.dimension == "number" or approved.dimension == "number":
        return False
    return _reads_alike(said, approved) and not equal(said, approved) and not _is_count(said, approved)


def _is_alone(said: Form, form: Form) -> bool:
    """Whether each says one figure alone, so that they can only be meant for one another."""
    return len(said.slots.numbers) == len(form.slots.numbers) == 1


def _reads_alike(said: Quantity, approved: Quantity) -> bool:
    left, right = _bare(said), _bare(approved)
    if left is None or right is None:
        return False
    scales = (1.0, 1000.0) if f"千{said.unit}" in said.written else (1.0,)
    return any(
        isclose(left[0] / scale, right[0], rel_tol=1e-6) and isclose(left[1] / scale, right[1], rel_tol=1e-6)
        for scale in scales
    )


def equal(said: Quantity, approved: Quantity) -> bool:
    """The same amount; a percentage may be said without its unit."""
    if said.dimension == approved.dimension:
        return said.equals(approved)
    return (
        comparable(said, approved) and isclose(said.low, approved.low) and isclose(said.high, approved.high)
    )


def heard_in_unit(said: Form, quantity: Quantity, approved: Quantity, form: Form) -> Quantity:
    """A bare figure in the point's unit: where that was written by its sound, 十二被, or left out."""
    if _is_strength(quantity, approved, form):
        return replace(quantity, dimension="percent", unit="%")
    if quantity.dimension != "number" or approved.unit not in UNITS:
        return quantity
    after = said.text[quantity.stop : quantity.stop + len(approved.unit)]
    named = approved.unit and encode(after) == encode(approved.unit)
    alone = _UNNAMED.match(said.text, quantity.stop) is not None and _follows_its_name(said, quantity, form)
    if not (named or alone):
        return quantity
    if not named and approved.dimension in ("number", "percent"):
        return quantity
    factor = UNITS[approved.unit][1]
    return replace(
        quantity,
        low=quantity.low * factor,
        high=quantity.high * factor,
        dimension=approved.dimension,
        unit=approved.unit,
        stop=quantity.stop + (len(after) if named else 0),
    )


def _is_strength(quantity: Quantity, approved: Quantity, form: Form) -> bool:
    """Whether 十二度 is a share of alcohol."""
    degrees = quantity.dimension == "temperature" and quantity.unit == "度"
    return degrees and approved.dimension == "percent" and "alcohol_degree" in form.about


def _follows_its_name(said: Form, quantity: Quantity, form: Form) -> bool:
    """Whether what it is a figure of, or its container, stands just before it."""
    names = [said.about[name][1] for name in said.about.keys() & form.about.keys()]
    held = [at + 2 for at, _ in said.slots.holders]
    return any(0 <= quantity.begin - stop <= 3 for stop in names + held)


def rivals(said: Form, quantity: Quantity, form: Form) -> list[tuple[Quantity, Quantity]]:
    """The approved figures a figure said can be held against, those of the same container first."""
    pairs = [
        (in_rate_of(heard_in_unit(said, quantity, q, form), q, form.text), q) for q in form.slots.numbers
    ]
    found = [pair for pair in pairs if comparable(*pair) or same_figure(*pair)]
    holder = _holder(said, quantity)
    held = [pair for pair in found if holder and _holder(form, pair[1]) == holder]
    return held or found


def _compare(
    form: Form, point: Approved, said: Form, quantity: Quantity
) -> tuple[Outcome, Difference | None]:
    whole = point.whole
    found = rivals(said, quantity, form) or rivals(said, quantity, whole)
    if not found and _is_alone(said, form) and _reads_alike(quantity, form.slots.numbers[0]):
        written = form.written(form.slots.numbers[0]), said.written(quantity)
        return Outcome.EXCEEDS, Difference("unit", *written)
    if not found or _is_given(said, quantity, whole):
        return Outcome.APPROVED, None
    agreeing = (pair for pair in found if equal(*pair) or _is_sum(said, pair[0], whole))
    if pair := next(agreeing, None) or _in_another_part(form, point, said, quantity):
        return _promise(point, said, *pair)
    return _differing(form, point, said, found)


def _in_another_part(
    form: Form, point: Approved, said: Form, quantity: Quantity
) -> tuple[Quantity, Quantity] | None:
    """An equal figure in a part of the point that the clause may as well be about."""
    if _holder(said, quantity):
        return None
    for part in point.forms:
        mine, theirs = form.about.keys() - part.about.keys(), part.about.keys() - form.about.keys()
        if said.about.keys() & mine and not said.about.keys() & theirs:
            continue
        if part is point.whole and len(point.forms) > 1:
            continue
        for heard, approved in rivals(said, quantity, part):
            if equal(heard, approved):
                return heard, approved
    return None


def _differing(
    form: Form, point: Approved, said: Form, found: list[tuple[Quantity, Quantity]]
) -> tuple[Outcome, Difference | None]:
    """What it is that differs, none of the approved figures being equal."""
    whole = point.whole
    heard, approved = min(found, key=lambda pair: abs(pair[0].low - pair[1].low))
    if other := next((pair for pair in found if same_figure(*pair)), None):
        return Outcome.EXCEEDS, Difference("unit", _in(other[1], form, whole), said.written(other[0]))
    written = _in(approved, form, whole), said.written(heard)
    is_inside = approved.low <= heard.low <= approved.high and approved.low < approved.high
    if is_inside and _is_upward(said, heard):
        return Outcome.EXCEEDS, Difference("comparator", *written)
    slot = {"time": "time", "age": "population"}.get(approved.dimension, "number")
    outcome = Outcome.WEAKER if _is_weaker(point, said, heard, approved) else Outcome.EXCEEDS
    inside = approved.low <= heard.low and heard.high <= approved.high
    if outcome is Outcome.WEAKER and (slot == "population" or inside):
        return Outcome.APPROVED, None
    return outcome, Difference(slot, *written)


def _in(quantity: Quantity, form: Form, whole: Form) -> str:
    return (form if quantity in form.slots.numbers else whole).written(quantity)


def _is_given(said: Form, quantity: Quantity, whole: Form) -> bool:
    """Whether it is an amount that the figure is given for, and not the figure."""
    return any(quantity.equals(q) for q in whole.slots.per) and len(said.slots.numbers) > 1


def adds_up(said: Form, whole: Form) -> bool:
    """Whether a figure said is a total of the approved ones."""
    return any(_is_sum(said, quantity, whole) for quantity in said.slots.numbers)


def _is_sum(said: Form, quantity: Quantity, whole: Form) -> bool:
    """Whether it is a total of the approved figures: three of 120 g are 360 g."""
    if not (_TOGETHER.search(said.text) or quantity.dimension in ("mass", "volume")):
        return False
    own = [q for q in (*said.slots.numbers, *said.slots.per) if q is not quantity and _counts(q)]
    pairs = (
        pair for known in whole.slots.numbers for pair in ((known, q) for q in _others(known, whole, own))
    )
    return any(_is_product(quantity, *pair) or _is_supply(quantity, *pair) for pair in pairs)


def _others(known: Quantity, whole: Form, own: Sequence[Quantity]) -> list[Quantity]:
    """What an approved figure may be multiplied by: another approved one, or a count that was said."""
    return [*(q for q in whole.slots.numbers if q is not known), *own]


def _is_product(quantity: Quantity, first: Quantity, second: Quantity) -> bool:
    counted = _counts(first) or _counts(second)
    same = any(comparable(quantity, q) for q in (first, second))
    return counted and same and isclose(first.low * second.low, quantity.low)


def _is_supply(quantity: Quantity, stock: Quantity, dose: Quantity) -> bool:
    """Whether it is how long a stock lasts at so many a day: ninety at two a day are a month and a half."""
    if quantity.dimension != "time" or not (_counts(stock) and comparable(stock, dose)) or not dose.low:
        return False
    return isclose(stock.low / dose.low * _DAY, quantity.low, rel_tol=_ABOUT_A_MONTH)


def _counts(quantity: Quantity) -> bool:
    return quantity.dimension.startswith("count")


def _promise(
    point: Approved, said: Form, heard: Quantity, approved: Quantity
) -> tuple[Outcome, Difference | None]:
    """最多 48 小时 said without 最多, or any figure said as 至少, promises more than was approved."""
    whole = point.whole
    upward, written = _is_upward(said, heard), (_in(approved, point.forms[-1], whole), said.written(heard))
    if "不到" in heard.written and "不到" not in approved.written:
        slot = "time" if approved.dimension == "time" else "number"
        shorter = Outcome.EXCEEDS if _is_less(point, approved) else Outcome.WEAKER
        return shorter, Difference(slot, *written)
    if approved.base and heard.base is None and _holder(said, heard) and not _holder(whole, approved):
        return Outcome.EXCEEDS, Difference("unit", *written)
    bound = approved.comparator
    plain = heard.comparator in (Comparator.EXACTLY, Comparator.AT_LEAST)
    bounds = bound is Comparator.AT_MOST and not approved.written.endswith(_WITHIN)
    promises = upward or not whole.about.keys() & _LIMITS
    from_most = bounds and plain and promises and not _is_less(point, approved)
    from_least = bound is Comparator.AT_LEAST and bool(_WELL_ABOVE.search(_near(said, heard)))
    if from_most or from_least or (upward and bound is not Comparator.AT_LEAST):
        return Outcome.EXCEEDS, Difference("comparator", *written)
    return Outcome.APPROVED, None


def _is_upward(said: Form, quantity: Quantity) -> bool:
    return quantity.comparator is Comparator.AT_LEAST or _UPWARDS.search(_near(said, quantity)) is not None


def _near(said: Form, quantity: Quantity) -> str:
    """The words beside a figure, up to the next figures."""
    others = [q for q in said.slots.numbers if q.begin != quantity.begin]
    first = max([0, quantity.begin - _AMONG, *(q.stop for q in others if q.stop <= quantity.begin)])
    last = min([quantity.stop + _AMONG, *(q.begin for q in others if q.begin >= quantity.stop)])
    return said.text[first:last]


def _is_weaker(point: Approved, said: Form, heard: Quantity, approved: Quantity) -> bool:
    """Whether the figure said promises less than the approved one."""
    inside = approved.low <= heard.low and heard.high <= approved.high
    if approved.low < approved.high and inside:
        return True
    less = _is_less(point, approved)
    larger = heard.low >= approved.low and heard.high >= approved.high
    smaller = heard.high <= approved.high and heard.low <= approved.low
    ranked = approved.dimension not in _UNRANKED or approved.comparator is not Comparator.EXACTLY or less
    bounded = approved.comparator is Comparator.AT_LEAST
    beyond = _is_upward(said, heard) and heard.high * 1.15 > approved.low and not (less or bounded)
    if not ranked or beyond:
        return False
    return larger if less else smaller


def _is_less(point: Approved, approved: Quantity) -> bool:
    """Whether a smaller figure promises more: as the part of the point that has it says."""
    own = [part for part in point.forms[1:] if any(approved.equals(q) for q in part.slots.numbers)]
    part = own[0] if own else point.whole
    by_concept = any(approved.dimension in less_of(name) for name in part.about)
    return by_concept or (approved.dimension in ("mass", "length") and bool(_LIGHT.search(part.text)))


def _holder(form: Form, quantity: Quantity) -> str | None:
    """What the figure is said of one of: the container named nearest before it, else right after it."""
    before = [name for at, name in form.slots.holders if at < quantity.begin]
    if before:
        return before[-1]
    after = [name for at, name in form.slots.holders if 0 <= at - quantity.stop <= 1]
    return after[0] if after else None


@cache
def _kind(dimension: str) -> str:
    return f"count:{holder_of(dimension[6:])}" if dimension.startswith("count:") else dimension


def _is_count(said: Quantity, approved: Quantity) -> bool:
    """Whether equal figures are only by chance: 两瓶 and 两年."""
    counted = _counts(said) or _counts(approved)
    return counted or {said.dimension, approved.dimension} & {"money", "people", "discount"} != set()


def _bare(quantity: Quantity) -> tuple[float, float] | None:
    unit = quantity.unit.removeprefix("个") if quantity.unit not in UNITS else quantity.unit
    if unit not in UNITS:
        return None
    factor = UNITS[unit][1]
    return quantity.low / factor, quantity.high / factor


def specific(form: Form) -> Iterator[Quantity]:
    """Figures of a dimension that few things have."""
    return (
        q
        for q in form.slots.numbers
        if q.dimension not in ("time", "number", "percent", "money", "people", "times", "temperature")
        and not q.dimension.startswith("count")
    )
