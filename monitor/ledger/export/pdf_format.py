"""As much of the PDF format as text in one embedded font takes: ISO 32000-1, 7.5, 9.7 and 9.10."""

import zlib
from collections.abc import Mapping, Sequence

from monitor.ledger.export.font import Face

_NAME = "/BOSHEN+NotoSansSC-Regular"
_AT_ONCE = 100
"""How many pairs a block of a map to Unicode may hold."""
_MAP_HEAD = """\
/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange"""
_MAP_FOOT = "endcmap CMapName currentdict /CMap defineresource pop end end"


def stream(content: bytes, told: str = "") -> bytes:
    packed = zlib.compress(content, 9)
    head = f"<</Length {len(packed)}/Filter/FlateDecode{told}>>"
    return head.encode() + b"\nstream\n" + packed + b"\nendstream"


def pdf_file(objects: Mapping[int, bytes], catalog: int, info: int) -> bytes:
    """The file of objects numbered from 1 without gaps."""
    written = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number in sorted(objects):
        places.append(len(written))
        written += f"{number} 0 obj\n".encode() + objects[number] + b"\nendobj\n"
    table = [f"xref\n0 {len(places) + 1}\n0000000000 65535 f ", *(f"{at:010d} 00000 n " for at in places)]
    trailer = f"trailer\n<</Size {len(places) + 1}/Root {catalog} 0 R/Info {info} 0 R>>"
    end = "\n".join([*table, trailer, "startxref", str(len(written)), "%%EOF", ""])
    return bytes(written) + end.encode()


def font_objects(face: Face, first: int) -> dict[int, bytes]:
    """Five objects from number `first`: a composite font whose codes are the glyphs' own numbers, its
    outlines, and what characters its codes stand for."""
    outlines, described, program, unicode_map = range(first + 1, first + 5)
    system = "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    used = sorted(face.used.items())
    widths = " ".join(f"{code}[{face.advance(chr(one))}]" for code, one in used)
    box = " ".join(map(str, face.box))
    texts = {
        first: f"<</Type/Font/Subtype/Type0/BaseFont{_NAME}/Encoding/Identity-H"
        f"/DescendantFonts[{outlines} 0 R]/ToUnicode {unicode_map} 0 R>>",
        outlines: f"<</Type/Font/Subtype/CIDFontType0/BaseFont{_NAME}{system}/DW 1000/W[{widths}]"
        f"/FontDescriptor {described} 0 R>>",
        described: f"<</Type/FontDescriptor/FontName{_NAME}/Flags 4/FontBBox[{box}]/ItalicAngle 0"
        f"/Ascent 880/Descent -120/CapHeight 733/StemV 80/FontFile3 {program} 0 R>>",
    }
    return {number: text.encode() for number, text in texts.items()} | {
        program: stream(face.subset(), "/Subtype/CIDFontType0C"),
        unicode_map: stream(_unicode_map(used)),
    }


def _unicode_map(pairs: Sequence[tuple[int, int]]) -> bytes:
    blocks = []
    for start in range(0, len(pairs), _AT_ONCE):
        some = pairs[start : start + _AT_ONCE]
        lines = [f"<{code:04X}> <{chr(one).encode('utf-16-be').hex()}>" for code, one in some]
        blocks += [f"{len(some)} beginbfchar", *lines, "endbfchar"]
    return "\n".join([_MAP_HEAD, *blocks, _MAP_FOOT]).encode()
