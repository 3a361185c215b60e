"""How grave a flag is now: as raised, or graver for what was said since. Never milder."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from monitor.claims.finding import Severity

REPEATED = 3
"""As often heard in one broadcast, a claim is graver by a step."""

_ORDER = list(Severity)


class Graver(StrEnum):
    """Why it is graver than it was raised."""

    OCCURRENCE = "occurrence"
    EVASION = "evasion"
    REPETITION = "repetition"


@dataclass(frozen=True, slots=True)
class Said:
    """One occurrence. scan: which hearing of the broadcast. severity: as judged. evades: coded words or
    fillers were in it. is_counted: the judgement's severity counts the evasion already."""

    scan: str
    severity: Severity
    evades: bool = False
    is_counted: bool = True

    @property
    def gravity(self) -> Severity:
        return self.severity.raised() if self.evades and not self.is_counted else self.severity


@dataclass(frozen=True, slots=True)
class Effective:
    severity: Severity
    because: tuple[Graver, ...] = ()
    times: int = 0


def effective(raised: Severity, said: Iterable[Said]) -> Effective:
    """The gravest of the flag as raised and of its occurrences, and a step more where it was repeated.

    Several scans hear the same words again, so it is repeated where one scan heard it often enough; `times`
    is how often.
    """
    heard = list(said)
    times = max(Counter(one.scan for one in heard).values(), default=0)
    gravest = min(heard, key=lambda one: (rank(one.gravity), not one.evades), default=None)
    severity, because = raised, []
    if gravest and rank(gravest.gravity) < rank(raised):
        severity = gravest.gravity
        because.append(Graver.EVASION if gravest.evades else Graver.OCCURRENCE)
    if times >= REPEATED and severity is not Severity.CRITICAL:
        severity = severity.raised()
        because.append(Graver.REPETITION)
    return Effective(severity, tuple(because), times)


def rank(severity: Severity) -> int:
    """0 is the gravest."""
    return _ORDER.index(severity)
