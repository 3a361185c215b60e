"""Bundles, reductions and gifts as hosts say them, held against the catalogue's."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.claims.finding import Difference
from monitor.claims.product import Bundle, Gift, Price, Reduction
from monitor.text.misheard import NUMERALS
from monitor.text.quantities import parse_number, quantities
from monitor.text.syllables import encode

_N = rf"[{NUMERALS}]+"
_PIECE = r"(?:个|件|盒|瓶|包|袋|支|条|双|套|罐|桶|箱|份|台|把|只|片|提|组|单|斤)"
_GIVEN = re.compile(
    rf"(?:买|拍|下单)(?P<buy>{_N}){_PIECE}?(?P<how>送|赠|发|得|到手)(?P<get>{_N}){_PIECE}?(?![十百千万元块折])"
)
_NTH = re.compile(
    rf"第(?P<nth>[二两三四五]){_PIECE}(?:只要|只需|就是|是|就|才|立减|直接|打)*(?P<how>半价|[五六七八九]折|免费|不要钱|零元)"
)
_PACKED = re.compile(
    rf"(?P<count>{_N}){_PIECE}(?:一共|总共|合计|打包|一起|组合|今天|直播间|咱们?|我们|到手价?|只要|只需|仅需|才|就|也|拿走|带走|价格?|卖|是|现价|券后)*"
    rf"(?P<pay>{_N}(?:点{_N})?(?:块[{NUMERALS}]?|元)?)(?:钱|带走|拿走|到手|包邮|回家|搬走|抱走)*(?=$|[，,。！!的了啊呢吧哦啦])"
)
_PRICED = re.compile(
    rf"(?P<pay>{_N}(?:点{_N})?(?:块[{NUMERALS}]?|元)?)(?:钱)?(?:就|能|可以|给你们?|带走|拿走|到手|买|发)*(?P<count>{_N}){_PIECE}(?=$|[，,。！!的了啊呢吧哦啦])"
)
_REDUCED = re.compile(rf"满(?P<reach>{_N})[元块]?(?:钱)?(?:就|可以|直接|能|再)*(?:立减|减|省)(?P<off>{_N})")
_PRESENT = re.compile(
    rf"(?:满(?P<reach>{_N})[元块]?(?:钱)?(?:就|还|再|可以|额外|直接|也)*)?(?:赠送|加赠|再送|还送|多送|额外送|送|赠)(?:给|你们?|您|大家|一个|一只|一套|一份|一支|一瓶|一盒|一包|一条|一把|一双|价值[^的，。]{{1,8}}的|的|到|是)*"
    r"(?P<text>[^，,。！!？?\s]{2,12})"
)
_NO_PRESENT = re.compile(
    r"赠品|送达|送到|送货|送礼|送人|送[爸妈老朋男女闺领长亲客孩]|送给[爸妈老朋男女闺领长亲客孩]|配送|发送|输送|赠送的?(?:都|也)?(?:没有|不)|不送|没送|免费送[货上]|包送|送上门|[买拍][^，。]{1,2}[送赠]|送完|送运费险|送红包|送福袋"
)
_SHARES = {"半价": 0.5, "免费": 0.0, "不要钱": 0.0, "零元": 0.0}
_SIZE = 0.005
_LIKE = 0.6


@dataclass(frozen=True, slots=True)
class Offer:
    """So many paid for, so many got, for so much where it is said; `written` at begin to stop.

    share: of the last one's price, where that is what was said: 第二件半价.
    """

    buy: int
    get: int
    pay: float | None
    share: float | None
    begin: int
    stop: int


@dataclass(frozen=True, slots=True)
class Departure:
    """Where an offer leaves the catalogue's. known: whether it is one of those that differs."""

    difference: Difference
    known: bool
    begin: int
    stop: int


def departures(text: str, price: Price) -> list[Departure]:
    """Of a clause in normal form; none of what the catalogue does not speak of at all."""
    found: list[Departure] = []
    if price.bundles is not None:
        found += [d for offer in _offers(text) if (d := _of_offer(offer, text, price, price.bundles))]
    if price.reductions is not None:
        found += [d for said in _REDUCED.finditer(text) if (d := _of_reduction(said, price.reductions))]
    if price.gifts is not None and not _NO_PRESENT.search(text):
        found += [d for said in _PRESENT.finditer(text) if (d := _of_gift(said, price.gifts))]
    return found


def _offers(text: str) -> Iterator[Offer]:
    for said in _GIVEN.finditer(text):
        buy, count = _count(said["buy"]), _count(said["get"])
        yield Offer(buy, buy + count if said["how"] in "送赠" else count, None, None, *said.span())
    for said in _NTH.finditer(text):
        how = said["how"]
        share = _SHARES[how] if how in _SHARES else _count(how[0]) / 10
        nth = _count(said["nth"])
        yield Offer(nth, nth, None, share, *said.span())
    if _GIVEN.search(text) or _REDUCED.search(text):
        return
    for said in (*_PACKED.finditer(text), *_PRICED.finditer(text)):
        count, pay = _count(said["count"]), _amount(said["pay"])
        if count > 1 and pay is not None:
            yield Offer(count, count, pay, None, *said.span())
            return


def _of_offer(offer: Offer, text: str, price: Price, bundles: Sequence[Bundle]) -> Departure | None:
    pay = offer.pay
    if offer.share is not None and price.live is not None:
        pay = price.live * (offer.buy - 1 + offer.share)
    if any(_approves(bundle, offer, pay, price.live) for bundle in bundles):
        return None
    if offer.pay is not None and price.live is not None and abs(offer.pay - offer.buy * price.live) < _SIZE:
        return None
    near = next((b for b in bundles if b.buy == offer.buy or b.pieces == offer.get), None)
    difference = Difference("bundle", str(near) if near else "", text[offer.begin : offer.stop])
    return Departure(difference, near is not None, offer.begin, offer.stop)


def _approves(bundle: Bundle, offer: Offer, pay: float | None, live: float | None) -> bool:
    """The same, or the same several times over; a bundle without a price costs what its pieces cost."""
    asked = bundle.pay if bundle.pay is not None or live is None else bundle.buy * live
    if pay is None:
        return offer.get * bundle.buy == offer.buy * bundle.pieces
    if offer.get % bundle.pieces:
        return False
    return asked is None or abs(pay - asked * offer.get / bundle.pieces) < _SIZE


def _of_reduction(said: re.Match[str], reductions: Sequence[Reduction]) -> Departure | None:
    reach, off = parse_number(said["reach"]), parse_number(said["off"])
    if any(r.reach == reach and r.off == off for r in reductions):
        return None
    near = next((r for r in reductions if r.reach == reach or r.off == off), None)
    difference = Difference("bundle", str(near) if near else "", said.group())
    return Departure(difference, near is not None, *said.span())


def _of_gift(said: re.Match[str], gifts: Sequence[Gift]) -> Departure | None:
    named = [gift for gift in gifts if _is_gift(said["text"], gift)]
    if not named:
        return Departure(Difference("gift", "、".join(map(str, gifts)), said.group()), False, *said.span())
    reach = parse_number(said["reach"]) if said["reach"] else None
    if reach is None or any(gift.threshold in (None, reach) for gift in named):
        return None
    return Departure(Difference("threshold", str(named[0]), said.group()), True, *said.span())


def _is_gift(said: str, gift: Gift) -> bool:
    """Whether most syllables of the shorter are in the other, in pairs."""
    left, right = _pairs(said), _pairs(gift.text)
    return len(left & right) >= _LIKE * min(len(left), len(right)) > 0


def _pairs(text: str) -> set[str]:
    sound = encode(text)
    return {sound[at : at + 2] for at in range(len(sound) - 1)}


def _count(text: str) -> int:
    return int(parse_number(text) or 0)


def _amount(text: str) -> float | None:
    """Yuan; a bare number has two figures or more."""
    measured = quantities(text)
    return measured[0].low if measured and measured[0].dimension in ("money", "number") else None
