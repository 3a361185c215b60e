"""Which product is on air: run sheet, link numbers and names spoken, with hysteresis."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from monitor.claims.broadcast import Broadcast
from monitor.claims.catalogue import Catalogue, Product
from monitor.text.normal import normal, read_number
from monitor.text.syllables import encode, syllable_count
from monitor.text.utterance import Clause, Utterance

_LINK = re.compile(
    r"([零一二三四五六七八九十百]+)号(?:的)?(?:链接|连接|商品|宝贝|品|小黄车)?|(?:链接|连接)([零一二三四五六七八九十百]+)号?"
)
_ASIDE = re.compile(
    r"比|跟|和|不像|刚才|刚刚|之前|上一[个款]|待会|等会|等下|稍后|回头|一会|还没|下一[个款]|除了|搭配|不是"
)
_OPENING = re.compile(
    r"接下来|下面|来看|看一下|看看|给大家|上一?个?|讲一下|说一下|介绍|这款|这个|这支|这瓶|现在|今天|我们的|咱们的|讲解|换"
)
_TIMES_NAMED = 2


@dataclass(frozen=True, slots=True)
class OnAir:
    """The product a clause is about, and how that is known: row, named, link, heading, run_sheet, only, or
    unknown."""

    product: Product | None
    source: str


class _Named:
    """A name's normal form and, from three syllables, its sound."""

    def __init__(self, name: str) -> None:
        self.text = normal(name).text.replace(" ", "")
        count = syllable_count(self.text)
        self.sound = encode(self.text) if count == len(self.text) >= 3 else None

    def stands_in(self, text: str, sound: str) -> int:
        """Where the name begins in a normal text, or -1."""
        at = text.find(self.text)
        return sound.find(self.sound) if at < 0 and self.sound else at


class Tracker:
    """Follows the product on air through a broadcast, clause by clause."""

    def __init__(self, catalogue: Catalogue, broadcast: Broadcast) -> None:
        self._catalogue = catalogue
        self._turns = list(broadcast.run_sheet)
        self._names = _unambiguous(catalogue.products)
        self._links = {_link(p.link): p for p in catalogue.products if p.link}
        self._current: Product | None = None
        self._source = "unknown"
        self._named: list[str] = []
        if len(catalogue.products) == 1:
            self._current, self._source = catalogue.products[0], "only"

    def follow(self, utterance: Utterance, clause: Clause) -> OnAir:
        """The product that `clause` is about. Call for every clause in order."""
        if utterance.product is not None:
            return OnAir(self._catalogue.by_id.get(utterance.product), "row")
        self._turn_to(utterance.start)
        text = normal(clause.text).text
        aside = None
        if found := self._spoken(text):
            product, at, source = found
            if self._is_switch(text, at, product, source):
                self._current, self._source, self._named = product, source, []
            else:
                aside = product
        if aside is not None and not _ASIDE.search(text):
            return OnAir(aside, "named")
        return OnAir(self._current, self._source)

    def turn(self, product: Product) -> None:
        """`product` is on air from here on: a heading, or the row of a run sheet, says so."""
        self._current, self._source, self._named = product, "heading", []

    def _turn_to(self, start: float | None) -> None:
        while start is not None and self._turns and self._turns[0].at <= start:
            turn = self._turns.pop(0)
            self._current, self._source = self._catalogue.by_id[turn.product], "run_sheet"
            self._named = []

    def _spoken(self, text: str) -> tuple[Product, int, str] | None:
        for link in _LINK.finditer(text):
            number = link[1] or link[2]
            if product := self._links.get(number):
                return product, link.start(), "link"
        sound = encode(text)
        places = [(name.stands_in(text, sound), -len(name.text), p) for name, p in self._names]
        named = [place for place in places if place[0] >= 0]
        if not named:
            return None
        at, _, product = min(named, key=lambda place: (place[1], place[0]))
        return product, at, "named"

    def _is_switch(self, text: str, at: int, product: Product, source: str) -> bool:
        if product is self._current:
            return True
        if _ASIDE.search(text[max(0, at - 6) : at]):
            return False
        if self._current is None or source == "link" or _OPENING.search(text[:at]):
            return True
        self._named = [*self._named[-3:], product.id]
        return self._named.count(product.id) >= _TIMES_NAMED


def _unambiguous(products: Iterable[Product]) -> list[tuple[_Named, Product]]:
    """Names that only one product has, of two characters at least."""
    owners: dict[str, list[Product]] = {}
    for product in products:
        for name in {product.name, *product.aliases}:
            owners.setdefault(normal(name).text, []).append(product)
    return [(_Named(name), own[0]) for name, own in owners.items() if len(own) == 1 and len(name) > 1]


def _link(link: str) -> str:
    """A link as it is spoken: 3, 03, 3号, 三号链接 → 三."""
    text = normal(link).text
    digits = re.fullmatch(r"\s*0*(\d+)\D*", link)
    if digits:
        return read_number(int(digits[1]))
    spoken = re.search(r"[零一二三四五六七八九十百]+", text)
    return spoken.group() if spoken else text
