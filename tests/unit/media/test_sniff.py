"""Scripts are known by their first bytes, broken-off files by their own structure."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.media.sniff import is_script, mp4_index_is_missing, ogg_breaks_off, promised_size

Open = Callable[[bytes], int]


@pytest.fixture
def opened(tmp_path: Path) -> Open:
    def put(content: bytes) -> int:
        (tmp_path / "file").write_bytes(content)
        return os.open(tmp_path / "file", os.O_RDONLY)

    return put


@pytest.mark.parametrize(
    "head",
    [
        b"ffconcat version 1.0\nfile 'a.mp4'",
        b"  \r\n#EXTM3U\n",
        b"\xef\xbb\xbf#extm3u",
        "\ufeff#EXTM3U\n".encode("utf-16"),
        b"file a.mp4\n",
        b"[playlist]\n",
        b"<smil><body/></smil>",
        b'<?xml version="1.0"?>\n<!-- x -->\n<playlist xmlns="http://xspf.org/ns/0/">',
        b"rtmp://10.0.0.1/live/room",
        b"v=0\no=- 0 0 IN IP4 0.0.0.0",
    ],
)
def test_scripts(head: bytes) -> None:
    assert is_script(head)


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"RIFF\x24\0\0\0WAVEfmt ",
        b"ID3\4\0",
        b"fLaC",
        b"<?xml version='1.0'?><svg/>",
        b"files of mine",
        b"FLV\1",
    ],
)
def test_no_scripts(head: bytes) -> None:
    assert not is_script(head)


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (b"RIFF" + (1000).to_bytes(4, "little") + b"WAVE", 1008),
        (b"RIFF" + b"\xff" * 4 + b"WAVE", None),
        (b"RIFF" + bytes(4) + b"WAVE", None),
        (b"\x1a\x45\xdf\xa3\x80\x18\x53\x80\x67\x41\x00" + b"x" * 20, 11 + 0x100),
        (b"\x1a\x45\xdf\xa3\x80\x18\x53\x80\x67\x01" + b"\xff" * 7 + b"x" * 20, None),
        (b"\0\0\0\x10ftypisom\0\0\0\0" + b"\0\0\x10\0mdat", 16 + 0x1000),
        (b"\xff\xfb\x90\x00" + bytes(17) + b"Info\0\0\0\3\0\0\0\5\0\0\x20\0" + bytes(40), 0x2000),
        (b"\xff\xfb\x90\x00" + bytes(60), None),
        (b"OggS", None),
    ],
)
def test_the_size_a_file_promises(opened: Open, content: bytes, size: int | None) -> None:
    assert promised_size(opened(content), content) == size


def test_an_mp4_without_its_index(opened: Open) -> None:
    start = b"\0\0\0\x10ftypisom\0\0\0\0"
    index = b"\0\0\0\x08moov"
    assert mp4_index_is_missing(opened(start + b"\0\0\x10\0mdat"), start)
    assert not mp4_index_is_missing(opened(start + index), start)


def ogg_page(body: bytes, last: bool) -> bytes:
    return b"OggS\0" + (b"\4" if last else b"\0") + bytes(20) + b"\1" + bytes([len(body)]) + body


def test_an_ogg_that_ends_inside_a_page(opened: Open) -> None:
    whole = ogg_page(b"a" * 100, last=False) + ogg_page(b"b" * 100, last=True)
    assert not ogg_breaks_off(opened(whole), whole)
    assert ogg_breaks_off(opened(whole[:-10]), whole)
    assert not ogg_breaks_off(opened(whole[: len(whole) // 2]), whole)
