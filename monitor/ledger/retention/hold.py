"""Legal holds: while a case holds something, nothing that it concerns is erased."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitor.ledger.act import Done

CASE = "case"
_NAMED = ("flags", "products", "broadcasts")

Concerned = frozenset[tuple[str, str]]
"""What something is about: (flags, products or broadcasts; id or key)."""


@dataclass(frozen=True, slots=True)
class Hold:
    """case: its key. on: what it holds."""

    case: str
    on: Concerned


def hold_of(case: str, acts: Sequence[Done]) -> Hold:
    """As the case's acts leave it: all that it has gathered, and what the hold itself names, as long as the
    hold stands. A hold lifted for some of it stands for the rest."""
    held: Concerned = frozenset()
    stands = False
    for act in acts:
        if act.kind in ("gathered", "hold_placed"):
            held |= _named(act)
        elif act.kind in ("dropped", "hold_lifted"):
            held -= _named(act)
        if act.kind == "hold_placed":
            stands = True
        elif act.kind == "hold_lifted":
            stands = bool(_named(act))
    return Hold(case, held if stands else frozenset())


def _named(act: Done) -> Concerned:
    body = act.body or {}
    return frozenset((kind, str(one)) for kind in _NAMED for one in body.get(kind, []))


def held_by(holds: Iterable[Hold], concerns: Concerned) -> tuple[str, ...]:
    """The cases that hold any of it."""
    return tuple(sorted(hold.case for hold in holds if hold.on & concerns))
