"""Codes and times as an inspector reads them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from monitor.ledger.export.sheet import Cut
from monitor.messages import Language, say, sentences
from monitor.rules.citation import SHANGHAI


def moment(at: datetime) -> str:
    """Date and time in Beijing, whose day is the legal day."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


def signed(cut: Cut, language: Language) -> str:
    """When the checkpoint was signed, or that it was not."""
    return moment(cut.signed_at) if cut.signed_at else say("export.unsigned", language)


def name(kind: str, code: str, language: Language) -> str:
    """What people call `code`; the code itself where it has no name, as a user's own may not."""
    return sentences(language).get(f"export.{kind}.{code}", code)


def label(field: str, language: Language) -> str:
    """What a field of a body is called."""
    return name("field", field, language)


def worded(value: Any, language: Language) -> str:
    """A value of a body: codes named, times in Beijing, lists one a line, parts in one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return name("value", "yes" if value else "no", language)
    if isinstance(value, str):
        return _moment_or_name(value, language)
    if isinstance(value, Mapping):
        return say("export.joint", language).join(parts(value, language).splitlines())
    if isinstance(value, Iterable):
        return "\n".join(worded(one, language) for one in value)
    return str(value)


def parts(body: Mapping[str, Any], language: Language) -> str:
    """The fields that say something, one a line, each with what it is called."""
    told = ((key, worded(value, language)) for key, value in body.items())
    return "\n".join(
        say("export.part", language, label=label(key, language), value=words) for key, words in told if words
    )


def _moment_or_name(text: str, language: Language) -> str:
    if len(text) >= 20 and text[10] == "T":
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            return text
        return moment(at) if at.tzinfo else text
    return name("value", text, language)
