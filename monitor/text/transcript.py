"""A transcript file as utterances: .jsonl, .txt, .srt or .vtt."""

import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from monitor.errors import BadSyntax, BadValue, FileMissing, FileUnreadable, MissingKey, UnknownKey
from monitor.text.utterance import Utterance

_KEYS = ("text", "start", "end", "product", "id", "speaker")
_TIME = r"(?:(\d+):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_CUE_TIMES = re.compile(rf"{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
_TAG = re.compile(r"<[^>]*>|\{\\[^}]*\}")


def read_transcript(path: Path) -> list[Utterance]:
    """Every utterance in the order of the file. FileError with the line where it is wrong."""
    readers = {".jsonl": _rows, ".txt": _lines, ".srt": _cues, ".vtt": _cues}
    suffix = path.suffix.lower()
    if suffix not in readers:
        raise FileUnreadable(file=path, line=0, reason="value.format", said=suffix or path.name)
    return list(readers[suffix](path, _read(path).splitlines()))


def _read(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise FileMissing(file=path, line=0) from None
    except (OSError, UnicodeDecodeError) as trouble:
        raise FileUnreadable(file=path, line=0, reason=str(trouble)) from None
    return re.sub(r"[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", " ", text)


def _lines(_path: Path, lines: list[str]) -> Iterator[Utterance]:
    return (Utterance(line.strip()) for line in lines if line.strip())


def _rows(path: Path, lines: list[str]) -> Iterator[Utterance]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _row(path, number, line)


def _row(path: Path, number: int, line: str) -> Utterance:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise BadSyntax(file=path, line=number, reason="value.json") from None
    if not isinstance(row, dict):
        raise BadSyntax(file=path, line=number, reason="value.json")
    for key in row:
        if key not in _KEYS:
            raise UnknownKey(file=path, line=number, key=key, known="、".join(_KEYS))
    if "text" not in row:
        raise MissingKey(file=path, line=number, key="text")
    text = row["text"]
    if not isinstance(text, str):
        raise _bad(path, number, "text", "value.string", text)
    start, end = _seconds(path, number, row, "start"), _seconds(path, number, row, "end")
    if start is not None and end is not None and end < start:
        raise BadValue(file=path, line=number, key="end", reason="value.order", said=end, first=start)
    product, name, speaker = (_name(path, number, row, key) for key in ("product", "id", "speaker"))
    return Utterance(text, start, end, (), product, name, speaker)


def _seconds(path: Path, number: int, row: dict[str, Any], key: str) -> float | None:
    value = row.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
        raise _bad(path, number, key, "value.time", value)
    return float(value)


def _name(path: Path, number: int, row: dict[str, Any], key: str) -> str | None:
    value = row.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int | None):
        raise _bad(path, number, key, "value.string", value)
    return None if value is None else str(value)


def _cues(path: Path, lines: list[str]) -> Iterator[Utterance]:
    """Subtitles: a time line, then text until an empty line."""
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        if "-->" not in line:
            at += 1
            continue
        times = _CUE_TIMES.fullmatch(line)
        if not times:
            raise BadSyntax(file=path, line=at + 1, reason="value.cue", said=line[:60])
        start, end = _clock(times.groups()[:4]), _clock(times.groups()[4:])
        if end < start:
            raise BadValue(file=path, line=at + 1, key="end", reason="value.order", said=end, first=start)
        stop = at + 1
        while stop < len(lines) and lines[stop].strip():
            stop += 1
        marked = "，".join(part.strip() for part in lines[at + 1 : stop])
        voices = {voice.strip() for voice in _VOICE.findall(marked)}
        if text := _TAG.sub("", marked):
            yield Utterance(text, start, end, speaker=voices.pop() if len(voices) == 1 else None)
        at = stop


def _clock(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = parts
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole + float(f"0.{fraction}")


def _bad(path: Path, number: int, key: str, reason: str, value: object) -> BadValue:
    return BadValue(file=path, line=number, key=key, reason=reason, said=repr(value)[:60])
