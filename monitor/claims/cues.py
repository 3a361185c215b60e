"""Which words of a clause assert something checkable about the goods."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from monitor.rules.context import asked, negated
from monitor.text.quantities import Quantity


@dataclass(frozen=True, slots=True)
class Cue:
    """kind: measure, efficacy, ingredient, origin, certificate, comparison, guarantee, people, sales.

    begin, stop: half-open in the clause's normal form.
    """

    kind: str
    begin: int
    stop: int
    text: str


SPECIFIC = frozenset({"measure", "efficacy", "certificate", "people"})

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
    r"敷个?[一二十]|洗掉|揉搓|等它|按压|取适量"
)
_EFFICACY = re.compile(
    r"美白|祛斑|淡斑|淡化|祛痘|抗皱|淡纹|去皱|紧致|提拉|补水|保湿|锁水|修护|修复|舒缓|控油|去屑|防脱|生发|抗菌|抑菌|杀菌|除菌|除螨|"
    r"防晒|防水|防滑|防摔|防漏|防霉|防蛀|防蓝光|抗老|抗衰|抗氧化|提亮|去黑头|收缩毛孔|增强免疫|免疫力|抵抗力|改善睡眠|助眠|安神|"
    r"缓解|调节|预防|降低|减脂|瘦身|燃脂|润肠|通便|养胃|护眼|护肝|明目|补钙|补血|补铁|补锌|排毒|祛湿|消肿|止痒|止痛|降火|益智|"
    r"促进|改善|增强|除甲醛|净化|去异味|除臭|速干|透气|吸汗|不起球|不掉色|不变形|不褪色|耐磨|耐高温|抗摔|隔热|隔音|静音|降噪|"
    r"节能|省电|不粘锅|不粘|不生锈|恒温|防臭|抗静电|抗过敏|低敏|零添加|无添加|不添加|零蔗糖|零糖|零脂|零卡|无糖|低糖|低脂|高蛋白|"
    r"无酒精|无香精|无荧光|食品级|母婴级|医用级|有机|纯棉|真皮|真丝|纯手工|全自动|自清洁|有助于|帮助(?:消化|睡眠|吸收|肠道|骨骼|皮肤)"
)
_INGREDIENT = re.compile(
    r"(?:含有|富含|添加了|蕴含|内含|萃取|提取自?|选用|采用|甄选|精选|搭载|配备|原料[是用]|成分[是有]|配方[是有]|材质[是用]|面料[是用])"
    r"[^的了呢啊吗，。]{2,}|(?:不含|不添加|没有添加|没加)[^的了呢啊吗，。任]{1,}|(?<![包])含[\u4e00-\u9fff]{2,}(?:酸|素|胺|肽|蛋白|精华|油|糖|粉|钙|铁|锌)"
)
_ORIGIN = re.compile(
    r"(?<!欢迎)(?:产自|产地[是在]|原产[于地]?|源自|原装进口|进口的|进口[\u4e00-\u9fff]{2,}|核心产区|来自(?!哪|我|你|直播|各|全国|五湖|天南)"
    r"[\u4e00-\u9fff]{2,}(?:山|岛|湖|省|市|县|国|洲|海|产区|农场|牧场|基地|牧区|草原|[亚兰]))"
)
_CERTIFICATE = re.compile(
    r"专利|认证|获奖|金奖|大奖|奖项|检测报告|质检报告|检验报告|[a-z]{0,3}检测|sgs|iso\S{0,6}|fda|批准文号|备案号|国家标准|临床|实验证明|权威|证书|"
    r"驰名商标|老字号|非遗|绿色食品|地理标志|a类|一级能效|[三3]c认证"
)
_COMPARISON = re.compile(
    r"比(?:普通|一般|别的|别家|别人|其他|同类|市面|传统|上一代|老款|平常|以前)|超过(?:同类|普通|一般)|优于|胜过|远超|领先|同款(?:工艺|配方)|"
    r"相当于[零一二三四五六七八九十百千两]+"
)
_GUARANTEE = re.compile(
    r"质保[零一二三四五六七八九十两终]|保修[零一二三四五六七八九十两终]|终身(?:保修|质保|免费|包换)|只换不修|包换|坏了包赔"
)
_PEOPLE = re.compile(
    r"(?:孕妇|孕妈|哺乳期|婴儿|婴幼儿|新生儿|儿童|小孩|小朋友|孩子|老人|老年人|敏感肌|糖尿病人?|高血压|三高|所有人|全家|任何人|任何肤质|"
    r"所有肤质|全肤质)[^，。]{0,6}(?:都能|都可以|也能|也可以|可以|能用|能吃|能喝|可用|适用|适合|放心)|(?:适合|适用于?)[^，。]{0,4}"
    r"(?:孕妇|婴|儿童|孩子|老人|敏感肌|糖尿病|高血压|所有|全家|任何|全肤质|成人|成年人)"
)
_SALES = re.compile(r"(?:卖了|卖出|销量|已售|热销|累计销售)[^，。]{0,6}(?:万|亿|千)|(?:回购率|复购率|好评率)")
_KINDS = {
    "efficacy": _EFFICACY,
    "ingredient": _INGREDIENT,
    "origin": _ORIGIN,
    "certificate": _CERTIFICATE,
    "comparison": _COMPARISON,
    "guarantee": _GUARANTEE,
    "people": _PEOPLE,
    "sales": _SALES,
}
_DENIABLE = frozenset({"efficacy", "people", "guarantee", "comparison"})
_ADVICE = re.compile(
    r"记得|注意|建议大?家?|你们要|大家要|要多|多喝水|别忘|吗$|么$|为什么|怎么(?!.*都)|什么(?!.*都)|多少|哪[个款里些]"
)
_SMALL_TALK = re.compile(
    r"我觉得|个人觉得|个人感觉|我感觉|有没有(?!添加)|是不是|天气|换季|熬夜|如果你?们?|有需要|想要|需要的|喜欢的|不舒服|有没|"
    r"听我|听说|以前我|上次我"
)
_CALL_TO_BUY = re.compile(
    r"拍[一两二三]|去拍|下单|点击|链接|小黄车|购物车|赶紧|抓紧|快去|冲啊|抢|上车|客服|关注|点赞|加购|秒"
)


def asserts(text: str) -> bool:
    """Whether a clause says something of its own: neither question nor advice."""
    return not asked(text, len(text)) and _ADVICE.search(text) is None


def cues(text: str, measured: list[Quantity], names: Iterable[str] = ()) -> list[Cue]:
    """Every cue of a clause in normal form; none in small talk, questions, logistics and `names`."""
    if not asserts(text) or _SMALL_TALK.search(text):
        return []
    for name in names:
        text = text.replace(name, "\0" * len(name))
    found = [
        Cue(kind, match.start(), match.end(), match.group())
        for kind, pattern in _KINDS.items()
        for match in pattern.finditer(text)
        if kind not in _DENIABLE or not negated(text, match.start(), match.end())
    ]
    if _CALL_TO_BUY.search(text):
        found = [cue for cue in found if cue.kind not in ("ingredient", "origin")]
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
    return [Cue("measure", q.begin, q.stop, q.written) for q in measured if q.dimension in dimensions]
