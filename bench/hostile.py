"""Hostile utterances through the rules: nothing may crash, and time may only grow with length.

    python -m bench.hostile [--count N] [--long N] [--seed N]

Zero-width, combining and private-use characters, mixed scripts, lone surrogates, and texts made to
be slow: endless negations, fillers, figures, repeats, and rule words nested in one another. Of the
utterances, `--long` are 100,000 characters long. Prints JSON; `growth` is the time a character costs
in a text of 100,000 characters, over what it costs in one of 10,000, for the worst kind.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator

from monitor.rules.examine import Examiner, Goods
from monitor.rules.lexicon import load_lexicons
from monitor.text.clauses import clauses
from monitor.text.utterance import Utterance

LONG = 100_000
SHORT = 120
_WORDS = (
    "降血糖 血糖高 糖高 最好 销量第一 没有副作用 根治 小糖人 百分之百有效 一个疗程 治糖尿病 医生推荐 "
    "加微信 全网最低"
).split()
_HIDING = (
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u0301\u0300\u20dd\u3099\ufe0f\u202e\u2066\ue000\uf8ff\U000e0041"
)
_SCRIPTS = "降最好１２ＡＶxｘаеΩאبमไ가ひカ㍿①ﷺﬁ𠀀😀👨‍👩‍👧\ud800\udfff\x00\x1b"
_TRAPS = (
    *("没有", "不", "不是不", "某", "小", "的", "什么", "1,111", "1.", "一百", "九", "最", "降某"),
    *("糖高血", "关关", "如果", "刚才说错了", "不让说", "有人问", "，", " ", "\u0301", "（", "9" * 13),
    *("降血糖", "治治", "百分之"),
)
_GOODS = Goods("health_food")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--long", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    examiner = Examiner(load_lexicons())
    worst = 0.0
    characters = charges = 0
    for text in utterances(given.count, given.long, given.seed):
        begun = time.process_time()
        charges += judge(examiner, text)
        worst = max(worst, (time.process_time() - begun) * 1e6 / max(len(text), SHORT))
        characters += len(text)
    figures = {
        "utterances": given.count,
        "characters": characters,
        "charges": charges,
        "worst_us_per_character": round(worst, 2),
        "growth": growth(examiner),
    }
    print(json.dumps(figures, ensure_ascii=False, indent=2))


def judge(examiner: Examiner, text: str) -> int:
    """How many charges the utterance brings. ValueError where a span leaves the text."""
    cut = clauses(Utterance(text))
    found = 0
    for at, clause in enumerate(cut):
        for charge in examiner.examine(clause, _GOODS, cut[max(0, at - 4) : at]):
            if not 0 <= charge.begin < charge.stop <= len(text):
                raise ValueError(f"{charge.rule.id}: {charge.begin}-{charge.stop} of {len(text)}")
            found += 1
    return found


def utterances(count: int, long: int, seed: int) -> Iterator[str]:
    """`count` texts, the same for the same seed, of which `long` have 100,000 characters."""
    chance = random.Random(seed)
    every = max(1, count // long) if long else count + 1
    for at in range(count):
        length = LONG if at % every == 0 and at // every < long else chance.randint(1, SHORT)
        yield _text(chance, length)


def growth(examiner: Examiner) -> dict[str, float]:
    """By kind of trap, for the three worst."""
    found = {}
    for trap in _TRAPS:
        costs = []
        for length in (LONG // 10, LONG):
            text = (trap * (length // len(trap) + 1))[:length]
            judge(examiner, text[:100])
            begun = time.process_time()
            judge(examiner, text)
            costs.append((time.process_time() - begun) / length)
        found[trap] = round(costs[1] / costs[0], 2)
    return dict(sorted(found.items(), key=lambda item: -item[1])[:3])


def _text(chance: random.Random, length: int) -> str:
    kind = chance.randrange(4)
    if kind == 0:
        trap = chance.choice(_TRAPS) + chance.choice(("", chance.choice(_TRAPS)))
        return (trap * (length // len(trap) + 1))[:length]
    pieces: list[str] = []
    size = 0
    while size < length:
        word = chance.choice(_WORDS)
        pieces.append(_hidden(chance, word) if kind == 1 else word if kind == 2 else chance.choice(_SCRIPTS))
        size += len(pieces[-1])
    return "".join(pieces)[:length]


def _hidden(chance: random.Random, word: str) -> str:
    return "".join(c + "".join(chance.choices(_HIDING, k=chance.randint(0, 3))) for c in word)


if __name__ == "__main__":
    main()
