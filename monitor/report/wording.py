"""Labels of the report: codes named, times and shares written."""

from datetime import datetime, timedelta, timezone
from math import floor

from monitor.claims.finding import Step
from monitor.clock import clock
from monitor.messages import LANGUAGES, Language, say, sentences
from monitor.report.report import Bilingual

SHANGHAI = timezone(timedelta(hours=8))


def label(key: str, language: Language, **fields: object) -> str:
    """The report's own sentence `report.<key>`; a Bilingual field takes the same language."""
    told = {name: v.text(language) if isinstance(v, Bilingual) else v for name, v in fields.items()}
    return say(f"report.{key}", language, **told)


def both(key: str, **fields: object) -> Bilingual:
    zh, en = (label(key, language, **fields) for language in LANGUAGES)
    return Bilingual(zh, en)


def name(kind: str, code: str, language: Language) -> str:
    """What people call `code`, or the code itself when it has no name, as a user's own may not.

    The names of slots are the findings' own, `slot.<code>`; all others are the report's.
    """
    known = sentences(language)
    return known.get(f"report.{kind}.{code}") or known.get(f"{kind}.{code}", code)


def names(kind: str, code: str) -> Bilingual:
    return Bilingual(name(kind, code, "zh"), name(kind, code, "en"))


def step(taken: Step, language: Language) -> str:
    """One step of the trace as a sentence, its codes named; one without a sentence stands for itself."""
    details = {key: name(key, value, language) for key, value in taken.detail.items()}
    if f"report.step.{taken.code}" not in sentences(language):
        return " ".join((taken.code, *details.values()))
    return label(f"step.{taken.code}", language, **details)


def length(seconds: float) -> str:
    """Seconds to one decimal below a minute, from there on as a clock shows them."""
    return f"{seconds:.1f} s" if seconds < 59.95 else clock(round(seconds))


def percent(share: float) -> str:
    """One decimal, rounded down: 94.99 % is never shown as the 95 % it missed."""
    return f"{floor(share * 1000 + 1e-9) / 10:.1f}%"


def moment(at: datetime) -> str:
    """Date and time in Shanghai, whose day is the legal day."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M} (UTC+8)"
