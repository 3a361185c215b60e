"""The sentence of a finding, in every language."""

from collections.abc import Mapping, Sequence

from monitor.messages import LANGUAGES, say


def sentence(code: str, notes: Sequence[str] = (), **fields: object) -> dict[str, str]:
    """`code` with `fields`, then `notes`; a field that is a mapping holds its words by language."""
    rendered: dict[str, str] = {}
    for language in LANGUAGES:
        words = {k: v[language] if isinstance(v, Mapping) else v for k, v in fields.items()}
        parts = [say(code, language, **words), *(say(note, language, **words) for note in notes)]
        rendered[language] = ("。" if language == "zh" else ". ").join(parts) + (
            "。" if language == "zh" else "."
        )
    return rendered


def by_language(code: str, **fields: object) -> dict[str, str]:
    return {language: say(code, language, **fields) for language in LANGUAGES}
