"""Which products a clause speaks of by link number or name, and how it means them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from monitor.claims.catalogue import Catalogue, Product
from monitor.text.normal import normal, read_number
from monitor.text.syllables import encode, syllable_count

_LINK = re.compile(
    r"([零一二三四五六七八九十百]+)号(?:的)?(?:链接|连接|商品|宝贝|品|小黄车)?|(?:链接|连接)([零一二三四五六七八九十百]+)号?"
)
_FAR, _NEAR = 12, 5
_ASKED = re.compile(
    r"(?:有|刚才|那个|谁|这位)?[一-龥]{0,2}(?:人|姐妹|宝宝|宝贝|朋友|家人|老铁|粉丝|阿姨|叔叔|大哥|大姐)们?(?:在|想|都|刚才|还)*(?:问|想看|要看|说要)|(?:公屏|屏幕|弹幕|评论区?|后台|私信).{0,4}问|问(?:一?下|的是|到|我)?$"
)
_ASKED_AFTER = re.compile(
    r"^.{0,4}(?:有|好多|很多)?(?:人|姐妹|宝宝|宝贝|朋友|家人|老铁|粉丝)们?(?:在|又|都)?问"
)
_PUT_OFF_BEFORE = re.compile(
    r"待会儿?|等会儿?|等一?下|稍后|回头|还没|下一[个款]|后面(?:还有|会)|先不讲|没到$"
)
_PUT_OFF_AFTER = re.compile(
    r"^[的了]?(?:那个)?(?:等一?下|等会|等一会|待会|一会|先不|先别|先放|还没|什么时候|晚点|稍后|后面|再等)"
)
_BESIDE_BEFORE = re.compile(
    r"(?:比|跟|和|与|同|像|搭|配|搭配|煮|除了|加|送|蘸|拌|泡|涂|抹|擦|没有刚才|没有)(?:我们|咱们|上|着|一点)?(?:家)?的?(?:这个|那个|那款)?$"
)
_BESIDE_AFTER = re.compile(r"^(?:一起|搭配|同款|和|跟|与|加)")
_LOOKING_BACK = re.compile(r"(?:刚才|刚刚|之前|前面|上一[个款]|昨天)(?:说的|讲的|那[个款]|的)?$")
_TURN_BEFORE = re.compile(
    r"接下来|下面|来看|先看|看一?下|看看|们看|再看|要看|家看|家(?:讲|介绍)|家来|[先要再来]讲|讲一?下|讲到|说一?下|再说|介绍|现在|换|轮到|回到|转到|翻到|翻回|倒回|继续|接着|再提|提一嘴|补一句|补充|惦记|最后一?个?是|第[一二三四五六七八九十]个|^来$|[咱我]们?上|上一?个?$|那就|就是$|换成|换上|有请|该|第[一二三四五六七八九十]款"
)
_TURN_AFTER = re.compile(r"^[的]?(?:来了|先讲|先看|先来|开始|拿[上过]来|端上来|上来|我们看|讲一?下|了$)")
_FILLING = re.compile(r"[\W_]|[那就嗯啊吧哈呢哎诶来的了好]|这个|这款|我们|咱们|家")
_THIS = re.compile(r"这一?[款个支瓶条罐锅袋盒件双台包桶把种](?:我们家?的?|咱们家?的?)?$")
_RESUMED = re.compile(r"继续|接着[说讲看]|言归正传|说回来|回到我们|我们接着|好我们再")


class Sense(StrEnum):
    """turned: the talk turns to it. bare: it is named and nothing else is said. named: what is said is about it. asked: a viewer's words name it.
    recalled: spoken of once more, in passing. beside: only mentioned along with another."""

    TURNED = "turned"
    BARE = "bare"
    NAMED = "named"
    ASKED = "asked"
    RECALLED = "recalled"
    BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class Mention:
    """A product at normal character `begin`. source: link or named."""

    product: Product
    sense: Sense
    source: str
    begin: int
    stop: int


class _Name:
    """A name's normal form and, from three syllables, its sound."""

    def __init__(self, name: str, product: Product) -> None:
        self.text = normal(name).text.replace(" ", "")
        self.product = product
        count = syllable_count(self.text)
        self.sound = encode(self.text) if count == len(self.text) >= 3 else None

    def places(self, text: str, sound: str) -> Iterator[tuple[int, int]]:
        at = text.find(self.text)
        searched, key = (text, self.text) if at >= 0 or not self.sound else (sound, self.sound)
        at = searched.find(key)
        while at >= 0:
            yield at, at + len(key)
            at = searched.find(key, at + len(key))


class Mentions:
    """Finds a catalogue's products in clauses. Names that two products share say nothing."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._names = list(_unambiguous(catalogue.products))
        self._links = {_link(p.link): p for p in catalogue.products if p.link}

    def find(self, text: str) -> list[Mention]:
        """In reading order; of names within one another the longest."""
        found = [*self._linked(text), *self._named(text)]
        kept: list[Mention] = []
        for mention in sorted(found, key=lambda m: (m.begin - m.stop, m.source != "link")):
            if not any(mention.begin < other.stop and other.begin < mention.stop for other in kept):
                kept.append(mention)
        return sorted(kept, key=lambda m: m.begin)

    def _linked(self, text: str) -> Iterator[Mention]:
        for link in _LINK.finditer(text):
            if product := self._links.get(link[1] or link[2]):
                sense = _sense(text, link.start(), link.end())
                if sense is Sense.NAMED and re.search("[链连]接", link.group()):
                    sense = Sense.TURNED
                yield Mention(product, sense, "link", link.start(), link.end())

    def _named(self, text: str) -> Iterator[Mention]:
        sound = encode(text)
        for name in self._names:
            for begin, stop in name.places(text, sound):
                yield Mention(name.product, _sense(text, begin, stop), "named", begin, stop)


def resumed(text: str) -> bool:
    """Whether a clause returns to what was on air before a viewer was answered."""
    return _RESUMED.search(text) is not None


def _sense(text: str, begin: int, stop: int) -> Sense:
    before, after = text[max(0, begin - _FAR) : begin], text[stop : stop + _FAR]
    near = before[-_NEAR:]
    if _PUT_OFF_BEFORE.search(before) or _PUT_OFF_AFTER.search(after):
        return Sense.BESIDE
    if _BESIDE_BEFORE.search(before) or _BESIDE_AFTER.search(after):
        return Sense.BESIDE
    if _ASKED.search(text[:begin]) or _ASKED_AFTER.search(after):
        return Sense.ASKED
    if _LOOKING_BACK.search(before):
        return Sense.RECALLED
    if not _FILLING.sub("", text[:begin] + text[stop:]):
        return Sense.BARE
    if _TURN_BEFORE.search(before) or _TURN_AFTER.search(after) or _THIS.search(near):
        return Sense.TURNED
    return Sense.NAMED


def _unambiguous(products: Iterable[Product]) -> Iterator[_Name]:
    """Names that only one product has, of two characters at least."""
    owners: dict[str, list[Product]] = {}
    for product in products:
        for name in {product.name, *product.aliases}:
            owners.setdefault(normal(name).text, []).append(product)
    for name, own in owners.items():
        if len(own) == 1 and len(name) > 1:
            yield _Name(name, own[0])


def _link(link: str) -> str:
    """A link as it is spoken: 3, 03, 3号, 三号链接 → 三."""
    text = normal(link).text
    digits = re.fullmatch(r"\s*0*(\d+)\D*", link)
    if digits:
        return read_number(int(digits[1]))
    spoken = re.search(r"[零一二三四五六七八九十百]+", text)
    return spoken.group() if spoken else text
