"""Which products of the catalogue a heading or a cell calls by id, name, alias or link number."""

import re
from difflib import get_close_matches

from monitor.claims.catalogue import Catalogue, Product
from monitor.text.normal import normal, read_number

_DIGITS = "零一二三四五六七八九十百"
_LINK = re.compile(
    rf"(?<![月{_DIGITS}])([{_DIGITS}]+)号(?:的)?(?:链接|连接|商品|宝贝|品|小黄车|位)?|(?:链接|连接|link)([{_DIGITS}]+)号?"
)
_BESIDE = re.compile(
    rf"产品|商品|宝贝|单品|链接|连接|款|第|讲解|介绍|上架|开始|主推|福利|爆|秒杀|部分|环节|时间|分钟|小时|[{_DIGITS}]+|[\W_a-z]"
)
_LONGEST = 60


class Called:
    """Finds the products of one catalogue in words that name them."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._exact: dict[str, list[Product]] = {}
        self._links: dict[str, Product] = {}
        self._titles: dict[str, Product] = {}
        for product in catalogue.products:
            self._titles[product.id] = self._titles[product.name] = product
            for name in dict.fromkeys(map(_bare, (product.id, product.name, *product.aliases))):
                self._exact.setdefault(name, []).append(product)
            if product.link and (number := _link_number(product.link)):
                self._links[number] = product
        self._names = sorted((name for name in self._exact if len(name) > 1), key=len, reverse=True)

    def by(self, said: str, link: bool = False) -> list[Product]:
        """The products that a cell calls: one where it is clear, several where it is not, or none.

        `link`: whether the cell is for links, so that a bare number is one before it is an id.
        """
        linked = self._links.get(_link_number(said) or "")
        exact = self._exact.get(_bare(said), [])
        if linked and (link or not exact):
            return [linked]
        return exact or self.within(said)

    def within(self, said: str) -> list[Product]:
        """Every product that the words name."""
        linked, named, _ = self._found(said)
        return list({product.id: product for product in (*linked, *named)}.values())

    def only(self, said: str) -> Product | None:
        """The product, where the words do nothing but name it."""
        if len(said) > _LONGEST:
            return None
        linked, named, left = self._found(said)
        products = {product.id: product for product in (*linked, *named)}
        alone = len(products) == 1 and not _BESIDE.sub("", left)
        return next(iter(products.values())) if alone else None

    def close_to(self, said: str) -> list[str]:
        shared = [title for title in self._titles if not title.isascii() and set(title) & set(said)]
        near = get_close_matches(said, self._titles, n=3, cutoff=0.4) or shared or list(self._titles)
        return near[:3]

    def _found(self, said: str) -> tuple[list[Product], list[Product], str]:
        """Products by link, products by name, and the words that are left. A name of several owns none."""
        left, linked, named = _bare(said), [], []
        for name in self._names:
            if name in left:
                named += self._exact[name]
                left = left.replace(name, " ")
        for link in _LINK.finditer(left):
            if product := self._links.get(link[1] or link[2]):
                linked.append(product)
        return linked, named, _LINK.sub(" ", left)


def _bare(name: str) -> str:
    return re.sub(r"[\W_]", "", normal(name).text)


def _link_number(link: str) -> str | None:
    """A link as it is spoken: 3, 03, 3号, 三号链接 → 三; None for what is more than a link."""
    if written := re.fullmatch(r"(?:链接|link)?\s*0*(\d{1,6})\s*(?:号链接|号|链接)?", link.strip().lower()):
        return read_number(int(written[1]))
    spoken = re.fullmatch(rf"(?:链接)?([{_DIGITS}]+)(?:号链接|号|链接)?", link.strip())
    return spoken[1] if spoken else None
