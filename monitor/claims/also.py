"""Further wordings of a selling point, held against its text."""

from collections.abc import Iterator
from datetime import date

from monitor.claims.compare import compare
from monitor.claims.finding import Difference
from monitor.claims.form import approved, form_of
from monitor.claims.match import matches
from monitor.claims.outcome import Outcome
from monitor.claims.period import midnight
from monitor.claims.product import SellingPoint
from monitor.claims.vocabulary import substances

_DAY = date(2000, 1, 1)
_DEPARTS = frozenset({Outcome.EXCEEDS, Outcome.WEAKER})


def departing(point: SellingPoint) -> Iterator[tuple[int, dict[str, object]]]:
    """The wordings that say something else than the point's text: their numbers, and what is told of them."""
    for number, wording in enumerate(point.also):
        if difference := departure(point, wording):
            yield number, told(wording, point, difference)


def departure(point: SellingPoint, wording: str) -> Difference | None:
    """Where a wording leaves the point's text; that it is said in other words altogether is its purpose."""
    if wording == point.text:
        return None
    known, said = approved(point.model_copy(update={"also": []})), form_of(wording)
    if known.denied and any(not substances().wider({name}) & known.denied for name in said.slots.denied):
        return Difference("negation", point.text, wording)
    alike = matches(said, [known], _DAY)
    outcome, difference = (
        (alike[0].outcome, alike[0].difference)
        if alike
        else compare(said, known.whole, known, known.denied, _DAY, midnight(_DAY))
    )
    if outcome not in _DEPARTS or difference is None:
        return None
    # of words that are not alike a 不 more or less says nothing: 不掉色, 颜色一直在
    return None if not alike and difference.slot == "negation" else difference


def told(wording: str, point: SellingPoint, difference: Difference) -> dict[str, object]:
    """The fields of the sentence that says so."""
    return {
        "wording": wording[:60],
        "point": point.text[:60],
        "approved": difference.approved or "—",
        "said": difference.said,
    }
