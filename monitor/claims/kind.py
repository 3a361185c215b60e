"""The talk of a kind of goods: words that hosts say of it whoever sells it."""

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from monitor.claims.catalogue import Product
from monitor.text.normal import normal
from monitor.text.yaml_file import read_yaml

_SHIPPED = Path(__file__).with_name("kinds.yaml")


class Kind(BaseModel):
    """of: what goods of the kind are called. words: what is said of them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    of: list[str] = Field(min_length=1)
    words: list[str] = Field(min_length=1)


class _KindFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    kinds: list[Kind]


@cache
def shipped_kinds() -> tuple[Kind, ...]:
    """Those of kinds.yaml."""
    return tuple(read_yaml(_SHIPPED, _KindFile)[0].kinds)


def words_of(product: Product) -> frozenset[str]:
    """The words, in normal form, of the kind that the product's name tells; none where it tells none."""
    name = "".join((product.name, *product.aliases))
    named = [(len(called), kind) for kind in shipped_kinds() for called in kind.of if called in name]
    if not named:
        return frozenset()
    kind = max(named, key=lambda found: found[0])[1]
    return frozenset(normal(word).text for word in kind.words)
