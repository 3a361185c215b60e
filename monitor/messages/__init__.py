"""Sentences for stable codes, in Chinese and English.

Each module of sentences is a pair of YAML files, `<topic>.zh.yaml` and `<topic>.en.yaml`, of
`code: sentence with {fields}`. Data and API carry the code; people read the sentence.
"""

from functools import cache
from importlib.resources import files
from typing import Literal

import yaml

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def sentences(language: Language) -> dict[str, str]:
    """Every sentence of one language by its code."""
    found: dict[str, str] = {}
    for entry in sorted(files(__package__).iterdir(), key=lambda e: e.name):
        if entry.name.endswith(f".{language}.yaml"):
            found |= yaml.load(entry.read_text(encoding="utf-8"), Loader=_Loader)
    return found


def say(code: str, language: Language, /, **fields: object) -> str:
    """The sentence for `code`, its {fields} filled in. KeyError if there is none."""
    return sentences(language)[code].format(**fields)
