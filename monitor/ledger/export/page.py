"""Pages of a printed export: what stands where, before any file is written. Lengths in points."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from monitor.ledger.export.sheet import Book, Sheet
from monitor.ledger.export.wording import signed
from monitor.messages import say

WIDTH, HEIGHT = 842.0, 595.0
MARGIN = 34.0
SIZE, LEADING, PAD = 7.5, 10.5, 3.0
_TOP = HEIGHT - 72.0
_BOTTOM = 46.0
_USABLE = WIDTH - 2 * MARGIN
_TITLE = 12.0
_MIXED = re.compile(r"[0-9A-Za-z_.@:/%+-]+|.", re.DOTALL)
_NEVER_LAST = frozenset("（《「『“‘(〔【[")
_NEVER_FIRST = frozenset("，。、；：？！）》」』”’…％%,.;:?!)]}·〕】")

_MOST_CARRIED = 3
_NARROW = 9

Measure = Callable[[str], float]
"""How wide a text is, in type sizes."""


@dataclass(frozen=True, slots=True)
class Run:
    """One line of text; y is its base line. tone: ink, pale or white."""

    x: float
    y: float
    text: str
    size: float = SIZE
    tone: str = "ink"


@dataclass(frozen=True, slots=True)
class Box:
    """A frame, filled if it is a heading's. x, y: its lower left corner."""

    x: float
    y: float
    width: float
    height: float
    filled: bool = False


@dataclass(slots=True)
class Page:
    runs: list[Run] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)


def wrap(text: str, width: float, measure: Measure) -> list[str]:
    """Lines no wider than `width` type sizes. Numbers and names stay whole where they fit; no line begins
    with a mark that closes."""
    return [line for paragraph in text.split("\n") for line in _broken(paragraph, width, measure)]


def _broken(paragraph: str, width: float, measure: Measure) -> list[str]:
    lines: list[list[str]] = [[]]
    used = 0.0
    for piece in _pieces(paragraph, width, measure):
        wide = measure(piece)
        if used + wide > width and lines[-1]:
            lines.append(_carried(lines[-1], piece))
            used = sum(map(measure, lines[-1]))
        lines[-1].append(piece)
        used += wide
    return ["".join(line).rstrip() for line in lines]


def _carried(line: list[str], piece: str) -> list[str]:
    """What goes down with the piece that does not fit: what it may not be parted from."""
    carried: list[str] = []
    while len(line) > 1 and ((carried or [piece])[0] in _NEVER_FIRST or line[-1] in _NEVER_LAST):
        carried.insert(0, line.pop())
        if len(carried) == _MOST_CARRIED:
            break
    return carried


def _pieces(paragraph: str, width: float, measure: Measure) -> Iterator[str]:
    for piece in _MIXED.findall(paragraph):
        if measure(piece) <= width:
            yield piece
        else:
            yield from piece


def pages(book: Book, measure: Measure) -> list[Page]:
    """The export on pages: what it says of itself, then its sheets, each page with scope and checkpoint."""
    layout = _Layout(book, measure)
    layout.about()
    for sheet in book.filled:
        layout.sheet(sheet)
    layout.frame()
    return layout.pages


class _Layout:
    def __init__(self, book: Book, measure: Measure) -> None:
        self.book, self.measure = book, measure
        self.pages: list[Page] = []
        self.y = 0.0
        self._turn()

    def about(self) -> None:
        self._say(self.book.title, 15.0)
        self._table(_about_widths(), None, self.book.about)

    def sheet(self, sheet: Sheet) -> None:
        if self.y - _BOTTOM < 110.0:
            self._turn()
        else:
            self.y -= 16.0
        self._say(sheet.title, _TITLE)
        for line in wrap(sheet.note, _USABLE / SIZE, self.measure):
            self._say(line, SIZE, "pale")
        rows = [["" if cell is None else str(cell) for cell in line.cells] for line in sheet.lines]
        self._table(_widths([column.width for column in sheet.columns]), sheet.titles, rows)

    def frame(self) -> None:
        """What every page says: the scope and the checkpoint above, the notice and its number below."""
        language, cut = self.book.language, self.book.cut
        head = [
            say("export.page_scope", language, scope=self.book.scope),
            say("export.page_cut", language, size=cut.size, root=cut.root.hex(), at=signed(cut, language)),
        ]
        for number, page in enumerate(self.pages, start=1):
            counted = say("export.page", language, number=number, count=len(self.pages))
            right = WIDTH - MARGIN - self.measure(counted) * SIZE
            page.runs.append(Run(MARGIN, HEIGHT - 30.0, self.book.title, 9.0))
            page.runs.append(Run(right, HEIGHT - 30.0, counted))
            for row, text in enumerate(head):
                line = _clipped(text, _USABLE / SIZE, self.measure)
                page.runs.append(Run(MARGIN, HEIGHT - 43.0 - row * LEADING, line, tone="pale"))
            page.runs.append(Run(MARGIN, 28.0, say("export.suspected_short", language), tone="pale"))

    def _table(
        self, widths: Sequence[float], head: Sequence[str] | None, rows: Sequence[Sequence[str]]
    ) -> None:
        headed = self._wrapped(head, widths) if head else None
        if headed:
            self._row(headed, widths, filled=True)
        for row in rows:
            cells = self._wrapped(row, widths)
            while any(cells):
                room = int((self.y - _BOTTOM - 2 * PAD) // LEADING)
                needed = max(map(len, cells))
                if room < 1 or (room < needed <= _whole_page() // 2):
                    self._turn()
                    if headed:
                        self._row(headed, widths, filled=True)
                    continue
                self._row([cell[:room] for cell in cells], widths)
                cells = [cell[room:] for cell in cells]

    def _wrapped(self, row: Sequence[str], widths: Sequence[float]) -> list[list[str]]:
        return [
            wrap(text, (width - 2 * PAD) / SIZE, self.measure)
            for text, width in zip(row, widths, strict=True)
        ]

    def _row(self, cells: Sequence[Sequence[str]], widths: Sequence[float], filled: bool = False) -> None:
        height = max(map(len, cells)) * LEADING + 2 * PAD
        tone = "white" if filled else "ink"
        for x, width, lines in zip(_starts(widths), widths, cells, strict=True):
            self.pages[-1].boxes.append(Box(x, self.y - height, width, height, filled))
            for number, line in enumerate(lines):
                base = self.y - PAD - SIZE - number * LEADING
                self.pages[-1].runs.append(Run(x + PAD, base, line, tone=tone))
        self.y -= height

    def _say(self, text: str, size: float, tone: str = "ink") -> None:
        self.pages[-1].runs.append(Run(MARGIN, self.y - size, text, size, tone))
        self.y -= size * 1.5

    def _turn(self) -> None:
        self.pages.append(Page())
        self.y = _TOP


def _whole_page() -> int:
    return int((_TOP - _BOTTOM) // LEADING)


def _starts(widths: Sequence[float]) -> list[float]:
    return [MARGIN + before for before in accumulate(widths, initial=0.0)][:-1]


def _widths(wanted: Sequence[int]) -> list[float]:
    """All of the page: to narrow columns what they want, the rest shared among the wide.

    Where the narrow alone want too much, all are narrower.
    """
    narrow = sum(one for one in wanted if one <= _NARROW) * SIZE
    if narrow > 0.8 * _USABLE or narrow == sum(wanted) * SIZE:
        return [_USABLE * one / sum(wanted) for one in wanted]
    share = (_USABLE - narrow) / sum(one for one in wanted if one > _NARROW)
    return [one * SIZE if one <= _NARROW else one * share for one in wanted]


def _about_widths() -> list[float]:
    return [110.0, _USABLE - 110.0]


def _clipped(text: str, width: float, measure: Measure) -> str:
    """One line; what does not fit is said in full on the first page."""
    lines = wrap(text, width - 1.0, measure)
    return lines[0] if len(lines) == 1 else f"{lines[0]}…"
