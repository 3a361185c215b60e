"""Word lists that others keep, turned into a rule file to finish by hand.

Three forms, told apart by the suffix: `.txt`, a word a line, with tags behind it or none (`word tag,tag`);
`.csv`, a column of words and one of tags, with headings; `.jsonl`, the patterns of spaCy's SpanRuler.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import yaml

from monitor.errors import BadSyntax, BadValue, FileExists, FileMissing, FileUnreadable, MissingKey
from monitor.messages import LANGUAGES, say
from monitor.rules.schema import MODELINE
from monitor.text.normal import normal

_WORD_HEADINGS = (
    "word",
    "words",
    "phrase",
    "term",
    "keyword",
    "pattern",
    "text",
    "词",
    "词语",
    "关键词",
    "敏感词",
    "违禁词",
)
_TAG_HEADINGS = ("tag", "tags", "label", "category", "type", "rule", "标签", "分类", "类别", "类型", "规则")
_LITERAL = ("TEXT", "ORTH", "LOWER")
_UNTAGGED = "words"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list: groups of words that follow one another, one group where it is a phrase."""

    tag: str
    groups: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """text: the rule file. skipped: lines whose pattern cannot be said in words, by number."""

    text: str
    rules: int
    words: int
    skipped: tuple[int, ...]


def import_list(path: Path) -> Imported:
    """The rule file for a list, its rules on trial. FileError with the line."""
    readers = {".txt": _words, ".csv": _rows, ".jsonl": _span_ruler}
    suffix = path.suffix.lower()
    if suffix not in readers:
        raise FileUnreadable(file=path, line=0, reason="value.list_format", said=suffix or path.name)
    skipped: list[int] = []
    by_tag: dict[str, dict[tuple[str, ...], Entry]] = {}
    for number, entry in readers[suffix](path, _read(path)):
        if entry is None:
            skipped.append(number)
        else:
            spelt = tuple(normal(word).text for group in entry.groups for word in group)
            by_tag.setdefault(entry.tag, {}).setdefault(spelt, entry)
    if not by_tag:
        raise BadSyntax(file=path, line=0, reason="value.no_words")
    ids = _ids(path, by_tag)
    rules = [_rule(ids[tag], tag, list(entries.values())) for tag, entries in by_tag.items()]
    body = yaml.safe_dump({"rules": rules}, allow_unicode=True, sort_keys=False, width=100)
    words = sum(len(entries) for entries in by_tag.values())
    header = "".join(f"# {say('rules.import_header', language)}\n" for language in LANGUAGES)
    return Imported(f"{MODELINE}\n{header}{body}", len(rules), words, tuple(skipped))


def write_new(path: Path, text: str) -> None:
    """A file that must not be there yet: a rule file that someone finished by hand is never lost."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise FileExists(file=path, line=0) from None
    except OSError as trouble:
        raise FileUnreadable(file=path, line=0, reason=trouble.strerror) from None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise FileMissing(file=path, line=0) from None
    except (OSError, UnicodeDecodeError) as trouble:
        raise FileUnreadable(file=path, line=0, reason=str(trouble)) from None


Lines = Iterator[tuple[int, Entry | None]]


def _words(_path: Path, text: str) -> Lines:
    for number, line in enumerate(text.splitlines(), 1):
        if (said := line.strip()) and not said.startswith("#"):
            word, _, tags = said.partition("\t" if "\t" in said else " ")
            yield from _tagged(number, word, tags)


def _rows(path: Path, text: str) -> Lines:
    rows = csv.reader(StringIO(text))
    headings = [heading.strip().lower() for heading in next(rows, [])]
    words = next((headings.index(name) for name in _WORD_HEADINGS if name in headings), None)
    tags = next((headings.index(name) for name in _TAG_HEADINGS if name in headings), None)
    if words is None:
        raise MissingKey(file=path, line=1, key=" / ".join(_WORD_HEADINGS))
    for row in rows:
        if len(row) > words and row[words].strip():
            said = row[tags] if tags is not None and len(row) > tags else ""
            yield from _tagged(rows.line_num, row[words].strip(), said)


def _tagged(number: int, word: str, tags: str) -> Lines:
    for tag in re.split(r"[,，;；、|\s]+", tags.strip()):
        yield number, Entry(tag or _UNTAGGED, ((word,),))


def _span_ruler(path: Path, text: str) -> Lines:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise BadSyntax(file=path, line=number, reason="value.json") from None
        if not isinstance(row, dict):
            raise BadSyntax(file=path, line=number, reason="value.json")
        for key in ("label", "pattern"):
            if key not in row:
                raise MissingKey(file=path, line=number, key=key)
        if not isinstance(row["label"], str):
            raise BadValue(
                file=path, line=number, key="label", reason="value.string", said=repr(row["label"])[:60]
            )
        groups = _groups(row["pattern"])
        yield number, Entry(row["label"] or _UNTAGGED, groups) if groups else None


def _groups(pattern: Any) -> tuple[tuple[str, ...], ...]:
    """The words of a SpanRuler pattern; empty where a token is more than a word or a choice of words."""
    if isinstance(pattern, str):
        return ((pattern,),) if pattern.strip() else ()
    if not isinstance(pattern, list):
        return ()
    groups = tuple(_choices(token) for token in pattern)
    if not all(groups):
        return ()
    if all(len(group) == 1 for group in groups):
        return (("".join(group[0] for group in groups),),) if groups else ()
    return groups


def _choices(token: Any) -> tuple[str, ...]:
    if not isinstance(token, dict) or len(token) != 1:
        return ()
    ((key, value),) = token.items()
    if key.upper() not in _LITERAL:
        return ()
    words = value.get("IN") if isinstance(value, dict) and set(value) == {"IN"} else [value]
    if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
        return ()
    return tuple(words)


def _ids(path: Path, tags: Iterable[str]) -> dict[str, str]:
    """A rule id for each tag: in the letters it has, else by number."""
    stem = re.sub(r"[^a-z0-9]+", "_", path.stem.lower()).strip("_") or "own"
    ids: dict[str, str] = {}
    for number, tag in enumerate(tags, 1):
        name = re.sub(r"[^a-z0-9]+", "_", tag.lower()).strip("_") or f"tag{number}"
        wanted = f"{stem}.{name}"
        ids[tag] = f"{wanted}{number}" if wanted in ids.values() else wanted
    return ids


def _rule(rule: str, tag: str, entries: list[Entry]) -> dict[str, Any]:
    phrases = [entry.groups[0][0] for entry in entries if len(entry.groups) == 1 == len(entry.groups[0])]
    others = [entry.groups for entry in entries if len(entry.groups) > 1 or len(entry.groups[0]) > 1]
    patterns: list[dict[str, Any]] = [{"phrases": phrases}] if phrases else []
    for groups in others:
        if len(groups) == 1:
            patterns.append({"phrases": list(groups[0])})
        else:
            patterns.append({"all": [list(group) for group in groups], "within": 0})
    return {
        "id": rule,
        "title": dict.fromkeys(LANGUAGES, tag),
        "status": "trial",
        "severity": "medium",
        "decision": "review",
        "basis": [{"law": "LIVE", "articles": ["27", "30"]}],
        "patterns": patterns,
        "action": "correct_now",
        "message": {language: say("rules.imported", language, tag=tag) for language in LANGUAGES},
        "tests": {"hit": [], "ok": []},
    }
