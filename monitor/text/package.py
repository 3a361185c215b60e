"""Office files are zip archives of XML; one is looked over before anything opens it."""

import re
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path

from monitor.errors import FileDisguised, FileEncrypted, FileTooLarge, FileUnreadable
from monitor.text.plain_file import OLE, ZIP, read_bytes

_UNPACKED = 256 * 1024 * 1024
_PARTS = 5_000
_ENCRYPTED = 0x1
_DOCTYPE = re.compile(rb"<\0?!\0?D\0?O\0?C\0?T\0?Y\0?P\0?E", re.IGNORECASE)
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Kind:
    """main: the part that makes an archive one of these. elements: what is counted, up to `most`."""

    suffix: str
    main: str
    elements: re.Pattern[bytes]
    most: int


DOCX = Kind(".docx", "word/document.xml", re.compile(rb"<(?:\w+:)?\w"), 4_000_000)
XLSX = Kind(".xlsx", "xl/workbook.xml", re.compile(rb"<(?:\w+:)?(?:c|si|row|xf)[\s/>]"), 4_000_000)


def open_package(path: Path, kind: Kind) -> BytesIO:
    """The archive's bytes once it is known to be whole, of this kind, and of a size that can be read.

    FileMissing, FileUnreadable, FileDisguised, FileEncrypted or FileTooLarge.
    """
    data = read_bytes(path)
    if data.startswith(OLE):
        raise FileEncrypted(file=path, line=0)
    if not data.startswith(ZIP):
        raise FileDisguised(file=path, line=0, kind=kind.suffix)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _look_over(archive, path, kind)
    except _DAMAGED:
        raise FileUnreadable(file=path, line=0, reason="value.damaged") from None
    return BytesIO(data)


def _look_over(archive: zipfile.ZipFile, path: Path, kind: Kind) -> None:
    """Sizes are those the archive declares: reading stops at them, so no part can hold more."""
    parts = archive.infolist()
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise FileEncrypted(file=path, line=0)
    if len(parts) > _PARTS or sum(part.file_size for part in parts) > _UNPACKED:
        raise FileTooLarge(file=path, line=0, limit=f"{_UNPACKED >> 20} MiB")
    if kind.main not in archive.namelist():
        raise FileDisguised(file=path, line=0, kind=kind.suffix)
    elements = 0
    for part in parts:
        content = archive.read(part)
        if part.filename.endswith((".xml", ".rels")):
            if _DOCTYPE.search(content):
                raise FileUnreadable(file=path, line=0, reason="value.doctype")
            elements += sum(1 for _ in islice(kind.elements.finditer(content), kind.most))
        if elements >= kind.most:
            raise FileTooLarge(file=path, line=0, limit=f"{kind.most:,} XML elements")
