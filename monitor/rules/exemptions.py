"""Whether a named reason not to flag applies to words in their clause."""

import re
from collections.abc import Callable
from datetime import date

from monitor.rules.rule import Exemption, Predicate, Rule

_WIDER = re.compile(
    r"全网|行业|同类|市面|市场|全国|全世界|世界|全球|别家|别人|其他家|其他品牌|所有品牌|国内|国货|同行|全平台|全抖音"
)
_TIP = re.compile(r"最(?:好|佳|适宜|合适|适合|长|短|多|少|晚|迟|低|高)|首选|第一步|第一时间")
_NAMED = 10
_WHEN = re.compile(
    r"[零一二三四五六七八九十两]年|[一二三四五六七八九十两几]个?月|季度|半年|去年|今年|本月|上个?月|双十一|双十二|六一八|周年庆|"
    r"截至|截止|连续"
)
_WHERE = re.compile(
    r"全国|中国|[\u4e00-\u9fff]省|[\u4e00-\u9fff]市|地区|抖音|天猫|京东|淘宝|平台|类目|国内|线上|门店|榜"
)


def applying(rule: Rule, text: str, begin: int, stop: int, day: date | None) -> Exemption | None:
    """The rule's first exemption that holds of normal characters `begin` to `stop`."""
    barred = {name for bar in barring(rule, text, day) for name in bar.bars}
    for exemption in rule.exemptions:
        if (
            exemption.kind == "exempts"
            and exemption.id not in barred
            and _holds(exemption, text, begin, stop)
        ):
            return exemption
    return None


def barring(rule: Rule, text: str, day: date | None) -> list[Exemption]:
    """What puts other exemptions out of force on that day; a day not known is any day."""
    return [
        e
        for e in rule.exemptions
        if e.kind == "bars" and _in_force(e, day) and any(word in text for word in e.words)
    ]


def notes(rule: Rule) -> list[Exemption]:
    """What bears on the penalty alone."""
    return [exemption for exemption in rule.exemptions if exemption.kind == "note"]


def _in_force(exemption: Exemption, day: date | None) -> bool:
    return exemption.since is None or day is None or day >= exemption.since


def _holds(exemption: Exemption, text: str, begin: int, stop: int) -> bool:
    if exemption.words and not any(word in text for word in exemption.words):
        return False
    if any(word in text for word in exemption.unless):
        return False
    if exemption.predicate == "inside_name":
        before = text[max(0, begin - _NAMED) : begin]
        return any(word in before for word in exemption.words)
    return exemption.predicate is None or _PREDICATES[exemption.predicate](text, begin, stop)


def _self_scope(text: str, _begin: int, _stop: int) -> bool:
    return _WIDER.search(text) is None


def _instruction(text: str, begin: int, stop: int) -> bool:
    return _TIP.match(text, begin) is not None and _WIDER.search(text, begin, stop) is None


def _when_and_where(text: str, _begin: int, _stop: int) -> bool:
    return _WHEN.search(text) is not None and _WHERE.search(text) is not None


_PREDICATES: dict[Predicate, Callable[[str, int, int], bool]] = {
    "self_scope": _self_scope,
    "instruction": _instruction,
    "when_and_where": _when_and_where,
}
