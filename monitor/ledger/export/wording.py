"""Codes and times as an inspector reads them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from monitor.ledger.export.sheet import Cut
from monitor.messages import Language, say, sentences
from monitor.rules.citation import SHANGHAI

_SHORT = 14


def moment(at: datetime) -> str:
    """Date and time in Beijing, whose day is the legal day."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


def signed(cut: Cut, language: Language) -> str:
    """When the checkpoint was signed, or that it was not."""
    if cut.signed_at is None:
        return say("export.unsigned", language)
    return say("export.signed", language, at=moment(cut.signed_at))


def name(kind: str, code: str, language: Language, otherwise: str | None = None) -> str:
    """What people call `code`; where it has no name, as a user's own may not, `otherwise` or the code."""
    known = sentences(language)
    named = (known.get(f"{group}.{kind}.{code}") for group in ("export", "record", "ledger"))
    return next((words for words in named if words), code if otherwise is None else otherwise)


def label(field: str, language: Language) -> str:
    """What a field of a body is called."""
    return name("field", field, language)


def worded(field: str, value: Any, language: Language) -> str:
    """The value of a field: codes named, times in Beijing, parts in one line, so too a list of short ones."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return say("export.yes" if value else "export.no", language)
    if isinstance(value, str):
        return _moment_or_name(field, value, language)
    if isinstance(value, Mapping):
        return say("export.joint", language).join(parts(value, language).splitlines())
    if isinstance(value, Iterable):
        words = [worded(field, one, language) for one in value]
        long = any(len(one) > _SHORT for one in words)
        return ("\n" if long else say("export.and", language)).join(words)
    return str(value)


def parts(body: Mapping[str, Any], language: Language) -> str:
    """The fields that say something, one a line, each with what it is called, in the order of the names."""
    order = {code: place for place, code in enumerate(sentences(language))}
    keys = sorted(body, key=lambda key: order.get(f"export.field.{key}", len(order)))
    told = ((key, worded(key, body[key], language)) for key in keys)
    return "\n".join(
        say("export.part", language, label=label(key, language), value=words) for key, words in told if words
    )


def _moment_or_name(field: str, text: str, language: Language) -> str:
    if field == "category":
        return sentences(language).get(f"category.{text}", text)
    if len(text) >= 20 and text[10] == "T":
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            return text
        return moment(at) if at.tzinfo else text
    return name("value", f"{field}.{text}", language, text)
