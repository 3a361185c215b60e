"""The pages as a PDF. It holds text in one embedded font and frames, and so needs little of the format."""

from dataclasses import replace

from monitor.ledger.export.font import Face
from monitor.ledger.export.page import HEIGHT, WIDTH, Box, Page, Run, pages
from monitor.ledger.export.pdf_format import font_objects, pdf_file, stream
from monitor.ledger.export.sheet import Book, Cell, Line, Sheet

_TONES = {"ink": "0.09 0.13 0.17", "pale": "0.35 0.39 0.45", "white": "1 1 1"}
_SHOW_TITLE = "/DisplayDocTitle true"
_CATALOG, _PAGES, _INFO, _FONT = range(1, 5)
_FIRST_FREE = 9


def pdf_of(book: Book) -> bytes:
    """The book on A4 pages across; the same book gives the same bytes."""
    face = Face()
    laid = pages(_shown(book, face), face.width)
    contents = [stream(_content(page, face)) for page in laid]
    numbers = range(_FIRST_FREE, _FIRST_FREE + 2 * len(laid), 2)
    language = "zh-CN" if book.language == "zh" else "en"
    title = b"\xfe\xff" + book.title.encode("utf-16-be")
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = {
        _CATALOG: f"<</Type/Catalog/Pages {_PAGES} 0 R/Lang({language})/ViewerPreferences<<{_SHOW_TITLE}>>>>",
        _PAGES: f"<</Type/Pages/Count {len(laid)}/Kids[{kids}]>>",
        _INFO: f"<</Title<{title.hex()}>>>",
    }
    written = {number: text.encode() for number, text in objects.items()} | font_objects(face, _FONT)
    for number, content in zip(numbers, contents, strict=True):
        written[number] = _page(number + 1)
        written[number + 1] = content
    return pdf_file(written, _CATALOG, _INFO)


def _shown(book: Book, face: Face) -> Book:
    """The book in characters that the font has."""
    return replace(
        book,
        title=face.shown(book.title),
        scope=face.shown(book.scope),
        about=tuple((face.shown(heading), face.shown(words)) for heading, words in book.about),
        sheets=tuple(_shown_sheet(sheet, face) for sheet in book.sheets),
    )


def _shown_sheet(sheet: Sheet, face: Face) -> Sheet:
    def cell(value: Cell) -> Cell:
        return face.shown(value) if isinstance(value, str) else value

    return replace(
        sheet,
        title=face.shown(sheet.title),
        note=face.shown(sheet.note),
        columns=tuple(replace(column, title=face.shown(column.title)) for column in sheet.columns),
        lines=tuple(Line(tuple(map(cell, line.cells)), line.entry) for line in sheet.lines),
    )


def _content(page: Page, face: Face) -> bytes:
    return b"\n".join([*map(_frame, page.boxes), *(_text(run, face) for run in page.runs if run.text)])


def _frame(box: Box) -> bytes:
    where = f"{box.x:.2f} {box.y:.2f} {box.width:.2f} {box.height:.2f} re"
    if box.filled:
        return f"0.09 0.13 0.17 rg 0.75 0.77 0.80 RG 0.5 w {where} B".encode()
    return f"0.75 0.77 0.80 RG 0.5 w {where} S".encode()


def _text(run: Run, face: Face) -> bytes:
    codes = face.codes(run.text).hex()
    return f"BT {_TONES[run.tone]} rg /F {run.size:g} Tf {run.x:.2f} {run.y:.2f} Td <{codes}> Tj ET".encode()


def _page(content: int) -> bytes:
    size = f"/MediaBox[0 0 {WIDTH:g} {HEIGHT:g}]"
    font = f"/Resources<</Font<</F {_FONT} 0 R>>>>"
    return f"<</Type/Page/Parent {_PAGES} 0 R{size}{font}/Contents {content} 0 R>>".encode()
