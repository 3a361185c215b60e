"""The Chinese font that a PDF carries in itself: only the characters it uses, and none that vanishes."""

from functools import cached_property
from io import BytesIO

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from pylopdf_fonts_zh_cn import sans_path


class Face:
    """Noto Sans SC, under the OFL. It remembers which characters were written with it."""

    def __init__(self) -> None:
        self._font = TTFont(sans_path(), recalcTimestamp=False)
        self._glyphs: dict[int, str] = self._font.getBestCmap()
        self._advances = self._font["hmtx"]
        self.used: dict[int, int] = {}
        """Code in the font → character, of all that was written."""

    @cached_property
    def box(self) -> tuple[int, int, int, int]:
        """In thousandths of the type size."""
        head = self._font["head"]
        return head.xMin, head.yMin, head.xMax, head.yMax

    def shown(self, text: str) -> str:
        """The text, with each character that the font lacks as 〔U+…〕."""
        return "".join(one if self._has(one) else _named(one) for one in text)

    def advance(self, character: str) -> int:
        """How wide a character of the font is, in thousandths of the type size."""
        return int(self._advances[self._glyphs[ord(character)]][0])

    def width(self, text: str) -> float:
        """How wide a text is, in type sizes."""
        return sum(map(self.advance, text)) / 1000

    def codes(self, text: str) -> bytes:
        """The text as the font counts its glyphs, two bytes each."""
        found = bytearray()
        for one in text:
            code = int(self._glyphs[ord(one)].removeprefix("cid"))
            self.used[code] = ord(one)
            found += code.to_bytes(2)
        return bytes(found)

    def subset(self) -> bytes:
        """The outlines of what was written, as a CFF font program."""
        options = Options()
        options.layout_features = []
        options.notdef_outline = True
        font = TTFont(sans_path(), recalcTimestamp=False)
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=self.used.values())
        subsetter.subset(font)
        buffer = BytesIO()
        font["CFF "].cff.compile(buffer, font)
        return buffer.getvalue()

    def _has(self, one: str) -> bool:
        return one == "\n" or ord(one) in self._glyphs


def _named(one: str) -> str:
    return " " if one == "\t" else f"〔U+{ord(one):04X}〕"
