"""Prices spoken, against the catalogue's."""

import re
from dataclasses import dataclass, replace
from datetime import date

from monitor.claims.finding import Difference
from monitor.claims.product import Price
from monitor.text.quantities import Quantity

_REFERENCE = re.compile(
    r"原价|原来标|标的是?|标价|挂牌价?|定价|正价|吊牌价?|专柜|日常价?|平时|平常|门市|市场价|旗舰店|官网|建议零售|划线|之前卖|以前卖|外面卖|线下|恢复|涨价|涨回|价值|超市"
)
_FORMER = re.compile(r"原价|日常价?|平时|平常|之前卖|以前卖|恢复|涨回")
_LIVE = re.compile(
    r"到手|现价|现在|只要|只需|仅需|今天|直播间|今晚|券后|秒杀|活动价|福利价|专属价|一口价|卖|拍下|带走|拿走|拿下|售价|价格|价|回家|"
    r"不要|上车|搬走"
)
_NOT_PRICE = re.compile(
    r"便宜|优惠|立减|抵|折抵|折(?!后)|以旧换新|换购|补贴|退你|返现|满减|减|省|返|少(?:你|您|收|给|付|花|拿)|让(?:你|您|利)|多(?:你|给|送)|押|打赏|红包|券(?!后)|运费|邮费|定金|押金|补差|补贴|赔|抽|每[片粒袋包天次克颗]|一[片粒袋颗克天]|平均|合下来|算下来|"
    r"差价|贵|利润|成本|工资|赚|月供|(?<!包)邮|多少|几块|凑|免单|赞|积分"
)
_SEVERAL = re.compile(
    r"[两三四五六七八九十][瓶盒包袋支条件双套罐桶箱份个斤台把]|第二[件份瓶盒]|半价|买[一二三]送"
)
_NO_MONEY = re.compile(r"(?:不|没)(?:收|要|花|掏|用|问)|硬币|钢镚|纸币")
_TAKEN = re.compile(
    r"^(?:个)?(?:小米粒?|米(?=拿|带|到手|走|回|搬)|小红鱼|小鱼干|大洋|米粒|小钱钱|毛爷爷|软妹币|银子|大米)"
)
_TAKEN_HOME = re.compile(
    r"^(?:个)?(?:小米粒?|米(?=拿|带|到手|走|回|搬)|小红鱼|小鱼干|大洋|米粒|小钱钱|毛爷爷|软妹币|银子|大米)?[^，。零一二三四五六七八九十百千万\d]{0,8}?"
    r"(?:带回家|搬走|搬回家|包邮|包油到家|抬走|牵走|戴走|穿走|带走|抱走|抱回家|拿走|拿下|拿回家|到手|端走|领走|拍走|拍回家|拎回家|扛回家|推走|骑走|收走|收了|提走|搬家去|开走|扛走|拎走|回家|给我上车|上车)"
)
_LONG = re.compile(
    r"长|宽|高|深|远|距|绳|线|卷|游|跑|水|身|外|里|内|防|跌|摔|掉|隔|伸|卷尺|布|缆|管|带子|灯带"
)
_DEAREST_METRES = 5
_COIN_TOLD = re.compile(r"^[一每]小?[箱盒瓶包袋罐支件双套]|米是|懂的?都懂")
_PRICE_WORD_NEAR = re.compile(r"(?:价|到手|只要|只需|仅需|现价|卖|带走|券后)[是才仅就要只个的]{0,3}$")
_EACH_BARE = re.compile(
    r"^(?:块|元)?(?:钱)?一(?:整)?[箱盒瓶包袋罐支件双套台张床条辆把桶提只口](?:[啦了喔哦啊呢嘛吧呀哈]|$|，|就)"
)
_COIN = re.compile(r"(?:到手|只要|只需|仅需|价|券后|卖|秒杀|带走|拍下)")


@dataclass(frozen=True, slots=True)
class PriceTalk:
    """A price said of the product. reference: whether it is named as a former or list price.

    former: whether as the price it was sold at before.
    """

    quantity: Quantity
    reference: bool
    coded: bool
    former: bool = False


def price_talk(text: str, measured: list[Quantity]) -> list[PriceTalk]:
    """Whole prices of one unit; savings, coupons, bundles and unit prices are passed over.

    Of several prices in one clause the last is the one asked for.
    """
    if _NOT_PRICE.search(text) or _SEVERAL.search(text):
        return []
    talk = []
    for quantity in measured:
        if quantity.low < 2 and _NO_MONEY.search(text):
            continue
        after = text[quantity.stop :]
        metres = quantity.dimension == "length" and quantity.unit == "米"
        coded = metres and bool(_COIN.search(text) or _COIN_TOLD.match(after))
        near = (
            _PRICE_WORD_NEAR.search(text[: quantity.begin])
            or _TAKEN_HOME.match(after)
            or _EACH_BARE.match(after)
        )
        bare = quantity.dimension == "number" and bool(near or _TAKEN.match(after))
        if (quantity.dimension == "money" or coded or bare) and quantity.low == quantity.high:
            reference = _REFERENCE.search(text[: quantity.begin])
            live = list(_LIVE.finditer(text[: quantity.begin]))
            is_reference = reference is not None and not (live and live[-1].start() > reference.end())
            former = is_reference and _FORMER.search(text[: quantity.begin]) is not None
            talk.append(PriceTalk(quantity, is_reference, coded, former))
    return [replace(t, reference=True) if t is not talk[-1] else t for t in talk]


def said_amount(talk: PriceTalk) -> float:
    """Yuan; 米 stands for yuan where it is a code."""
    return talk.quantity.low / 100 if talk.coded else talk.quantity.low


def compare_price(talk: PriceTalk, price: Price, written: str, day: date) -> Difference | None:
    """How the price said differs from the catalogue's; None where it agrees or cannot be compared."""
    amount = said_amount(talk)
    approved = _approved(talk, price, day)
    if approved is None or abs(amount - approved) < 0.005:
        return None
    return Difference("price", f"{approved:g}元", written)


def states_list_price(talk: list[PriceTalk], price: Price, day: date) -> bool:
    """Whether every former price said is the catalogue's."""
    former = [said for said in talk if said.reference]
    return bool(former) and all(
        _approved(t, price, day) is not None and compare_price(t, price, "", day) is None for t in former
    )


def _approved(talk: PriceTalk, price: Price, day: date) -> float | None:
    """原价 is the lowest of the seven days before, where they are known; else the list price."""
    if not talk.reference:
        return price.live
    sold = price.lowest_before(day) if talk.former else None
    return price.list if sold is None else sold
