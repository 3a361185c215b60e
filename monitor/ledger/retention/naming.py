"""What an act's body names: broadcasts, flags, records of selection, people, attached files."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from monitor.ledger.act import Done

_DIGEST = re.compile(r"[0-9a-f]{64}")
_NAMED = (
    *("broadcast", "flag", "product", "supplier", "qualification", "sample", "point"),
    *("host", "person", "attachment"),
)


def names(acts: Iterable[Done]) -> dict[str, frozenset[str]]:
    """By what is named, its keys.

    A member called `product` or `products` names products, and so on; so does an object of a `kind` and a
    `key`. The digest of a file names an attachment wherever it stands.
    """
    found: dict[str, set[str]] = {name: set() for name in _NAMED}
    for act in acts:
        for member, text in _texts(act.body or {}):
            if _DIGEST.fullmatch(text):
                found["attachment"].add(text)
            elif member.removesuffix("s") in found:
                found[member.removesuffix("s")].add(text)
    return {name: frozenset(keys) for name, keys in found.items()}


def _texts(value: Any, member: str = "") -> Iterator[tuple[str, str]]:
    """Every text with the nearest member it stands under; a key with its kind."""
    if isinstance(value, str):
        yield member, value
    elif isinstance(value, Mapping):
        if isinstance(value.get("kind"), str) and isinstance(value.get("key"), str):
            yield value["kind"], value["key"]
        for name, inner in value.items():
            yield from _texts(inner, str(name))
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, member)
