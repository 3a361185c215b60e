"""A word of a rule found in a text, and how."""

from typing import NamedTuple

from monitor.rules.rule import Mechanism

_MECHANISM: dict[str, Mechanism] = {
    "characters": "characters",
    "quantity": "characters",
    "syllables": "syllables",
    "two_syllables": "syllables",
    "fillers": "fillers",
    "weak_fillers": "fillers",
    "replaced": "fillers",
}
_WEAK = frozenset({"two_syllables", "weak_fillers"})


class Found(NamedTuple):
    """One word of a rule at half-open normal characters. stream: how it was found.

    rule: the only rule that may use it, or empty. coded: whether a coded word stood for it. spelt: how
    the rule spells what was found; longer or shorter where fillers were put.
    """

    begin: int
    stop: int
    stream: str
    evasion: tuple[str, ...] = ()
    rule: str = ""
    coded: bool = False
    spelt: str = ""

    @property
    def mechanism(self) -> Mechanism:
        return _MECHANISM[self.stream]

    @property
    def is_weak(self) -> bool:
        """Whether it proves nothing alone."""
        return self.stream in _WEAK


Words = dict[str, dict[tuple[int, int, str], Found]]
"""By word of the rules, where it was found: begin, stop, and the only rule that may use it."""
