"""A selling point changed in one thing: number, unit, negation, certainty, people.

By rules of its own, not the matcher's. Each function gives a text that says something else than its
point, or None where the point has no such thing to change. A figure is never left at a
value that its unit makes equal to the old one.
"""

import random
import re
from collections.abc import Callable

from monitor.text.normal import read_number
from monitor.text.quantities import parse_number

_UNITS = [
    "克 毫克 微克 斤 公斤 吨".split(),
    "毫升 升".split(),
    "秒 分钟 小时 天 周 个月 年".split(),
    "毫米 厘米 米 公里".split(),
    "瓦 千瓦".split(),
    "片 粒 袋 支 包 瓶 盒 条 张 层 种 项 次".split(),
    "度 倍 分贝 毫安时 帕 千帕 千卡 千焦 寸 转 岁".split(),
]
_EVERY_UNIT = sorted((unit for row in _UNITS for unit in row), key=len, reverse=True)
_FIGURE = r"\d+(?:\.\d+)?|[一二两三四五六七八九十百千万]+"
_MEASURE = re.compile(rf"(?P<figure>{_FIGURE})(?P<unit>{'|'.join(_EVERY_UNIT)})(?![一二三四五六七八九\d])")
_PERCENT = re.compile(r"百分之(?P<said>[一二两三四五六七八九十]+)(?!百)|(?P<written>\d+)%")
_FLIPPED = [
    ("没有添加", "添加"),
    ("不添加", "添加了"),
    ("无添加", "添加了"),
    ("不含", "含有"),
    ("不掉色", "掉色"),
    ("不起球", "起球"),
    ("不变形", "变形"),
    ("不生锈", "生锈"),
    ("含有", "不含"),
    ("富含", "不含"),
    ("添加", "不添加"),
    ("适合", "不适合"),
    ("采用", "没有采用"),
    ("产自", "不是产自"),
    ("有助于", "无助于"),
    ("可以", "不可以"),
    ("帮助", "不能帮助"),
]
_NEGATIVE = re.compile(r"不|没|无|未|零")
_HEDGES = re.compile(r"有助于|帮助|辅助|有利于")
_CERTAIN = "保证 绝对 一定能 肯定能 百分之百 彻底 永久 立刻 瞬间".split()
_RAISED = "根治 彻底 一定能 保证 绝对能 百分百".split()
_CERTAIN_ALREADY = re.compile("|".join((*_CERTAIN, "百分百", "100%", "完全", "终身")))
_PEOPLE = {
    "敏感肌": ("所有肤质", "敏感肌孕妇", "婴儿和敏感肌"),
    "成年人": ("成年人和儿童", "所有人", "成年人和孕妇", "老人小孩所有人"),
    "成人": ("成人和儿童", "所有人", "成人和孕妇"),
    "儿童": ("儿童和婴儿", "全家人人", "儿童和孕妇"),
    "女士": ("女士和孕妇", "女士和儿童", "所有人"),
    "男士": ("男士和老人", "所有人", "男士和儿童"),
    "老年人": ("老年人和儿童", "所有人", "糖尿病老年人"),
    "学生": ("学生和孕妇", "所有人", "学生和婴幼儿"),
}
_ALSO = (
    "孕妇也能用 儿童也可以用 所有人都能用 老人小孩都能用 "
    "任何肤质都能用 婴幼儿也能用 糖尿病人也能用 哺乳期也可以用"
).split()
_WIDE = re.compile(r"所有|全家|任何|人人")
_STEPS = (2, 3, 4, 5, 6, 8, 10)


def number_changed(text: str, chance: random.Random) -> str | None:
    found = [(m.start(g), m.end(g), m[g]) for m in _PERCENT.finditer(text) for g in m.groupdict() if m[g]]
    found += [(*m.span("figure"), m["figure"]) for m in _MEASURE.finditer(text)]
    if not found:
        return None
    begin, stop, figure = chance.choice(found)
    value = parse_number(figure)
    if value is None or value != int(value):
        return None
    others = {int(value) * step for step in _STEPS} | {int(value) + step for step in range(1, 10)}
    others |= {int(value) // step for step in _STEPS}
    if "百分之" in text[:begin][-3:] or text[stop : stop + 1] == "%":
        others = {other for other in others if other <= 100}
    new = chance.choice(sorted(others - {0, int(value)}))
    return text[:begin] + (str(new) if figure[0].isdigit() else read_number(new)) + text[stop:]


def unit_changed(text: str, chance: random.Random) -> str | None:
    found = list(_MEASURE.finditer(text))
    if not found:
        return None
    measure = chance.choice(found)
    unit = measure["unit"]
    kin = next(row for row in _UNITS if unit in row)
    others = [u for u in (kin if chance.random() < 0.5 and len(kin) > 1 else _EVERY_UNIT) if u != unit]
    begin, stop = measure.span("unit")
    return text[:begin] + chance.choice(others) + text[stop:]


def negated(text: str, chance: random.Random) -> str | None:
    for old, new in _FLIPPED:
        if old in text:
            return text.replace(old, new, 1)
    if _NEGATIVE.search(text):
        return None
    measure = _MEASURE.search(text)
    if measure and measure.start() > 1:
        return text[: measure.start()] + chance.choice(("没有", "不是", "达不到")) + text[measure.start() :]
    return chance.choice(("没有", "不是", "不能", "不会")) + text


def certainty_raised(text: str, chance: random.Random) -> str | None:
    if _CERTAIN_ALREADY.search(text):
        return None
    if hedge := _HEDGES.search(text):
        return text[: hedge.start()] + chance.choice(("", *_RAISED)) + text[hedge.end() :]
    return chance.choice(_CERTAIN) + text


def scope_widened(text: str, chance: random.Random) -> str | None:
    if _WIDE.search(text):
        return None
    for people, wider in _PEOPLE.items():
        if people in text:
            return text.replace(people, chance.choice(wider), 1)
    also = chance.choice([words for words in _ALSO if words[:2] not in text])
    return text + also if chance.random() < 0.5 else f"{also}{text}"


CHANGES: dict[str, Callable[[str, random.Random], str | None]] = {
    "number_changed": number_changed,
    "unit_changed": unit_changed,
    "negation_inserted": negated,
    "certainty_raised": certainty_raised,
    "scope_widened": scope_widened,
}
