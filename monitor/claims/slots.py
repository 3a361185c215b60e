"""What in a claim must agree exactly: figures, negation, certainty, intensity, people, parts, denials."""

import re
from dataclasses import dataclass, replace

from monitor.claims.ladders import amplifications, blanked, certainties, hedges, is_total
from monitor.claims.rates import is_base, with_bases
from monitor.claims.vocabulary import Hit, parts, people, substances
from monitor.text.quantities import Comparator, Quantity, quantities

_NEGATION = re.compile(
    r"不含|不添加|没有|不会|不能|不是|无法|未|无|零(?![一二三四五六七八九点])|没|不|非(?!常)"
)
_NOT_NEGATION = re.compile(
    r"不锈钢|不粘|不仅|不但|不光|不止|不只|不管|不论|不错|不到|不少于|不超过|不高于|不大于|不低于|不多不少|不少|不同|不一样|不断|无论|无比|无线|无敌|"
    r"没有?(?:任何)?(?:问题|毛病|压力|得说|话说|准)|毫无压力|没事|没啥|没跑|没有没有|差不多|差不过|([一-龥])不\1|了不起|对不起|零食|零售|要不|是不是|能不能|对不对|好不好|"
    r"不用担心|不怕|不愁|零下|看见没|听见没|听到没|看到没|听清楚了没|知道不|晓得不|不用|不要钱|不收钱|不骗|不信|不着急|不慌|不然|一不小心|说不上|"
    r"多一[丁点儿]{1,3}[都也](?:没有?|不)|[急快]不得|[错假少跑亏]不了|[睡用穿吃喝戴]不惯|不满意|不想[要留用]|不要了|不乐意|不称心|不合适|不喜欢|不知道|不清楚|"
    r"(?:不|没)(?:收|要|花|掏|用)[^，,。]{0,5}钱|(?:一分|一毛)钱?都?不|不限|记住了?没|[过了好着]没(?:有)?[呀啊]?$|差不[出了过]|超不[过出]|高不过|多不过|跑不[出了]|"
    r"不会[^，,。]{0,2}(?:照|就|看|问|的话)|不用(?:再|等|管|费|动|操)|不懂|不然|不骗|没骗|不瞎|不吹|没吹|不说|没说|不怕|不偷懒|不许|不准走|不耽误|不一会|不爽|不虚|不心疼|"
    r"不是[^，,。]{1,8}[，,]?(?:是|而是)|不让|不够|无需|不好|不妨|不如|要没|有没有|别人|无理由|分毫不差|一丝不差|放心不|舍不得|非遗|非洲|非凡|(?<=的)(?:可|也|并)?不是[^，。]{1,8}$|"
    r"不是(?:别|外|其他)[^，。]{1,3}"
)
_ADDS = "添加?|加|放|搁|掺|兑|使用|用|检出|测出|打|催|喷|施"
_DENIES = re.compile(
    rf"不含|[不没未](?:有|会)?(?:(?:额外|另外|再|特意|专门|人为|往里[头面边]?|里[头面边])*(?:{_ADDS}))|没有?|未|"
    r"无(?![需线论比])|零(?![一二三四五六七八九食售点下])|"
    r"(?:是|为|等于)(?:个)?(?:零(?!点)|大?鸭蛋|大?零蛋)|为零(?!点)|一(?:丁点儿?|滴|克|点儿?|丝)(?:都|也)(?:没|不)|半[点丝滴克](?:儿|渣子)?(?:都|也)(?:没|不)|不存在|[检查测找]不[出到]|(?<![一-龥])非(?!常|遗)"
)
_CONTAINS = re.compile(r"含有|里有|添加了|自带|本身的|含的")
_HELD = re.compile(r"[箱盒瓶包袋罐支片粒颗张抽组提条件份杯桶台把套只个双枚次]|小[包袋盒瓶罐]")
_HOLDER = re.compile(
    r"(?:每一?|(?<![零一二三四五六七八九十百千万第])[一单整])(?:个|大|整)?(?P<of>小?[箱盒瓶包袋罐支片粒颗张组提条件份桶台套只枚次抽])"
)
_GIVEN = ("里", "中", "含", "的能", "是", "当中", "才", "就", "有", "只有", "的热")
_INSIDE = re.compile(r"[^，,。装]{0,3}?(?:里|当中|中|含)")
_SOON = re.compile(
    r"(?:次日|第二天|隔天|隔日|当天|当日|今天[^，。]{0,4}明天)(?:就|便)?(?:能|会|可以)?(?:送|到|达|收)"
)
_WATER = re.compile(r"的?水(?!分|果)")
_LISTED = 4
_EACH = re.compile(r"(?:每次|一次|每日|每天|一天|早上?|晚上?|每顿|每餐)就?$")
_PACKED = {
    "袋": "包",
    "颗": "粒",
    "片": "粒",
    "抽": "张",
    "套": "组",
    "提": "组",
    "只": "个",
    "枚": "个",
    "罐": "瓶",
    "盒子": "盒",
}
_SHARE = re.compile(
    r"(?P<of>一百|一千|十)个[^，。]{0,8}?[里中][^，。]{0,4}?(?P<some>[零一二三四五六七八九十百]+)个"
)


@dataclass(frozen=True, slots=True)
class Slots:
    """The slot values of a text in normal form.

    numbers: its figures. per: amounts that figures are given for, as in 每一百克. holders: where it says
    of what, as in 一箱 or 每片. denied: the substances it says are absent. negators: where it denies.
    """

    numbers: tuple[Quantity, ...]
    per: tuple[Quantity, ...]
    holders: tuple[tuple[int, str], ...]
    negators: tuple[int, ...]
    hedges: tuple[str, ...]
    certain: tuple[str, ...]
    amplified: tuple[str, ...]
    total: bool
    people: frozenset[str]
    said_people: tuple[str, ...]
    parts: frozenset[str]
    said_parts: tuple[str, ...]
    substances: frozenset[str]
    denied: frozenset[str]
    denies: bool

    @property
    def negative(self) -> bool:
        return len(self.negators) % 2 == 1

    @property
    def canonical(self) -> tuple[str, ...]:
        """Sorted values for a fingerprint."""
        values = {f"number={q.canonical}" for q in self.numbers} | {f"people={p}" for p in self.people}
        return tuple(sorted(values | ({"negation=yes"} if self.negative else set())))


def read_slots(text: str) -> Slots:
    found = [_of_water(q, text) for q in (*quantities(text), *_shares(text), *_soon(text))]
    measured = with_bases(found, text)
    per = [q for q in measured if _holds(q, text) or is_base(q, measured)]
    numbers = [q for q in measured if q not in per]
    if not numbers and not any(q.dimension == "count:次" for q in per):
        numbers, per = [q for q in per if not _INSIDE.match(text, q.stop)], []
    bare = _without(text, measured)
    said_people, said_parts = people().maximal(text), _apart(parts().maximal(text))
    mentioned = substances().maximal(text)
    return Slots(
        tuple(numbers),
        tuple(per),
        tuple(_holders(text)),
        tuple(found.start() for found in _NEGATION.finditer(_masked(bare))),
        hedges(text),
        certainties(text),
        amplifications(text),
        is_total(text),
        frozenset(hit.name for hit in said_people),
        tuple(dict.fromkeys(text[hit.begin : hit.stop] for hit in said_people)),
        frozenset(hit.name for hit in said_parts),
        tuple(dict.fromkeys(text[hit.begin : hit.stop] for hit in said_parts)),
        frozenset(hit.name for hit in mentioned),
        _denied(text, mentioned),
        _DENIES.search(_NOT_NEGATION.sub(lambda m: " " * len(m.group()), text)) is not None,
    )


def _holds(quantity: Quantity, text: str) -> bool:
    """Whether a quantity only says of what: one box of, or per hundred grams of."""
    if text[max(0, quantity.begin - 1) : quantity.begin] == "每" and quantity.dimension in ("mass", "volume"):
        return True
    if _EACH.search(text, 0, quantity.begin):
        return False
    if quantity.low == quantity.high == 1 and _HELD.fullmatch(quantity.unit.removeprefix("个")):
        return True
    after = text[quantity.stop : quantity.stop + 3]
    given = after.startswith(_GIVEN) or _INSIDE.match(text, quantity.stop) is not None
    return quantity.low in (100, 1000) and quantity.dimension in ("mass", "volume") and given


def _holders(text: str) -> list[tuple[int, str]]:
    return [(found.start(), holder_of(found["of"])) for found in _HOLDER.finditer(text)]


def holder_of(unit: str) -> str:
    """One name for what is packed alike: 小包, 包 and 袋."""
    return _PACKED.get(unit.removeprefix("小").removeprefix("个"), unit.removeprefix("小").removeprefix("个"))


def _denied(text: str, mentioned: list[Hit]) -> frozenset[str]:
    """The substances that stand near words of denial, before or after them."""
    if not mentioned:
        return frozenset()
    free = _NOT_NEGATION.sub(lambda m: " " * len(m.group()), text)
    denials = [found.span() for found in _DENIES.finditer(free)]
    hits = sorted(mentioned, key=lambda hit: hit.begin)
    reached = [
        any(_reaches(text, span, hit) and _is_next(span, hit, hits) for span in denials) for hit in hits
    ]
    return frozenset(hit.name for hit, is_reached in zip(hits, reached, strict=True) if is_reached)


def _is_next(denial: tuple[int, int], hit: Hit, hits: list[Hit]) -> bool:
    """Whether no other substance stands between, but those that are listed with it."""
    last = denial[1]
    for other in hits:
        if last <= other.begin < hit.begin and other.stop <= hit.begin:
            if other.begin - last > _LISTED and last != denial[1]:
                return False
            last = other.stop
    return last == denial[1] or hit.begin - last <= _LISTED


def _reaches(text: str, denial: tuple[int, int], hit: Hit) -> bool:
    begin, stop = denial
    if hit.begin >= begin:
        between = text[stop : hit.begin] if hit.begin > stop else ""
        return len(between) <= 10 and not _CONTAINS.search(between)
    between = text[hit.stop : begin] if begin > hit.stop else ""
    return len(between) <= 12 and not _CONTAINS.search(between)


def _apart(hits: list[Hit]) -> list[Hit]:
    return [hit for hit in hits if hit.exact or hit.stop - hit.begin > 1]


def _shares(text: str) -> list[Quantity]:
    """一百个人里有八十七个 as a percentage."""
    found = []
    for match in _SHARE.finditer(text):
        of, some = quantities(match["of"] + "个"), quantities(match["some"] + "个")
        if of and some and some[0].low <= of[0].low:
            share = 100 * some[0].low / of[0].low
            comparator = some[0].comparator
            found.append(
                Quantity(share, share, "percent", "%", comparator, match.start(), match.end(), match.group())
            )
    return found


def _soon(text: str) -> list[Quantity]:
    """次日送达 as one day."""
    return [
        Quantity(86_400, 86_400, "time", "天", Comparator.EXACTLY, m.start(), m.end(), m.group())
        for m in _SOON.finditer(text)
    ]


def _of_water(quantity: Quantity, text: str) -> Quantity:
    """一斤的水 is a volume."""
    water = quantity.dimension == "mass" and _WATER.match(text, quantity.stop)
    return replace(quantity, dimension="volume", unit="毫升") if water else quantity


def _without(text: str, numbers: list[Quantity]) -> str:
    letters = list(text)
    for quantity in numbers:
        letters[quantity.begin : quantity.stop] = " " * (quantity.stop - quantity.begin)
    return "".join(letters)


def _masked(text: str) -> str:
    text = blanked(text)
    return _NOT_NEGATION.sub(lambda m: " " * len(m.group()), text)
