"""The talk of a kind of goods: words that hosts say of it whoever sells it."""

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from monitor.claims.catalogue import Product
from monitor.text.yaml_file import read_yaml

_SHIPPED = Path(__file__).with_name("kinds.yaml")


class Kind(BaseModel):
    """of: what goods of the kind are called. words: of their look, parts, packing and use. effects: what they
    are claimed to do."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    of: list[str] = Field(min_length=1)
    words: list[str] = Field(min_length=1)
    effects: list[str] = []


class _KindFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    kinds: list[Kind]


@cache
def shipped_kinds() -> tuple[Kind, ...]:
    """Those of kinds.yaml."""
    return tuple(read_yaml(_SHIPPED, _KindFile)[0].kinds)


def kind_of(product: Product) -> Kind | None:
    """The kind that the end of the product's name tells, or of an alias; None where none does."""
    for name in (product.name, *product.aliases):
        named = [
            (name.rfind(called) + len(called), len(called), at)
            for at, kind in enumerate(shipped_kinds())
            for called in kind.of
            if called in name
        ]
        if named:
            return shipped_kinds()[max(named)[2]]
    return None
