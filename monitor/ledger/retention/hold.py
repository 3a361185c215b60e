"""Legal holds: while a case holds something, nothing that it concerns is erased."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitor.ledger.act import Done

CASE = "case"
PLACED, LIFTED = "hold_placed", "hold_lifted"
_NAMED = ("flags", "products", "broadcasts")

Concerned = frozenset[tuple[str, str]]
"""What something is about: (flags, products or broadcasts; id or key)."""


@dataclass(frozen=True, slots=True)
class Hold:
    """case: its key. on: what it holds."""

    case: str
    on: Concerned


def hold_of(case: str, acts: Sequence[Done]) -> Hold:
    """As the case's acts leave it: what was placed and not lifted since."""
    held: Concerned = frozenset()
    for act in acts:
        if act.kind == PLACED:
            held |= named(act)
        elif act.kind == LIFTED:
            held -= named(act)
    return Hold(case, held)


def named(act: Done) -> Concerned:
    body = act.body or {}
    return frozenset((kind, str(one)) for kind in _NAMED for one in body.get(kind, []))


def held_by(holds: Iterable[Hold], concerns: Concerned) -> tuple[str, ...]:
    """The cases that hold any of it."""
    return tuple(sorted(hold.case for hold in holds if hold.on & concerns))
