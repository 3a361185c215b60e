"""What the bytes of a file say by themselves: a script in disguise, or a file that breaks off."""

import os
import re

HEAD_LENGTH = 4096
_SCRIPT = re.compile(
    rb"ffconcat\s|#EXTM3U|#EXT-X-|\[playlist\]|\[Reference\]|RTSPtext|v=0\r?\n|"
    rb"file\s+['\"\w/.]|(?:https?|rtmps?|rtsp|ftp|file)://|"
    rb"<(?:MPD|smil|asx|SmoothStreamingMedia)\b|"
    rb"<\?xml[^>]*>\s*(?:<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<(?:[\w-]+:)?"
    rb"(?:MPD|smil|asx|playlist|manifest|SmoothStreamingMedia|plist|rss)\b",
    re.IGNORECASE | re.DOTALL,
)


def is_script(head: bytes) -> bool:
    """Whether a file that begins so is a playlist, manifest or concat script in any text encoding."""
    for text in (head, head.replace(b"\0", b"")):
        if _SCRIPT.match(text.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")):
            return True
    return False


def promised_size(fd: int, head: bytes) -> int | None:
    """The size in bytes that the file's own structure promises; None where it promises none."""
    if head[:4] == b"RIFF":
        size = int.from_bytes(head[4:8], "little")
        return size + 8 if 0 < size < 0xFFFFFFFF - 8 else None
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return _matroska_size(head)
    if head[4:8] == b"ftyp":
        return _mp4_size(fd)
    return _mp3_size(fd, head)


def mp4_index_is_missing(fd: int, head: bytes) -> bool:
    """Whether an MP4 has no `moov`: its recorder never finished it."""
    return head[4:8] == b"ftyp" and all(name != b"moov" for name, _ in _boxes(fd))


def ogg_breaks_off(fd: int, head: bytes) -> bool:
    """Whether an Ogg file ends inside a page, with no page marked as the last."""
    if head[:4] != b"OggS":
        return False
    size = os.fstat(fd).st_size
    begin = max(0, size - (1 << 17))
    tail = os.pread(fd, 1 << 17, begin)
    page = tail.rfind(b"OggS")
    if page < 0 or _ogg_page_length(tail[page:]) <= len(tail) - page:
        return False
    before = tail.rfind(b"OggS", 0, page)
    return before < 0 or not tail[before + 5] & 4


def _ogg_page_length(page: bytes) -> int:
    lacing = page[27 : 27 + page[26]] if len(page) > 26 else b""
    complete = len(page) > 26 and len(lacing) == page[26]
    return 27 + len(lacing) + sum(lacing) if complete else len(page) + 1


def _boxes(fd: int) -> list[tuple[bytes, int]]:
    """Names of an MP4's outermost boxes and where each says it ends."""
    size = os.fstat(fd).st_size
    found: list[tuple[bytes, int]] = []
    at = 0
    while at + 8 <= size and len(found) < 100_000:
        head = os.pread(fd, 16, at)
        length = int.from_bytes(head[:4], "big")
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        end = size if length == 0 else at + length
        found.append((head[4:8], end))
        if end < at + 8:
            break
        at = end
    return found


def _mp4_size(fd: int) -> int | None:
    boxes = _boxes(fd)
    known = boxes and boxes[-1][0] in (b"mdat", b"moov", b"moof", b"free", b"skip", b"udta", b"mfra")
    return boxes[-1][1] if known else None


def _matroska_size(head: bytes) -> int | None:
    at = head.find(b"\x18\x53\x80\x67")
    if at < 0 or at + 12 > len(head) or not head[at + 4]:
        return None
    length = 9 - head[at + 4].bit_length()
    bits = 7 * length
    value = int.from_bytes(head[at + 4 : at + 4 + length], "big") & ((1 << bits) - 1)
    return None if value == (1 << bits) - 1 else at + 4 + length + value


def _mp3_size(fd: int, head: bytes) -> int | None:
    """From the Xing or Info frame, which counts the bytes of the sound."""
    begin = 0
    if head[:3] == b"ID3" and len(head) >= 10:
        begin = 10 + sum(
            (byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True)
        )
    frame = os.pread(fd, 64, begin)
    if frame[:1] != b"\xff":
        return None
    at = max(frame.find(b"Xing"), frame.find(b"Info"))
    flags = int.from_bytes(frame[at + 4 : at + 8], "big")
    if at < 0 or not flags & 2:
        return None
    at += 12 if flags & 1 else 8
    return begin + int.from_bytes(frame[at : at + 4], "big")
