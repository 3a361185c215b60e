"""Sentences to train and test the demo model on: our own grammar, our own sentences, dictionary words.

Nothing here comes from a transcript. A model trained on a narrow grammar recites it over other
speech, so most of the text is words in spoken order drawn by their dictionary frequency.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import jieba
import yaml

Maker = Callable[[random.Random], str]
HERE = Path(__file__).parent
PLACES = """
杭州 广州 义乌 上海 北京 新疆 云南 山东 内蒙古 东北 海南 四川 福建 宁夏 湖南 安徽
""".split()
DIGITS = "零一二三四五六七八九"
_NAMED = re.compile(
    r"(这款|这条|号链接，)[\u4e00-\u9fff]*(?:面霜|精华液|防晒霜|围巾|吹风机|鱼油|蜂蜜|大米|茶|软胶囊)"
)
_COUNTED = re.compile(r"(?<![一第])[一二两三四五六七八九十百千]{2,}")
_HAN = re.compile(r"[\u4e00-\u9fff]{1,4}")
_COMMON_NUMBERS = tuple(
    int(number)
    for number in """
    5 7 9 12 19 24 29 30 39 48 49 59 60 69 72 79 89 90 99 100 150 180 199 299 365 399 500 999 1000 1500
    """.split()
)


@dataclass
class Words:
    """Dictionary words of one part of speech with their cumulative weights."""

    words: list[str] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    def draw(self, dice: random.Random) -> str:
        return dice.choices(self.words, cum_weights=self.weights)[0]

    def add(self, word: str, weight: float) -> None:
        self.words.append(word)
        self.weights.append((self.weights[-1] if self.weights else 0.0) + weight)


def is_everyday(word: str) -> bool:
    """One to four characters of GB 2312 level 1 (the 3,755 common ones)."""
    if not _HAN.fullmatch(word):
        return False
    try:
        raw = word.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return all(0xB0 <= lead <= 0xD7 for lead in raw[::2])


@cache
def dictionary() -> dict[str, Words]:
    """jieba's dictionary by part of speech; "" holds every word."""
    found: dict[str, Words] = {"": Words()}
    path = Path(jieba.__file__).with_name("dict.txt")
    for line in path.read_text(encoding="utf-8").splitlines():
        word, frequency, speech = line.split()
        if int(frequency) >= 20 and is_everyday(word):
            weight = int(frequency) ** 0.9
            found[""].add(word, weight)
            if speech not in {"nr", "nrt", "nrfg", "nt", "zg", "ng", "vg"}:
                found.setdefault(speech[0], Words()).add(word, weight)
    return found


@cache
def grammar() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((HERE / "grammar.yaml").read_text(encoding="utf-8"))
    loaded["slots"]["place"] = PLACES
    return loaded


@cache
def sentences() -> list[str]:
    """Our own written sentences in many registers."""
    lines = [p.read_text(encoding="utf-8").split() for p in sorted((HERE / "sentences").glob("*.txt"))]
    return [line for lines_ in lines for line in lines_ if re.fullmatch(r"[\u4e00-\u9fff，]+", line)]


def spoken_number(value: int) -> str:
    """A whole number below 100 million as it is said: 1200 -> 一千二百."""
    if value >= 10_000:
        rest = value % 10_000
        joint = "零" if 0 < rest < 1000 else ""
        return spoken_number(value // 10_000) + "万" + (joint + spoken_number(rest) if rest else "")
    if value < 10:
        return DIGITS[value]
    said, skipped = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit == 0:
            skipped = bool(said)
            continue
        said += ("零" if skipped else "") + DIGITS[digit] + name
        skipped = False
    return said.removeprefix("一") if 10 <= value < 20 else said


def number(dice: random.Random) -> str:
    kind = dice.random()
    if kind < 0.30:
        return spoken_number(dice.choice(_COMMON_NUMBERS))
    if kind < 0.55:
        return dice.choice("一两三四五六七八九十")
    if kind < 0.75:
        return spoken_number(dice.randint(10, 99))
    if kind < 0.86:
        return spoken_number(dice.randint(100, 999))
    if kind < 0.92:
        return spoken_number(dice.randint(1, 99)) + "点" + "".join(dice.choices(DIGITS, k=dice.randint(1, 2)))
    if kind < 0.95:
        return "".join(dice.choices(DIGITS, k=dice.randint(3, 6)))
    if kind < 0.97:
        return (
            dice.choice("一二三四五六七八九") + dice.choice("百千万") + dice.choice("一二三四五六七八九半多")
        )
    return spoken_number(dice.randint(1000, 99_999))


def fill(template: str, dice: random.Random) -> str:
    slots = grammar()["slots"]

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        if name == "n":
            return number(dice)
        if name == "claim":
            name = dice.choice(("plain", "bold"))
        chosen: str = dice.choice(slots[name])
        return chosen

    return re.sub(r"\{(\w+)\}", value, template)


def domain_sentence(dice: random.Random) -> str:
    """One to three clauses of the live-commerce grammar."""
    templates = grammar()["templates"]
    return "，".join(fill(dice.choice(templates), dice) for _ in range(dice.choice((1, 1, 2, 2, 3))))


_FRAMES = (
    "link subject adverb aux v middle determiner measure n tail",
    "subject aux v n tail",
    "subject adverb a tail",
    "determiner measure n adverb aux v tail",
    "link subject v middle n",
    "adverb v middle number measure n tail",
    "n 的 n adverb a 的 tail",
    "subject aux n v middle tail",
    "link v n 的 subject aux v",
    "subject 的 n 是 a 的 n",
    "a 的 n link subject v tail",
    "v 不 v n tail",
    "number measure n number measure",
    "subject v 得 adverb a tail",
    "aux v n link aux v n",
    "n v n",
    "t subject aux v n",
    "i tail",
    "l link subject adverb v",
    "subject adverb aux v subject v middle",
    "n 和 n 都 a tail",
    "d v a n f",
)


def spoken_sentence(dice: random.Random) -> str:
    """Dictionary words in the order of speech: grammatical, meaningless, and broad."""
    spoken = grammar()["spoken"]
    said = ""
    for part in dice.choice(_FRAMES).split():
        if part in ("link", "adverb", "tail", "middle", "aux") and dice.random() < 0.4:
            continue
        if part == "number":
            said += number(dice)
        elif part in spoken:
            said += dice.choice(spoken[part])
        elif len(part) == 1 and part.isascii():
            said += dictionary()[part].draw(dice)
        else:
            said += part
    return said


def dictionary_words(dice: random.Random) -> str:
    return "".join(dictionary()[""].draw(dice) for _ in range(dice.randint(2, 7)))


@cache
def sample_lines() -> list[str]:
    """Every line of the blocks of which fresh sample broadcasts are composed; {n} stays open."""
    blocks = yaml.safe_load((HERE / "blocks.yaml").read_text(encoding="utf-8"))
    return [line["say"] if isinstance(line, dict) else line for line in _leaves(blocks) if line]


def _leaves(node: Any) -> Iterator[Any]:
    if isinstance(node, str) or (isinstance(node, dict) and "say" in node):
        yield node
    elif isinstance(node, dict | list):
        for part in node.values() if isinstance(node, dict) else node:
            yield from _leaves(part)


def sample_sentence(dice: random.Random) -> str:
    """A line of the sample broadcasts, often about another product and with other numbers."""
    line = dice.choice(sample_lines()).replace("{n}", number(dice))
    if dice.random() < 0.5:
        line = _COUNTED.sub(lambda _: number(dice), line)
    if dice.random() < 0.5:
        line = _NAMED.sub(lambda match: match.group(1) + dice.choice(grammar()["slots"]["product"]), line)
    return line


def own_sentence(dice: random.Random) -> str:
    """A written sentence, or two halves of different ones, so that none is learnt by heart."""
    first = dice.choice(sentences()).split("，")
    if dice.random() < 0.5:
        return "，".join(first)
    second = dice.choice(sentences()).split("，")
    return dice.choice(first) + "，" + dice.choice(second)


BROAD = {
    domain_sentence: 0.38,
    sample_sentence: 0.12,
    own_sentence: 0.22,
    spoken_sentence: 0.16,
    dictionary_words: 0.12,
}
NEAR = {
    domain_sentence: 0.36,
    sample_sentence: 0.40,
    own_sentence: 0.12,
    spoken_sentence: 0.08,
    dictionary_words: 0.04,
}
"""Shares of the kinds of sentences: for most of the training, and for its end."""


def utterance(dice: random.Random, shares: Mapping[Maker, float] = BROAD) -> str:
    (maker,) = dice.choices(list(shares), list(shares.values()))
    times = dice.choice((1, 1, 2, 2, 3)) if maker in (spoken_sentence, dictionary_words) else 1
    return "，".join(maker(dice) for _ in range(times))
