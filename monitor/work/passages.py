"""Texts to run rules over: what was said, and what people made of it where they did."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monitor.errors import BadSyntax, BadValue, FileMissing, FileUnreadable, MissingKey, NoSuchCategory
from monitor.rules.category import Categories
from monitor.rules.charge import Charge
from monitor.rules.examine import Examiner, Goods
from monitor.text.clauses import clauses
from monitor.text.transcript import read_transcript
from monitor.text.utterance import Clause, Utterance

_HEADINGS = ("text", "label", "category", "rules", "group")
_GROUPS = ("group", "channel", "room")
_NAMES = ("id", "clip", "name")


@dataclass(frozen=True, slots=True)
class Passage:
    """line: from 1. label, rules: a person's judgement, None where there is none. group: a room, say."""

    text: str
    line: int
    name: str | None = None
    label: str | None = None
    rules: frozenset[str] | None = None
    category: str | None = None
    group: str | None = None


def read_passages(path: Path, categories: Categories) -> list[Passage]:
    """A `.tsv` (text, label; other columns by their headings), a `.jsonl`, or a transcript.

    FileError with the line where it is wrong.
    """
    suffix = path.suffix.lower()
    if suffix == ".tsv":
        passages = list(_table(path))
    elif suffix == ".jsonl":
        passages = list(_objects(path))
    else:
        said = read_transcript(path)
        passages = [Passage(u.text, i, u.id) for i, u in enumerate(said, 1)]
    for passage in passages:
        if passage.category and passage.category not in categories:
            near = "、".join(categories.close_to(passage.category))
            reason: dict[str, Any] = {"reason": "value.category", "said": passage.category, "near": near}
            raise BadValue(file=path, line=passage.line, key="category", **reason)
    return passages


def known_category(categories: Categories, name: str | None) -> str | None:
    """`name` itself; NoSuchCategory where there is none of that name."""
    if name is not None and name not in categories:
        raise NoSuchCategory(said=name, near="、".join(categories.close_to(name)))
    return name


def charges(passage: Passage, examiner: Examiner, category: str | None) -> list[tuple[Clause, Charge]]:
    """What the passage is charged with, clause by clause; `category` where it names none."""
    cut = clauses(Utterance(passage.text))
    goods = Goods(passage.category or category)
    return [(clause, c) for i, clause in enumerate(cut) for c in examiner.examine(clause, goods, cut[:i])]


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise FileMissing(file=path, line=0) from None
    except (OSError, UnicodeDecodeError) as trouble:
        raise FileUnreadable(file=path, line=0, reason=str(trouble)) from None
    return ((i, line) for i, line in enumerate(text.split("\n"), 1) if line.strip())


def _table(path: Path) -> Iterator[Passage]:
    headings = ["text", "label"]
    for number, line in _lines(path):
        cells = line.rstrip("\r").split("\t")
        if number == 1 and "text" in cells and set(cells) <= set(_HEADINGS):
            headings = cells
            continue
        if len(cells) != len(headings):
            reason = {"said": str(len(cells)), "needed": str(len(headings))}
            raise BadSyntax(file=path, line=number, reason="value.columns", **reason)
        row = dict(zip(headings, cells, strict=True))
        rules = frozenset(row["rules"].split()) if "rules" in row else None
        yield Passage(
            row["text"],
            number,
            label=row.get("label"),
            rules=rules,
            category=row.get("category") or None,
            group=row.get("group") or None,
        )


def _objects(path: Path) -> Iterator[Passage]:
    for number, line in _lines(path):
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise BadSyntax(file=path, line=number, reason="value.json") from None
        if not isinstance(row, dict):
            raise BadSyntax(file=path, line=number, reason="value.json")
        if "text" not in row:
            raise MissingKey(file=path, line=number, key="text")
        if not isinstance(row["text"], str):
            raise BadValue(
                file=path, line=number, key="text", reason="value.string", said=repr(row["text"])[:60]
            )
        yield _passage(path, number, row)


def _passage(path: Path, number: int, row: dict[str, Any]) -> Passage:
    rules = row.get("rules")
    if rules is not None and not (isinstance(rules, list) and all(isinstance(r, str) for r in rules)):
        raise BadValue(file=path, line=number, key="rules", reason="value.list", said=repr(rules)[:60])
    first = {
        key: next((str(row[name]) for name in names if row.get(name) is not None), None)
        for key, names in {
            "name": _NAMES,
            "label": ("label",),
            "category": ("category",),
            "group": _GROUPS,
        }.items()
    }
    return Passage(row["text"], number, rules=None if rules is None else frozenset(rules), **first)
