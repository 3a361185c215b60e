"""Which words of a clause assert something checkable about the goods."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from monitor.rules.context import asked, negated, scorned
from monitor.text.quantities import Quantity


@dataclass(frozen=True, slots=True)
class Cue:
    """kind: measure, or a section of cues.yaml.

    begin, stop: half-open in the clause's normal form.
    """

    kind: str
    begin: int
    stop: int
    text: str


SPECIFIC = frozenset({"measure", "efficacy", "certificate", "people", "material"})

_SPEC = frozenset(
    {"mass", "volume", "length", "area", "power", "voltage", "charge", "energy", "pressure", "frequency"}
    | {"sound", "data", "percent", "times", "temperature", "count:种", "count:层", "count:项"}
)
_LASTING = re.compile(
    r"保温|保冷|保鲜|保湿|保修|质保|保质|续航|待机|充电|充满|持妆|持久|持香|留香|定妆|锁水|锁鲜|控油|长效|不脱妆|不氧化|不暗沉|见效|起效|"
    r"质保期|发酵|陈酿|窖藏|熟成|熬|慢炖|炖|晾晒|日晒|历时|可用|能用|够用|用上|工作|运行|制冷|速热|加热|出水|干透|速干|防护|防蚊|驱蚊|"
    r"耐用|寿命|研发|沉淀|传承|吸收|预约|临床|实测|测试|试验|有效"
)
_SIZED = re.compile(r"长|高|深|宽|厚|距|径|摔|掉|跌|水下|防水|卷|线|直径|毫米|厘米|微米|纳米|屏")
_LOGISTICS = re.compile(
    r"发货|快递|包邮|运费|到货|上链接|上车|倒计时|倒数|开播|下播|直播|秒杀|库存|名额|抽奖|福袋|优惠券|领券|红包|关注|点赞|粉丝|"
    r"下单|付款|购物车|小黄车|客服|上午|下午|晚上|点钟|截图|公屏|扣个?一|刷新|弹窗|退货|无理由|运险|签收|顺丰|待会|等我|给大家准备|"
    r"体重|身高|斤的?(?:以内|以下|到|都能|姐妹|宝宝|人|穿|可以穿|选)|左右的姐妹|穿[smlx]|码|满减|立减|凑单|件折|折扣|打折|到手|券后|原价|便宜|省"
)
_DIRECTIONS = re.compile(
    r"冲泡|冲调|水温|温水|开水|热水|加水|倒入|加入|放入|放进|煮|蒸|烤|炒|煎|早晚|每次|每天|一天|一次用|饭后|饭前|睡前|搅拌|静置|微波|先洗|"
    r"敷个?[一二十]|[倒舀取称扔搁][^，。]{0,3}[零一二两三四五六七八九十百千半]+(?:毫升|升|克|公斤|斤)|(?:毫升|升|克|公斤|斤)[^，。]{0,4}(?:扔|倒|称)|洗掉|揉搓|等它|按压|取适量"
)
_DENIABLE = frozenset({"efficacy", "people", "guarantee", "comparison", "feature", "material", "certificate"})
_DENYING = re.compile(r"不|没|无|零|非")
_ADVICE = re.compile(
    r"记得|注意|你[^，。]{0,4}还得|建议大?家?|你们要|大家要|要多|多喝水|别忘|吗$|么$|还是[^，。]{1,8}[啊呀呢哪]$|为什么|怎么(?!.*都)|什么(?!.*(?:都|也|统统|通通|全))|多少|哪[个款里些]"
)
_REMINDER = re.compile(r"记得|别忘|记着|莫忘")
_APPEAL = re.compile(
    r"(?:你们?|大家|您)(?:自己|自个儿)?(?:来|去)?(?:算|想|看|猜|说|品|摸|听|比)|对不对|是不是|够不够|大不大|厉不厉害|香不香"
)
_SAID_ENOUGH = 6
_SEEKS = re.compile(
    r"(?:想要|想买|喜欢|需要|爱|要)[^，。]{1,8}的(?:姐妹|宝宝|宝贝|朋友|人|家人|宝妈|亲|大哥|阿姨)(?!(?:们)?(?:都|也)?(?:能|可以|适合))|喜欢[^，。]{1,10}还是"
)
_SMALL_TALK = re.compile(
    r"我(?:的)?手机|我又|我今天|我吃了|我喝了|今天第|我家那?|我昨天|我早上|"
    r"我觉得|个人觉得|个人感觉|我感觉|有没有(?!添加)|是不是|天气|换季|熬夜|如果你?们?|有需要|想要|需要的|喜欢的|不舒服|有没|"
    r"听我|听说|以前我|上次我"
)
_CALL_TO_BUY = re.compile(
    r"拍[一两二三]|去拍|下单|点击|链接|小黄车|购物车|赶紧|抓紧|快去|冲啊|抢|上车|客服|关注|点赞|加购|秒"
)


@cache
def _kinds() -> dict[str, re.Pattern[str]]:
    shipped = yaml.safe_load((Path(__file__).parent / "cues.yaml").read_text(encoding="utf-8"))
    return {kind: re.compile("|".join(patterns)) for kind, patterns in shipped.items()}


def asserts(text: str) -> bool:
    """Whether a clause says something of its own: neither question nor advice."""
    if _SEEKS.search(text):
        return False
    said = _APPEAL.search(text)
    text = text[: said.start()] if said and said.start() >= _SAID_ENOUGH else text
    return not asked(text, len(text)) and _ADVICE.search(text) is None


def reminds(text: str) -> bool:
    """Whether it bids the listeners not to forget what it says is so."""
    return _REMINDER.search(text) is not None and not asked(text, len(text))


def cues(text: str, measured: list[Quantity], names: Iterable[str] = ()) -> list[Cue]:
    """Every cue of a clause in normal form; none in small talk, questions, logistics and `names`."""
    if not asserts(text) or _SMALL_TALK.search(text):
        return []
    for name in names:
        text = text.replace(name, "\0" * len(name))
    found = [
        Cue(kind, match.start(), match.end(), match.group())
        for kind, pattern in _kinds().items()
        for match in pattern.finditer(text)
        if kind not in _DENIABLE
        or _DENYING.match(match.group())
        or not (negated(text, match.start(), match.end()) or scorned(text, match.start(), match.end()))
    ]
    if _CALL_TO_BUY.search(text):
        found = [cue for cue in found if cue.kind not in ("ingredient", "origin", "feature")]
    return sorted([*found, *_measures(text, measured)], key=lambda cue: cue.begin)


def _measures(text: str, measured: list[Quantity]) -> list[Cue]:
    if _LOGISTICS.search(text) or _DIRECTIONS.search(text):
        return []
    dimensions = set(_SPEC)
    if _LASTING.search(text):
        dimensions.add("time")
    if not _SIZED.search(text):
        dimensions.discard("length")
    if any(q.dimension == "money" for q in measured):
        dimensions -= {"mass", "volume", "length"}
    return [
        Cue("measure", q.begin, q.stop, q.written)
        for q in measured
        if q.dimension in dimensions and not (q.dimension.startswith("count") and q.low == 1)
    ]
