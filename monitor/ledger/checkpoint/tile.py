"""The log as files, in the layout of C2SP tlog-tiles: `checkpoint`, `tile/<level>/<n>`, `tile/entries/<n>`.

A tile holds up to 256 hashes of one level, each over 256^level leaves; one that is not full yet ends in
`.p/<how many>`. Full tiles never change, so a later writing adds to a folder. Entries are the leaves alone.
"""

import struct
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path

from monitor.ledger.checkpoint.head import read_head
from monitor.ledger.checkpoint.note import Note, read_note
from monitor.ledger.checkpoint.proof import Node
from monitor.ledger.merkle import HASH_SIZE, node_hash

WIDTH = 256
HEIGHT = 8
_LENGTH = struct.Struct(">H")


def tile_path(level: int | str, index: int, width: int = WIDTH) -> str:
    """level: a number, or `entries`. The index is written in groups of three digits, all but the last x…"""
    groups = [f"{index % 1000:03}"]
    while index := index // 1000:
        groups.insert(0, f"x{index % 1000:03}")
    partial = "" if width == WIDTH else f".p/{width}"
    return f"tile/{level}/{'/'.join(groups)}{partial}"


def write_tiles(folder: Path, note: str, node: Node, leaves: Iterable[bytes]) -> None:
    """leaves: the bodies of all entries under the checkpoint. What is there already is left as it is."""
    size = read_head(read_note(note.encode()).text).size
    level = 0
    while size >> HEIGHT * level:
        for index, width in _tiles(size >> HEIGHT * level):
            start = index * WIDTH
            hashes = (node(HEIGHT * level, start + offset) for offset in range(width))
            _write(folder / tile_path(level, index, width), b"".join(hashes))
        level += 1
    each = iter(leaves)
    for index, width in _tiles(size):
        bundle = (_LENGTH.pack(len(leaf)) + leaf for leaf in islice(each, width))
        _write(folder / tile_path("entries", index, width), b"".join(bundle))
    _write(folder / "checkpoint", note.encode(), anew=True)


class TileFolder:
    """Such a folder, read. What it says is to be held against the root of its checkpoint.

    OSError or ValueError where a file is missing or out of form.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.note: Note = read_note((folder / "checkpoint").read_bytes())
        self.head = read_head(self.note.text)
        self._tile = lru_cache(maxsize=256)(self._read_tile)

    def node(self, level: int, index: int) -> bytes:
        """The hash of a perfect subtree, from one tile."""
        height = level % HEIGHT
        first = index << height
        tile = self._tile(level // HEIGHT, first // WIDTH)
        offset = first % WIDTH
        hashes = [
            tile[HASH_SIZE * one : HASH_SIZE * (one + 1)] for one in range(offset, offset + (1 << height))
        ]
        while len(hashes) > 1:
            hashes = [node_hash(*pair) for pair in zip(hashes[::2], hashes[1::2], strict=True)]
        return hashes[0]

    def leaves(self) -> Iterator[bytes]:
        for index, width in _tiles(self.head.size):
            yield from _unpack((self._folder / tile_path("entries", index, width)).read_bytes(), width)

    def _read_tile(self, level: int, index: int) -> bytes:
        width = min(WIDTH, (self.head.size >> HEIGHT * level) - index * WIDTH)
        data = (self._folder / tile_path(level, index, width)).read_bytes()
        if len(data) != width * HASH_SIZE:
            raise ValueError("a tile of another length")
        return data


def _tiles(count: int) -> Iterator[tuple[int, int]]:
    """Index and width of each tile of `count` things."""
    for index in range(-(-count // WIDTH)):
        yield index, min(WIDTH, count - index * WIDTH)


def _unpack(data: bytes, width: int) -> Iterator[bytes]:
    at = 0
    for _ in range(width):
        if len(data) < at + _LENGTH.size:
            raise ValueError("an entry bundle breaks off")
        (length,) = _LENGTH.unpack_from(data, at)
        at += _LENGTH.size
        if len(data) < at + length:
            raise ValueError("an entry bundle breaks off")
        yield data[at : at + length]
        at += length
    if at != len(data):
        raise ValueError("an entry bundle of more than its entries")


def _write(file: Path, data: bytes, anew: bool = False) -> None:
    """Whole or not at all."""
    if file.exists() and not anew:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    partly = file.with_name(f".{file.name}.part")
    partly.write_bytes(data)
    partly.replace(file)
