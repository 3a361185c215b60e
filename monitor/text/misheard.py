"""Figures set right where they were written by their sound: 四十八小是, 百分之七时."""

import re
from functools import cache

from monitor.text.syllables import encode, syllable_count
from monitor.text.units import UNITS

NUMERALS = "零〇一二两三四五六七八九十百千万亿"
_CN = NUMERALS
_FIGURE = re.compile(rf"[{_CN}\d][个多]?(?=[^{_CN}\d])")
_FUSED = re.compile(
    r"(?<![我你他她它咱哥姐姊娘爷儿])[俩仨](?=个?[月年天日周斤两克片瓶盒包袋支条件小钟礼星分秒岁])"
)
_MISHEARD = (
    ("到", re.compile(rf"(?<=[{_CN}度])道(?=[{_CN}])")),
    (
        "十",
        re.compile(
            rf"(?<=百分之[一二三四五六七八九])[时实石拾](?![刻分间])|(?<=[百千])分之[时实](?=[{_CN}])"
        ),
    ),
    ("二", re.compile(rf"(?<=[{_CN}]十)而(?=[毫厘分]米|公[斤分]|[毫千]?[克升]|小时|[天年月周斤])")),
    (
        "十",
        re.compile(r"(?<=[一二三四五六七八九])[时石拾](?=[毫厘]米|公[斤分]|[毫千]克|毫升|小时|分钟|斤)"),
    ),
    ("秒", re.compile(rf"(?<=[{_CN}])苗(?![圃条]|$)(?=[就内钟白左以之立杀结快出])")),
)
_PERCENT_SOUND = re.compile(rf"百[分份纷][之指只支直知](?=[{_CN}])")
_MONTH_SOUND = re.compile(rf"(?<=[{_CN}]个)[越岳阅悦粤]")
_COIN_SOUND = re.compile(rf"(?<=[{_CN}])快(?=[一二三四五六七八九]|[毛钱]|$|[，,啊到拿])")
_LIANG = re.compile(
    rf"(?<=[一二三四五六七八九])(?<![{_CN}].)两(?=[一二三四五六七八九半](?:(?![{_CN}])|[到至]|一[管瓶袋盒支罐包只])|"
    rf"$|[的了啊呢吧哦呀啦嘛哈，。,.!?！？ 往多起以打左上到至重之])|"
    rf"(?<=斤[一二三四五六七八九半])两|(?<=[一二三四五六七八九两][十百千])两(?![{_CN}])"
)


def repaired(text: str) -> str:
    """Units of two syllables or more that were written by their sound after a number: 四十八小是."""
    text = _PERCENT_SOUND.sub("百分之", text)
    text = _FUSED.sub(lambda m: "两" if m.group() == "俩" else "三", text)
    text = _misheard(text)
    text = _LIANG.sub("兩", _COIN_SOUND.sub("块", _MONTH_SOUND.sub("月", text)))
    letters = list(text)
    for number in _FIGURE.finditer(text):
        begin = number.end()
        for length in (4, 3, 2):
            unit = _unit_sounds().get(encode(text[begin : begin + length]))
            if unit and len(unit) == length:
                letters[begin : begin + length] = unit
                break
    return "".join(letters)


@cache
def _unit_sounds() -> dict[str, str]:
    units = [*UNITS, "个月"]
    return {encode(unit): unit for unit in units if syllable_count(unit) == len(unit) > 1}


def _misheard(text: str) -> str:
    """Digits and joints inside a figure that were written by their sound: 百分之七时 → 百分之七十."""
    for letter, pattern in _MISHEARD:
        text = pattern.sub(letter, text)
    return text
