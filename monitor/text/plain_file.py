"""Text as editors and spreadsheets save it: UTF-8, with a byte order mark or without, or GB18030."""

from pathlib import Path

from monitor.errors import FileDisguised, FileMissing, FileTooLarge, FileUnreadable

LARGEST = 64 * 1024 * 1024
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARK = b"\xef\xbb\xbf"
_DAMAGED_SHARE = 0.1


def read_bytes(path: Path) -> bytes:
    """FileMissing, FileUnreadable, or FileTooLarge over 64 MiB."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise FileMissing(file=path, line=0) from None
    except OSError as trouble:
        raise FileUnreadable(file=path, line=0, reason=trouble.strerror) from None
    if len(data) > LARGEST:
        raise FileTooLarge(file=path, line=0, limit=f"{LARGEST >> 20} MiB")
    return data


def read_plain(path: Path) -> str:
    """The text of a file; FileDisguised for an office file, FileUnreadable for what is no text."""
    data = read_bytes(path)
    if data.startswith((ZIP, OLE)):
        raise FileDisguised(file=path, line=0, kind=path.suffix.lower())
    if b"\0" in data:
        raise FileUnreadable(file=path, line=0, reason="value.nul")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if data.startswith(_MARK) or _is_damaged_utf8(data):
            raise FileUnreadable(file=path, line=0, reason="value.encoding") from None
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        raise FileUnreadable(file=path, line=0, reason="value.encoding") from None


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether nearly all of it reads as Chinese in UTF-8: GB18030 would read it too, as other words."""
    text = data.decode("utf-8", errors="replace")
    chinese = sum("\u4e00" <= character <= "\u9fff" for character in text)
    return text.count("\ufffd") < chinese * _DAMAGED_SHARE
