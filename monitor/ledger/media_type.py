"""What kind of file the bytes are, whatever its name says. What is not known here is not taken."""

from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

_HEAD = 1 << 12
_MAGIC = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftyp", "video/mp4"),
    (8, b"WAVE", "audio/wav"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"OggS", "audio/ogg"),
)
_OFFICE = "application/vnd.openxmlformats-officedocument."
_IN_ZIP = {
    "word/document.xml": f"{_OFFICE}wordprocessingml.document",
    "xl/workbook.xml": f"{_OFFICE}spreadsheetml.sheet",
    "ppt/presentation.xml": f"{_OFFICE}presentationml.presentation",
}
_BLANKS = b"\t\n\r\f"


def media_type(source: BinaryIO) -> str | None:
    """Of a file that can seek, left at its start; None if it is no kind of file that is known."""
    source.seek(0)
    head = source.read(_HEAD)
    try:
        if head.startswith(b"PK\x03\x04"):
            return _of_zip(source)
    finally:
        source.seek(0)
    known = (kind for at, magic, kind in _MAGIC if head[at : at + len(magic)] == magic)
    return next(known, "text/plain" if _is_text(head) else None)


def _of_zip(source: BinaryIO) -> str:
    try:
        with ZipFile(source) as archive:
            names = set(archive.namelist())
    except (BadZipFile, OSError, ValueError):
        names = set()
    return next((kind for name, kind in _IN_ZIP.items() if name in names), "application/zip")


def _is_text(head: bytes) -> bool:
    """UTF-8 without control characters; the last character may be cut."""
    if not head or any(byte < 0x20 and byte not in _BLANKS for byte in head):
        return False
    for cut in range(4):
        try:
            head[: len(head) - cut].decode("utf-8")
            return True
        except UnicodeDecodeError:
            continue
    return False
