"""Words of selling points that are said for one another."""

from functools import cache
from pathlib import Path

import yaml

_SHIPPED = Path(__file__).parent / "synonyms.yaml"


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    """Each word with all that stand in a line with it."""
    known: dict[str, set[str]] = {}
    for line in yaml.safe_load(_SHIPPED.read_text(encoding="utf-8")):
        for word in line.split():
            known.setdefault(word, set()).update(line.split())
    return {word: tuple(sorted(others)) for word, others in known.items()}


def alike(word: str) -> tuple[str, ...]:
    return _groups().get(word, (word,))
