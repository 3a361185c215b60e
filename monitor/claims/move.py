"""What a host says when the talk moves to another product, without naming it."""

import re
from enum import StrEnum

_UNIT = "[个款样支瓶条罐锅袋盒件双台包桶把种位]"
_ONE = "[个款样种件位]"
_NEXT = re.compile(
    rf"下一?{_UNIT}(?!月|周|星期|礼拜|季|年|学期|节|小时|视频|人|观众|粉丝|同学|问题|是谁)|接下来|再来一?{_ONE}|换一?{_ONE}|最后(?:这|那|的)?一?(?:{_UNIT}|样东西)|还有一{_UNIT}|(?:^|[看讲来是上那]|我的)第[二三四五六七八九十]{_ONE}|下面(?:这|那)?一?{_UNIT}|往下走|往下讲"
)
_BACK = re.compile(
    rf"上一?{_UNIT}(?!月|周|星期|礼拜|季|年|学期|节|小时|视频)|(?:刚才|刚刚|前面|之前|方才|先前)(?:说|讲|看|介绍|提到|上|卖|那|的)*(?:的|那|这)|翻回|倒回|往回|回头(?:看|说|再)"
)
_RESUMED = re.compile(
    r"继续|接着[说讲看来]?|言归正传|说回|讲回|看回|回到我|我们接着|好我们再|回来[啊了接继]|讲到哪|说到哪|话说回来|不说.{0,4}了"
)
_CLOSED = re.compile(
    r"^(?:好|行|嗯好|可以)[了的啦吧嘞]?$|^(?:好|行)[了的啦吧嘞][^一-龥]|没了没了|卖完了?$|抢完|抢光|(?:讲|说|介绍|播)完|放回去|放一边|收起来|收了|先这样|就这些|就到这|轮到|该你|你来|到你|归你|给你$|交给|话筒|你的$|你呢$|你那"
)
_OFFERED = re.compile(
    r"[拿搬端抬扛盛][上过出来一]|尝一?[口尝下]|闻一?[闻下]|看一?下?(?:这|手上|我手)|手[上里头]|来[来了咯喽]|^来$|^[一-龥]{1,3}呢$|的(?:来|看过来|看这[里儿边]?|举手|听好)$|有请|[饭煮煎蒸泡做烤烧炖]好了|开盖|出锅|出炉|开机|先给|给(?:你们|大家|大伙儿?|家人们)(?:看|讲|说|来|上|介绍)|(?:这|那)一?(?:个|款|样)是|还没(?:讲|说|看)|那?就?讲(?:了吧|吧)$|的(?:这|那)个$|轮到|准备好?了|有没有.{1,6}的"
)
_ASKED = re.compile(
    r"返场|补了|补货|加单|还(?:有货|剩|有吗|有没有|有$|在吗)|没(?:看到|听到|抢到|抢上|听清|拍到)|刚进来"
    r"|问|公屏|弹幕|评论区|屏幕上|后台|[一-龥]{1,4}说(?:他|她|要|想)|同学|姐妹们?(?:说|要|想)|(?:有|好多|还有)人(?:说|要|在|刷|看|想|没)|^[一-龥]{2,3}:|连线|有个(?:姐妹|大姐|叔叔|阿姨|宝宝)"
)


_COMPARED = re.compile(
    r"(?:比|不如|不像|没有)(?!较|例|如).{1,9}(?:[多少大小轻重贵久好稀厚软硬强快慢高低长短薄甜浓]|便宜|划算)|(?:跟|和|与)(?!大家|你们?|我说).{1,8}(?:不一样|一样|差不多|不同|没得比|放在?一起|一起|一块|同时|搭配)"
)


class Move(StrEnum):
    """next: to the next product. back: to one shown before. resumed: to what was on before a question.
    closed: this one is done. offered: something is held up or called for. asked: a viewer asks."""

    NEXT = "next"
    BACK = "back"
    RESUMED = "resumed"
    CLOSED = "closed"
    OFFERED = "offered"
    ASKED = "asked"


_CUES = {
    Move.NEXT: _NEXT,
    Move.BACK: _BACK,
    Move.RESUMED: _RESUMED,
    Move.CLOSED: _CLOSED,
    Move.OFFERED: _OFFERED,
    Move.ASKED: _ASKED,
}


def moves(text: str) -> frozenset[Move]:
    """Those that a clause in normal form tells of."""
    found = frozenset(move for move, cue in _CUES.items() if cue.search(text))
    return found - {Move.BACK, Move.NEXT} if compares(text) else found


def compares(text: str) -> bool:
    """Whether a clause holds the product on air against something else, which it may describe as well."""
    return _COMPARED.search(text) is not None
