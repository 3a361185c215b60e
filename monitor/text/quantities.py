"""Numbers with their units as hosts say them, in canonical value and dimension."""

import math
import re
from dataclasses import dataclass, replace
from enum import StrEnum

from monitor.text.misheard import NUMERALS as _CN
from monitor.text.misheard import repaired
from monitor.text.roundabout import Amount, amounts
from monitor.text.units import DAYS, LONGEST_FIRST, UNITS


class Comparator(StrEnum):
    EXACTLY = "exactly"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Quantity:
    """`low` to `high` in the dimension's base unit, equal unless a range was said.

    begin, stop: half-open in the text searched, the unit and the comparator included.
    dimension: time (s), mass (g), volume (ml), length (cm), money (yuan), percent, count:<unit> …;
    `number` for one without a unit. unit: as written. base: the amount that it is given for, where one is.
    """

    low: float
    high: float
    dimension: str
    unit: str
    comparator: Comparator
    begin: int
    stop: int
    written: str
    base: "Quantity | None" = None

    def equals(self, other: "Quantity") -> bool:
        """The same amount; months and years are matched to days within 2 %."""
        if self.dimension != other.dimension:
            return False
        slack = 0.02 if self.dimension == "time" and self._loose != other._loose else 1e-6
        return _near(self.low, other.low, slack) and _near(self.high, other.high, slack)

    @property
    def _loose(self) -> bool:
        return self.dimension == "time" and self.unit in DAYS

    @property
    def canonical(self) -> str:
        amount = f"{self.low:g}" if self.low == self.high else f"{self.low:g}-{self.high:g}"
        return f"{self.dimension}:{amount}"


_ARABIC = r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALED = r"[十百千万亿]+(?:\d+|[一二三四五六七八九](?![十百千万亿]))?"
_KILO = rf"千(?=卡(?!路)|焦)|(?:(?<=[十百千万])|(?<=[十百千万][{_CN}]))千(?=[瓦帕克米])"
_SHARE = "[百千万]分之"
_SPOKEN = rf"(?:(?!{_KILO}|{_SHARE})[{_CN}])+"
_NUMBER = rf"(?:(?:{_ARABIC})(?:{_SCALED})?|{_SPOKEN}(?:点{_SPOKEN})?)"
_SPAN = rf"(?P<low>半|{_NUMBER})(?:(?:到|至|~|—|-|–)(?P<of>{_SHARE})?(?P<high>{_NUMBER}))?"
_UNLESS = {
    "下": "(?![单面午来去播场载架周个次半一过雨乡厨手班])",
    "页": "(?!面)",
    "包": "(?![邮油退换赔您你])",
    "组": "(?!合|装)",
    "团": "(?!购|队)",
    "年": "(?!级)",
    "宿": "(?![舍主])",
    "级": "(?![别数])",
    "档": "(?![次案期])",
    "挡": "(?![风光住雨水])",
    "牛": "(?![肉奶皮油腩腱排筋百肚舌津仔羊角毛])",
    "丈": "(?![夫母人])",
    "目": "(?![了标的前光录])",
}
_UNIT = "|".join(
    ("(?<!零)" if u == "下" else "")
    + re.escape(u)
    + ("(?![a-z])" if u[-1].isascii() and u != "%" else _UNLESS.get(u, ""))
    for u in LONGEST_FIRST
)
_AT_MOST = (
    "最多(?:也)?就?|至多|不(?:会|带|可能)?超[过出]|没有?超[过出]|超不[过出了]|不会(?:高|大|多)于|不大于|最高|最长|顶多(?:也)?就?|顶天了?|撑死了?|到顶就?|封顶|不到|差不[出了过](?:去)?|"
    "小于|低于|少于|不高于|高不过|多不过|过不了"
)
_AT_LEAST = (
    "上(?=[百千万])|最少|至少|不(?:会)?(?:少|低|小)于|[少低]不[了过]|超过|超|大于|多于|高于|"
    "最低|起码|足足|少说也?有?|往少了说也?有?"
)
_APART = re.compile(
    rf"(?:(?P<most>最长|最多|至多|最高|顶多|顶天|撑死|到顶)|(?P<least>至少|最少|起码|少说|往少了说))[^{_CN}\d]{{1,6}}$"
)
_ABOUT = "大约|大概|差不多|约|将近|接近|近|上下"
_BEFORE = rf"(?:(?P<most>{_AT_MOST})|(?P<least>{_AT_LEAST})|(?P<about>{_ABOUT}))?"
_AFTER = (
    r"(?P<after>[及或]?以上|起步|起跳|往上(?![躺坐站爬睡放搁])|朝上|打底|多(?![少么])|以内|之内|(?<=[天月年周时晚日])里头|(?<=[天月年周时分秒钟日])内(?![置含部服衣裤胆外装有])|[及或]?以下|封顶|到顶|"
    r"左右|上下|不到|都不到)?"
)
_UPWARDS = ("以上", "及以上", "或以上", "起步", "起跳", "往上", "朝上", "打底", "多")
_DOWNWARDS = ("以内", "之内", "里头", "内", "以下", "及以下", "或以下", "封顶", "到顶", "不到", "都不到")
_FIRST = "".join(sorted({word[0] for word in f"{_AT_MOST}|{_AT_LEAST}|{_ABOUT}".split("|")}))
_ANY = re.compile(rf"[{_CN}半俩仨\d整早通]|个把")
_MEASURE = re.compile(
    # at most places nothing begins: one look there instead of a try of everything
    rf"(?=[{_CN}半\d¥￥{_FIRST}]){_BEFORE}(?P<fraction>{_SHARE})?(?P<yuan>¥|￥)?{_SPAN}(?P<many>多|来|几)?"
    rf"(?P<half>个半)?(?P<unit>(?:个[多来]?)?整?(?:{_UNIT}))?(?P<tail>半(?!价)|(?<=[块元])[一二三四五六七八九\d](?:[毛角][一二三四五六七八九]分?|毛|角)?(?!{_UNIT}|[\d十百千万])|(?<=[成折])[一二三四五六七八九](?!{_UNIT}|[\d十百千万])|(?<=米)[一二三四五六七八九][零一二三四五六七八九](?!{_UNIT}|[\d十百千万点])|(?<=[斤两兩米克钱])[一二三四五六七八九](?!{_UNIT}|[\d一二三四五六七八九十百千万点两样起块大小整]|[到至](?![{_CN}]{{1,4}}(?:{_UNIT})))|(?<=[^毫]升)[一二三四五六七八九](?![\u4e00-\u9fff])|(?<=[两兩斤])[一二三四五六七八九](?=一[管瓶袋盒支罐包]))?"
    rf"{_AFTER}"
)
_BEFORE_UNIT = re.compile("^个?[多来]?整?")
_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALE = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_TOLERANCE = re.compile(
    r"[一-龥]?[，, ]?(?:正负|上下|左右)?(?:也就|就)?(?:上下|正负|浮动|波动|[相只]?差个?|不过)"
    r"(?:晃|浮动|波动|差|摆动?)?(?:个|不过|也就)?"
)
_SAME = re.compile(r"[，, ]?(?:(?:也|那)?就?是|等于|即|合|换算(?:过来)?(?:就)?是?)?")
_ALONE = rf"(?<![{_CN}点\d])"
_FRACTIONS = {"百分之": "%", "千分之": "‰", "万分之": "‱"}
_IDIOMS = re.compile(
    rf"第[{_CN}\d]+|{_ALONE}(?:一(?:定|样|起|些|下子?|直|般|切|边|点(?![\d零一二三四五六七八九])|旦|致|共|向|度(?!电)|方面|心|生|会儿?|"
    r"款|种种?|模|路|键|手|流|如|律|举|味|面|次性|体|站|整(?![年天日周夜晚宿个])|眼|口气|遍|番|块儿)|十分(?!钟|贝|之)|万一|千万(?![\d人次份单粉级])|"
    r"三高|成千上万|八九不离十|十之八九|一级[棒代]|双十一|六一八|三八节|四季|八方|三三两两|百姓|万能|半天|十足|百货|百搭|零食|零售|零距离|三明治|两[用者款边侧种]|"
    r"(?:星期|周)[一二三四五六日]|(?<=[这那])一[块层级排页]|(?:五一|十一)(?:假期|期间|活动|劳动|黄金周|国庆))|五颜六色|二维码|"
    rf"{_ALONE}一块(?=[儿玩拿走插充扔承放吃喝用洗装发算来去说做搭配组])|[{_CN}]块(?=面料|布|板|玻璃|肉|砖|地|区|表|屏|电池|饼|糖|蛋糕|巧克力|石|"
    r"皮|骨|磁|香皂|肥皂|毛巾|料|腹肌|海绵|垫|抹布|豆腐|姜|冰|玉|木|积木)|"
    rf"[{_CN}\d]+号(?:链接|色|款)?|(?:一九|二[零〇一])[零〇一二三四五六七八九]{{2}}年"
)


def quantities(text: str) -> list[Quantity]:
    """Every quantity of a plain text, in order; ordinals, idioms and link numbers are passed over."""
    if not _ANY.search(text):
        return []
    masked = repaired(text)
    found: list[Quantity] = []
    for amount in amounts(masked):
        if "\x00" not in masked[amount.begin : amount.stop]:
            found.append(_told(amount, masked))
            masked = masked[: amount.begin] + "\x00" * (amount.stop - amount.begin) + masked[amount.stop :]
    masked = _IDIOMS.sub(lambda m: "\x00" * len(m.group()), masked)
    found += [q for m in _MEASURE.finditer(masked) if (q := _quantity(m))]
    return _ranges(sorted(found, key=lambda q: q.begin), masked)


def _ranges(found: list[Quantity], text: str) -> list[Quantity]:
    """What is one quantity said as two: 六厘米半到七厘米半, 一斤二两; 18×13厘米 is two of one unit."""
    joined: list[Quantity] = []
    for quantity in found:
        last = joined[-1] if joined else None
        between = text[last.stop : quantity.begin] if last else ""
        if last and _reaches(last, quantity, between):
            joined[-1] = _one(last, quantity, last.low, quantity.high, text)
        elif last and _says_again(last, quantity, between):
            joined[-1] = _one(last, quantity, last.low, last.high, text)
        elif last and _TOLERANCE.fullmatch(between) and (spread := _like(quantity, last)):
            joined[-1] = _one(last, quantity, last.low - spread.high, last.high + spread.high, text)
        elif (
            last
            and _is_open(last)
            and quantity.comparator is Comparator.AT_MOST
            and not between.strip("，, ")
        ):
            joined[-1] = _bounded(last, quantity, text)
        elif last and text[last.begin - 1 : last.begin] != "每" and _adds(last, quantity, between):
            joined[-1] = _one(last, quantity, last.low + quantity.low, last.high + quantity.high, text)
        else:
            if last and last.dimension == "number" and between in ("×", "x", "*", "乘", "乘以"):
                joined[-1] = _in_unit_of(last, quantity)
            joined.append(quantity)
    return joined


def _says_again(last: Quantity, quantity: Quantity, between: str) -> bool:
    """最长一天半36小时 is one figure."""
    return last.unit != quantity.unit and last.equals(quantity) and _SAME.fullmatch(between) is not None


def _is_open(quantity: Quantity) -> bool:
    return quantity.comparator is Comparator.AT_LEAST and quantity.dimension not in ("number", "money")


def _bounded(last: Quantity, most: Quantity, text: str) -> Quantity:
    """三十克打底三十二封顶 is from one to the other."""
    top = _like(most, last)
    if top is None or top.low <= last.low:
        return last
    return replace(_one(last, most, last.low, top.high, text), comparator=Comparator.EXACTLY)


def _like(quantity: Quantity, other: Quantity) -> Quantity | None:
    """The quantity in the other's unit where none was said with it; None where they are of two kinds."""
    if quantity.dimension == "number" and other.dimension != "number":
        return _in_unit_of(quantity, other)
    return quantity if quantity.dimension == other.dimension else None


def _one(first: Quantity, last: Quantity, low: float, high: float, text: str) -> Quantity:
    written = text[first.begin : last.stop]
    return replace(first, low=_round(low), high=_round(high), stop=last.stop, written=written)


def _adds(larger: Quantity, smaller: Quantity, between: str) -> bool:
    same = (
        larger.dimension == smaller.dimension
        and larger.low >= 1
        and larger.dimension in ("mass", "time", "length")
    )
    return same and not between and larger.unit != smaller.unit and larger.low > smaller.high


def _in_unit_of(number: Quantity, other: Quantity) -> Quantity:
    factor = UNITS[other.unit][1] if other.unit in UNITS else 1.0
    low, high = _round(number.low * factor), _round(number.high * factor)
    return replace(number, low=low, high=high, dimension=other.dimension, unit=other.unit)


def _reaches(low: Quantity, high: Quantity, between: str) -> bool:
    same = low.dimension == high.dimension != "number" and not low.dimension.startswith("count")
    return same and between in ("到", "至", "和", "~") and low.high < high.low


def _told(amount: Amount, text: str) -> Quantity:
    comparator = Comparator.ABOUT if amount.is_about else Comparator.EXACTLY
    written = text[amount.begin : amount.stop].strip()
    return Quantity(
        amount.low,
        amount.high,
        amount.dimension,
        amount.unit,
        comparator,
        amount.begin,
        amount.stop,
        written,
    )


def _quantity(match: re.Match[str]) -> Quantity | None:
    low_text, unit = match["low"], match["unit"] or ""
    low = 0.5 if low_text == "半" else parse_number(low_text)
    high = parse_number(match["high"]) if match["high"] else low
    if low is None or high is None:
        return None
    low, high = min(low, high), max(low, high)
    if low_text == "半" and not unit:
        return None
    if approximate := _two_digits(low_text):
        low, high = approximate
    if match["fraction"] or match["of"] or match["yuan"]:
        unit = "元" if match["yuan"] else _FRACTIONS[match["fraction"] or match["of"]]
    if not unit:
        return _bare(match, low, high)
    more = "多" if unit.startswith("个多") else ""
    if unit not in UNITS:
        unit = _BEFORE_UNIT.sub("", unit)
    dimension, factor = UNITS[unit]
    extra = _tail(match, unit)
    half = 0.5 if match["half"] else 0.0
    low, high = low + half + extra, high + half + extra
    comparator = _comparator(match, match.string[max(0, match.start() - 6) : match.start()])
    if more and comparator is Comparator.EXACTLY:
        comparator = Comparator.AT_LEAST
    stop = match.end()
    written = match.string[match.start() : stop]
    return Quantity(
        _round(low * factor), _round(high * factor), dimension, unit, comparator, match.start(), stop, written
    )


def _bare(match: re.Match[str], low: float, high: float) -> Quantity | None:
    """A number without a unit counts from two digits on; what the pattern took beyond it is left."""
    text = match["low"]
    if len(text) < 2 or match["fraction"]:
        return None
    begin, stop = match.start("low"), match.end("high") if match["high"] else match.end("low")
    written = match.string[begin:stop]
    comparator = _comparator(match, match.string[max(0, begin - 6) : begin])
    if match["after"] and match.end() - stop == len(match["after"]):
        stop = match.end()
    return Quantity(low, high, "number", "", comparator, begin, stop, written)


def _tail(match: re.Match[str], unit: str) -> float:
    """What follows a unit: 九块九, 一年半, 三块五毛."""
    tail = match["tail"]
    if not tail:
        return 0.0
    if tail == "半":
        return 0.5
    if UNITS[unit][0] not in ("money", "mass", "length", "volume", "percent", "discount"):
        return 0.0
    digits = [_DIGIT.get(c, int(c) if c.isdigit() else -1) for c in tail]
    return sum(digit / 10.0**place for place, digit in enumerate((d for d in digits if d >= 0), 1))


def _comparator(match: re.Match[str], before: str) -> Comparator:
    """The comparator beside the number, or a few words before it, as in 最长保温 24 小时."""
    after, apart = match["after"], _APART.search(before)
    if match["most"] or after in _DOWNWARDS or (apart and apart["most"]):
        return Comparator.AT_MOST
    if match["least"] or (apart and apart["least"]) or after in _UPWARDS or match["many"] in ("多", "几"):
        return Comparator.AT_LEAST
    if match["about"] or match["many"] or after in ("左右", "上下"):
        return Comparator.ABOUT
    return Comparator.EXACTLY


def parse_number(text: str) -> float | None:
    """The value of an Arabic, Chinese or mixed number: 1.2万, 一千二 (1200), 三十六, 一九九 (199)."""
    arabic = re.fullmatch(rf"({_ARABIC})([十百千万亿]*)([\d一二三四五六七八九]*)", text)
    if arabic:
        return _mixed(*arabic.groups())
    whole, _, decimals = text.partition("点")
    if decimals:
        digits = decimals.rstrip("十百千万亿")
        value, fraction = _chinese(whole), "".join(str(_DIGIT.get(d, "")) for d in digits)
        if value is None or not fraction:
            return None
        return float(f"{value:.0f}.{fraction}") * math.prod(_SCALE[c] for c in decimals[len(digits) :])
    return _chinese(whole)


def _mixed(digits: str, scale: str, rest: str) -> float | None:
    value = float(digits.replace(",", ""))
    for unit in scale:
        value *= _SCALE[unit]
    if rest:
        last = _SCALE[scale[-1]] if scale else 1
        single = len(rest) == 1
        number = _DIGIT.get(rest, None) if rest in _DIGIT else float(rest) if rest.isdigit() else None
        if number is None:
            return None
        value += number * last / 10 if single and last >= 100 else number
    return value


def _chinese(text: str) -> float | None:
    if not text:
        return None
    if all(c in _DIGIT for c in text):
        return float("".join(str(_DIGIT[c]) for c in text))
    total, section, digit, last = 0, 0, 0, 1
    for character in text:
        if character in _DIGIT:
            digit = _DIGIT[character]
            last = 1 if character in "零〇" else last
            continue
        scale = _SCALE[character]
        if scale >= 10_000:
            total = (total + section + digit) * scale if total < scale else total + (section + digit) * scale
            section = 0
        else:
            section += (digit or 1) * scale
        digit, last = 0, scale
    return float(total + section + digit * (last // 10 if last >= 100 else 1))


def _two_digits(text: str) -> tuple[float, float] | None:
    """两三, 七八百: neighbouring digits said together mean from one to the other."""
    if three := re.fullmatch(r"([一二三四五六七])([二三四五六七八])([三四五六七八九])", text):
        first, second, third = (_DIGIT[digit] for digit in three.groups())
        return (float(first), float(third)) if (second, third) == (first + 1, first + 2) else None
    said = re.fullmatch(r"(.*[十百千万])?([一二两三四五六七八])([二三四五六七八九])([十百千万亿]*)", text)
    if not said:
        return None
    first, second = _DIGIT[said[2]], _DIGIT[said[3]]
    if second != first + 1 and (said[1] or (first, second) != (3, 5)):
        return None
    base = _chinese(said[1]) if said[1] else 0.0
    scale = math.prod(_SCALE[c] for c in said[4])
    if said[1] and not said[4]:
        scale = max(1, _SCALE[said[1][-1]] // 10)
    return (base or 0.0) + first * scale, (base or 0.0) + second * scale


def _near(left: float, right: float, slack: float) -> bool:
    return abs(left - right) <= slack * max(abs(left), abs(right), 1e-9)


def _round(value: float) -> float:
    return float(f"{value:.9g}")
