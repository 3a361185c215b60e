"""What in a claim must agree exactly: numbers, negation, certainty, people."""

import re
from dataclasses import dataclass

from monitor.text.quantities import Quantity, quantities
from monitor.text.syllables import encode

_HEDGE = re.compile(r"有助于|有利于|有益于|辅助|帮助|助力|可能|有望|一定程度|部分(?!的?人)|有帮助")
_CERTAIN = re.compile(
    r"一定(?:能|会|可以|有)|肯定(?:能|会|可以|有)?|绝对|保证|百分之百|百分百|包你|根治|根除|彻底|永久|完全|立刻|立马|马上|瞬间|秒变|永远|"
    r"终身|从不|绝不|必然|必定|治好|消除|清除|全部(?:去掉|消失|没)|杜绝|告别|任何"
)
_PEOPLE = {
    "everyone": r"所有人|全家|任何人|男女老少|人人|谁都|老少皆宜",
    "adults": r"成年人|成人|大人",
    "children": r"儿童|小孩|小朋友|孩子|小学生|青少年|学生",
    "infants": r"婴幼儿|婴儿|新生儿|小宝宝|宝宝(?:也|能|可以|用|吃|喝|都能)|给宝宝|[零一二三]岁(?!以上)",
    "pregnant": r"孕妇|孕妈|孕期|准妈妈",
    "nursing": r"哺乳期|喂奶",
    "elderly": r"老年人|老人|中老年|爸妈|长辈",
    "sensitive_skin": r"敏感肌|敏感皮|敏皮",
    "all_skin": r"所有肤质|任何肤质|全肤质|所有皮肤|各种肤质",
    "diabetic": r"糖尿病|高血糖|血糖高",
    "hypertensive": r"高血压|血压高",
    "men": r"男士|男性|男生",
    "women": r"女士|女性|女生",
}
_GROUPS = {name: re.compile(pattern) for name, pattern in _PEOPLE.items()}
_NEGATION = re.compile(r"不含|不添加|没有|不会|不能|不是|无法|未|无|零|没|不")
_NOT_NEGATION = re.compile(
    r"不锈钢|不粘|不仅|不但|不光|不止|不只|不管|不论|不错|不到|不少于|不超过|不低于|不少|不同|不一样|不断|无论|无比|无线|无敌|没有?(?:任何)?(?:问题|毛病|压力|得说|话说)|毫无压力|没事|"
    r"差不多|([一-龥])不\1|了不起|对不起|零食|零售|要不|是不是|能不能|对不对|好不好|不用担心|不怕|不愁|零下"
)


@dataclass(frozen=True, slots=True)
class Slots:
    """The slot values of a text in normal form. denied: each negation with the two characters after it."""

    numbers: tuple[Quantity, ...]
    denied: tuple[str, ...]
    hedges: tuple[str, ...]
    certain: tuple[str, ...]
    people: frozenset[str]
    said_people: tuple[str, ...]

    @property
    def negative(self) -> bool:
        return len(self.denied) % 2 == 1

    @property
    def canonical(self) -> tuple[str, ...]:
        """Sorted values for a fingerprint."""
        values = {f"number={q.canonical}" for q in self.numbers} | {f"people={p}" for p in self.people}
        return tuple(sorted(values | ({"negation=yes"} if self.negative else set())))


def read_slots(text: str) -> Slots:
    people = [(name, found.group()) for name, group in _GROUPS.items() if (found := group.search(text))]
    numbers = quantities(text)
    bare = _NOT_NEGATION.sub(lambda m: " " * len(m.group()), _without(text, numbers))
    denied = tuple(text[m.start() : m.end() + 2] for m in _NEGATION.finditer(bare))
    return Slots(
        tuple(numbers),
        denied,
        tuple(found.group() for found in _HEDGE.finditer(with_hedges(text))),
        tuple(found.group() for found in _CERTAIN.finditer(text)),
        frozenset(name for name, _ in people),
        tuple(words for _, words in people),
    )


def with_hedges(text: str) -> str:
    """Hedges of three syllables set right where only their sound was written: 由助于 → 有助于."""
    sound, letters = encode(text), list(text)
    for hedge in ("有助于", "有利于", "有益于"):
        at = sound.find(encode(hedge))
        if at >= 0:
            letters[at : at + len(hedge)] = hedge
    return "".join(letters)


def _without(text: str, numbers: list[Quantity]) -> str:
    letters = list(text)
    for quantity in numbers:
        letters[quantity.begin : quantity.stop] = " " * (quantity.stop - quantity.begin)
    return "".join(letters)


FLUFF = re.compile(
    rf"{_HEDGE.pattern}|{_CERTAIN.pattern}|能够|可以|我们|咱们|这一?[款个支瓶盒台件种]|大家|宝宝们?|宝贝们?|姐妹们?|家人们?|朋友们?|"
    r"非常|特别|真的|确实|那个|然后|来说|相当于|达到|长达|高达|做到|整整|足足|的话|一个|你们|它们|他们|就是|而且|都是|其实|目前|而已|"
    r"[的了呢啊哦吧嘛呀哈啦就也都还能会我它是很给你有嗯呃哎这那]"
)
