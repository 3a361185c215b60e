"""A catalogue of any size, composed from a seed.

Synthetic: no such shop, product, licence or report exists.
"""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from monitor.claims.catalogue import Catalogue, Product, SellingPoint

WORDS: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("claim_words.yaml").read_text("utf-8"))


def _words(name: str) -> list[str]:
    words: list[str] = WORDS[name].split()
    return words


_ACTIVES = _words("actives")
_STUFFS = _words("stuffs")
_ORIGINS = _words("origins")
_GOODS = _words("goods")
_DOES = _words("effects")
_PEOPLE = _words("people")
_DOINGS = _words("doings")
_PAPERS = _words("papers")
_LASTS = _words("lasting")
_TIMES = _words("times")
_PERCENT = _words("shares")
_FIGURED: list[tuple[str, str]] = list(WORDS["figured"].items())


def _figure(chance: random.Random) -> str:
    small = chance.random() < 0.5
    return str(chance.randint(2, 60) if small else chance.randint(2, 99) * chance.choice((10, 50, 100)))


def _lasting(chance: random.Random) -> str:
    return f"{chance.choice(_GOODS)}{chance.choice(_LASTS)}{chance.randint(2, 72)}{chance.choice(_TIMES)}"


def _figured(chance: random.Random) -> str:
    what, units = chance.choice(_FIGURED)
    return f"{chance.choice(_GOODS)}{what}{_figure(chance)}{chance.choice(units.split())}"


def _percent(chance: random.Random) -> str:
    return f"{chance.choice((*_ACTIVES, *_STUFFS))}{chance.choice(_PERCENT)}{chance.randint(2, 99)}%"


def _ingredient(chance: random.Random) -> str:
    first, second = chance.sample(_ACTIVES, 2)
    return chance.choice(
        (f"含有{first}和{second}", f"添加{first}{chance.randint(2, 90)}毫克", f"不含{first}")
    )


def _material(chance: random.Random) -> str:
    return f"{chance.choice(_GOODS)}采用{chance.choice(_ORIGINS)}{chance.choice(_STUFFS)}"


def _helps(chance: random.Random) -> str:
    first, second = chance.sample(_DOES, 2)
    how = chance.choice(("有助于", "", "帮助", ""))
    return f"{chance.choice(_ACTIVES)}{how}{first}{chance.choice(('、', '，', ''))}{second}"


def _suits(chance: random.Random) -> str:
    return f"适合{chance.choice(_PEOPLE)}{chance.choice(_DOINGS)}的{chance.choice(_GOODS)}"


def _from(chance: random.Random) -> str:
    return f"{chance.choice(_GOODS)}原料产自{chance.choice(_ORIGINS)}海拔{chance.randint(2, 40)}00米"


def _papered(chance: random.Random) -> str:
    return f"{chance.choice(_DOES)}{chance.choice(_GOODS)}有{chance.choice(_PAPERS)}"


def _short(chance: random.Random) -> str:
    does = [words for words in _DOES if len(words) > 2]
    return chance.choice((*does, f"{chance.randint(1, 10)}年质保", f"不添加{chance.choice(_ACTIVES)}"))


_KINDS: tuple[Callable[[random.Random], str], ...] = (
    _lasting,
    _figured,
    _percent,
    _ingredient,
    _material,
    _helps,
    _suits,
    _from,
    _papered,
    _short,
)


def composed_catalogue(products: int, points: int, seed: int) -> Catalogue:
    """`points` selling points spread evenly over `products`; the same for the same seed."""
    chance = random.Random(seed)
    made = []
    for number in range(products):
        count = points // products + (number < points % products)
        texts = [chance.choice(_KINDS)(chance) for _ in range(count)]
        made.append(
            Product(
                id=f"p{number}",
                name=f"{chance.choice(_ORIGINS)}{chance.choice(_ACTIVES)}{chance.choice(_GOODS)}{number}号",
                category="other",
                link=str(number + 1),
                claims=[SellingPoint(id=f"p{number}-{i}", text=text) for i, text in enumerate(texts)],
            )
        )
    return Catalogue(tuple(made), f"composed-{seed}")
