"""What the host may say instead: the approved wording that is nearest to what was written."""

from collections.abc import Callable
from functools import cache

from monitor.claims.about import likeness
from monitor.claims.catalogue import Catalogue, Product, SellingPoint
from monitor.claims.finding import Finding, Verdict
from monitor.claims.match import Approved, Form, approved, covers, form_of

_ANSWERED = frozenset({Verdict.EXCEEDS_APPROVAL, Verdict.UNREVIEWED, Verdict.PROHIBITED})
_LIKE = 75.0
_SHARED = 0.5
_GENERAL = frozenset(
    {
        "健康",
        "水平",
        "维持",
        "改善",
        "增强",
        "提高",
        "功能",
        "状况",
        "作用",
        "效果",
        "产品",
        "含量",
        "净含",
        "可以",
    }
)
"""Words of many selling points: to share them is not to be about the same thing."""


class Suggester:
    """Approved wording for findings. passes: whether a point of a product may be said as approved."""

    def __init__(self, catalogue: Catalogue, passes: Callable[[Product, SellingPoint], bool]) -> None:
        self._catalogue = catalogue
        self._passes = passes
        self._sayable = cache(self._points)

    def suggest(self, finding: Finding) -> str | None:
        """The text of a selling point, None where no approved one is near."""
        product = self._catalogue.by_id.get(finding.product or "")
        if product is None or finding.verdict not in _ANSWERED:
            return None
        points = self._sayable(product.id)
        matched = next((p for p, _ in points if p.id == finding.selling_point), None)
        if matched:
            return matched.text
        said = form_of(finding.claim)
        near = [(score, -i, p.text) for i, (p, known) in enumerate(points) if (score := _near(said, known))]
        return max(near)[2] if near else None

    def _points(self, product: str) -> list[tuple[SellingPoint, Approved]]:
        known = self._catalogue.by_id[product]
        return [(p, approved(p)) for p in known.claims if self._passes(known, p)]


def _near(said: Form, point: Approved) -> float:
    """0..100: how near; 0 where they are about different things."""
    forms = [form for worded in (point, *point.also) for form in worded.forms]
    scores = [max(likeness(said, form, point.whole), 100 * _shared(said, form)) for form in forms]
    best = max(scores, default=0.0)
    return best if best >= _LIKE or any(_shared(said, form) >= _SHARED for form in forms) else 0.0


def _shared(said: Form, form: Form) -> float:
    """The share of the approved words, by length, that were said in the same words or others."""
    content = [term for term in form.terms if len(term) > 1 and term not in _GENERAL]
    total = sum(len(term) for term in content)
    return sum(len(term) for term in content if covers(said, term)) / total if total else 0.0
