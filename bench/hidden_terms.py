"""How many terms that hosts hide are found, and how many of those found are there.

    python -m bench.hidden_terms FILE.tsv [--show]

FILE has two columns: a sentence as heard and as meant. The terms to find are the words of the meant
sentences that were said otherwise; each is looked for in every sentence, changed or not, by the
scanner with the shipped coded words. A find is a place where a term is named in other characters
than its own; it is right where the sentence meant that term there. Prints JSON.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

from monitor.rules.citation import Basis
from monitor.rules.grade import Decision, Severity
from monitor.rules.lexicon import load_lexicons
from monitor.rules.rule import Coded, Pattern, Rule
from monitor.rules.scan import Hit, Scanner
from monitor.text.normal import normal
from monitor.text.segment import segment
from monitor.text.syllables import encode

_NEAR = 1


@dataclass(frozen=True, slots=True)
class Hidden:
    """The words meant by what was heard at `begin` to `stop`."""

    begin: int
    stop: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    heard: str
    meant: str
    hidden: tuple[Hidden, ...]


def read(path: Path) -> list[Row]:
    pairs = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if "\t" in line]
    forms = [(normal(heard).text, normal(meant).text) for heard, meant, *_ in pairs]
    return [Row(heard, meant, tuple(_hidden(heard, meant))) for heard, meant in forms]


def measure(rows: list[Row], coded: Iterable[Coded]) -> tuple[dict[str, object], list[tuple[str, str, str]]]:
    """The figures, and what was found wrongly or missed: kind, heard, word."""
    terms = sorted({word for row in rows for hidden in row.hidden for word in hidden.words})
    scanner = Scanner([_rule(terms)], coded)
    due = right = wrong = 0
    streams: Counter[str] = Counter()
    told = []
    for row in rows:
        met: set[Hidden] = set()
        for hits in _places(scanner.scan(row.heard), row.heard):
            meant = {h for h in row.hidden for hit in hits if _is_at(h, hit) and _says(h, hit)}
            met |= meant
            kind = "coded" if _is_coded(hits[0]) else hits[0].stream
            streams[f"{kind} {'right' if meant else 'wrong'}"] += 1
            if not meant:
                around = row.heard[max(0, hits[0].begin - 3) : hits[-1].stop + 3]
                told.append(("wrong", around, "|".join(map(_word, hits))))
        due += len(row.hidden)
        right += len(met)
        told += [
            ("missed", row.heard[h.begin : h.stop], "|".join(h.words)) for h in row.hidden if h not in met
        ]
    wrong = sum(count for name, count in streams.items() if name.endswith("wrong"))
    found = sum(streams.values())
    return {
        "sentences": len(rows),
        "terms": len(terms),
        "due": due,
        "recall": round(right / due, 4),
        "precision": round((found - wrong) / found, 4),
        "finds": dict(sorted(streams.items())),
    }, told


def main(arguments: list[str]) -> None:
    figures, told = measure(read(Path(arguments[0])), load_lexicons().coded)
    print(json.dumps(figures, ensure_ascii=False, indent=2))
    if "--show" in arguments:
        for (kind, heard, word), count in Counter(told).most_common():
            print(kind, count, heard, word)


def _hidden(heard: str, meant: str) -> Iterator[Hidden]:
    """Each stretch said otherwise, with the words of the meant sentence that it touches."""
    edges = [0]
    for token in segment(meant):
        edges.append(edges[-1] + len(token))
    for (a, b), (c, d) in _stretches(heard, meant):
        whole = [(x, y) for x, y in pairwise(edges) if x < max(d, c + 1) and c < y and y - x > 1]
        words = tuple(meant[x:y] for x, y in whole) or ((meant[c:d],) if c < d else ())
        if words:
            words = tuple(dict.fromkeys((*words, "".join(words))))
            # what was heard of the words on both sides of the stretch belongs to them
            first = min((x for x, _ in whole), default=c)
            last = max((y for _, y in whole), default=d)
            yield Hidden(max(0, a - max(0, c - first)), min(len(heard), b + max(0, last - d)), words)


def _stretches(heard: str, meant: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Places that differ, those at most a character apart taken together."""
    found: list[tuple[tuple[int, int], tuple[int, int]]] = []
    for tag, a, b, c, d in SequenceMatcher(None, heard, meant, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if found and a - found[-1][0][1] <= _NEAR:
            first, second = found.pop()
            found.append(((first[0], b), (second[0], d)))
        else:
            found.append(((a, b), (c, d)))
    return found


def _rule(terms: list[str]) -> Rule:
    return Rule(
        id="hidden",
        title={"zh": "暗语", "en": "Hidden terms"},
        severity=Severity.INFO,
        decision=Decision.PASS,
        basis=[Basis(law="AD", articles=["4"])],
        patterns=[Pattern(phrases=[term]) for term in terms],
        action="log_only",
        message={"zh": "暗语", "en": "hidden"},
    )


def _places(hits: list[Hit], heard: str) -> list[list[Hit]]:
    """Finds at one place taken together: a code may stand for several terms."""
    found: list[list[Hit]] = []
    for hit in hits:
        if not _is_hidden(hit, heard):
            continue
        if found and hit.begin < found[-1][-1].stop:
            found[-1].append(hit)
        else:
            found.append([hit])
    return found


def _is_at(hidden: Hidden, hit: Hit) -> bool:
    return hidden.begin < hit.stop and hit.begin < hidden.stop


def _word(hit: Hit) -> str:
    return hit.pattern.phrases[0]


def _is_hidden(hit: Hit, heard: str) -> bool:
    return heard[hit.begin : hit.stop] != normal(_word(hit)).text


def _is_coded(hit: Hit) -> bool:
    return bool(hit.evasion) and hit.stream in ("characters", "syllables")


def _says(hidden: Hidden, hit: Hit) -> bool:
    word = _word(hit)
    return any(word in meant or meant in word or encode(word) == encode(meant) for meant in hidden.words)


if __name__ == "__main__":
    main(sys.argv[1:])
