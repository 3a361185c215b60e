"""A host's script as lines to be said: .docx, .txt or .md."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.styles.styles import Styles

from monitor.errors import FileTooLarge, FileUnreadable
from monitor.text.package import DOCX, open_package
from monitor.text.plain_file import read_plain
from monitor.text.spoken import Spoken, label, spoken

SUFFIXES = (".docx", ".txt", ".md", ".markdown")
_LONGEST = 200_000
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s")
_LINE_END = re.compile(r"\r\n|\n|\r")
_HEADING_STYLE = re.compile(r"heading|title|标题", re.IGNORECASE)
_APART = frozenset({qn("w:p"), qn("w:pPr"), qn("w:moveFrom"), qn("w:rt")})
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """number: from 1; of a .docx the paragraphs that hold anything, those in tables among them.

    text: as written. said: what of it is to be spoken. is_heading: by its mark or style. label: the words of
    the 【…】 it begins with.
    """

    number: int
    text: str
    said: Spoken
    is_heading: bool = False
    label: str | None = None


def read_script(path: Path) -> list[ScriptLine]:
    """The lines that hold anything, in reading order. FileError where the file cannot be read."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise FileUnreadable(file=path, line=0, reason="value.script_format", said=suffix or path.name)
    lines = list(_paragraphs(path) if suffix == ".docx" else _lines(path, markdown=suffix != ".txt"))
    for line in lines:
        if len(line.text) > _LONGEST:
            raise FileTooLarge(file=path, line=line.number, limit=f"{_LONGEST:,} / {line.number}")
    return lines


def _lines(path: Path, markdown: bool) -> Iterator[ScriptLine]:
    for number, text in enumerate(_LINE_END.split(read_plain(path)), 1):
        if text.strip():
            heading = markdown and _HEADING.match(text) is not None
            yield ScriptLine(number, text, spoken(text, markdown), heading, label(text, markdown))


def _paragraphs(path: Path) -> Iterator[ScriptLine]:
    package = open_package(path, DOCX)
    try:
        document = docx.Document(package)
        headings = _heading_styles(document.styles)
        found = [(_text(p), _is_heading(p, headings)) for p in _visible(document.element.body)]
    except Exception:  # what a malformed document makes its parser raise is not enumerable
        raise FileUnreadable(file=path, line=0, reason="value.damaged") from None
    written = ((text, heading) for text, heading in found if text.strip())
    for number, (text, heading) in enumerate(written, 1):
        yield ScriptLine(number, text, spoken(text), heading, label(text))


def _visible(body: Any) -> Iterator[Any]:
    """Paragraphs of the text, its tables, content controls and text boxes, in reading order."""
    for paragraph in body.iter(qn("w:p")):
        if not any(outer.tag == _FALLBACK for outer in paragraph.iterancestors()):
            yield paragraph


def _text(paragraph: Any) -> str:
    """What a reader sees of a paragraph with its changes accepted; paragraphs inside it are their own."""
    parts: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag in _APART or element.tag == _FALLBACK:
            continue
        if element.tag == qn("w:t"):
            parts.append(element.text or "")
        elif element.tag in _BREAKS:
            parts.append(_BREAKS[element.tag])
        else:
            waiting.extend(reversed(element))
    return "".join(parts)


def _heading_styles(styles: Styles) -> frozenset[str]:
    """Ids of the styles that make a heading."""
    named = ((style.style_id, style.name or "") for style in styles)
    return frozenset(i for i, name in named if _HEADING_STYLE.search(i) or _HEADING_STYLE.search(name))


def _is_heading(paragraph: Any, headings: frozenset[str]) -> bool:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    outlined = paragraph.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}") is not None
    return outlined or (style is not None and style.get(qn("w:val")) in headings)
