"""Which products and hosts a record of selection stands for, by what it names and what names it."""

from collections import defaultdict
from collections.abc import Mapping

Subject = tuple[str, str]
"""A kind of record and its key."""

_ENDS = ("product", "host")
_BETWEEN = ("supplier", "qualification", "sample", "point")


class Leaning:
    """A qualification stands for the products of the points that lean on it, a supplier for its products."""

    def __init__(self) -> None:
        self._beside: dict[Subject, set[Subject]] = defaultdict(set)

    def add(self, subject: Subject, named: Mapping[str, frozenset[str]]) -> None:
        for kind in (*_ENDS, *_BETWEEN):
            for key in named[kind]:
                self._beside[subject].add((kind, key))
                self._beside[kind, key].add(subject)

    def ends(self, subject: Subject) -> frozenset[Subject]:
        """The products and hosts reached without going through another product or host."""
        if subject[0] in _ENDS:
            return frozenset({subject})
        seen, todo = {subject}, [subject]
        while todo:
            for other in self._beside[todo.pop()] - seen:
                seen.add(other)
                if other[0] not in _ENDS:
                    todo.append(other)
        return frozenset(one for one in seen if one[0] in _ENDS)
