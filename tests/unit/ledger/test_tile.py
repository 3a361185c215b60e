"""The layout of C2SP tlog-tiles."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from monitor.ledger import merkle
from monitor.ledger.checkpoint import proof
from monitor.ledger.checkpoint.head import Head, new_origin
from monitor.ledger.checkpoint.note import SignerKey, sign
from monitor.ledger.checkpoint.proof import Hashes
from monitor.ledger.checkpoint.tile import TileFolder, tile_path, write_tiles

LEAVES = [f"leaf {number}".encode() for number in range(66_000)]
HASHES = Hashes(map(merkle.leaf_hash, LEAVES))
SIGNER = SignerKey(new_origin("default"), Ed25519PrivateKey.generate())


def written(folder: Path, size: int) -> TileFolder:
    note = sign(str(Head(SIGNER.name, size, proof.root_of(HASHES.node, size))), [SIGNER])
    write_tiles(folder, str(note), HASHES.node, LEAVES[:size])
    return TileFolder(folder)


@pytest.mark.parametrize(
    ("level", "index", "width", "path"),
    [
        (0, 0, 256, "tile/0/000"),
        (1, 5, 3, "tile/1/005.p/3"),
        ("entries", 1_234_067, 256, "tile/entries/x001/x234/067"),
    ],
)
def test_paths_are_as_the_specification_writes_them(
    level: int | str, index: int, width: int, path: str
) -> None:
    assert tile_path(level, index, width) == path


@pytest.mark.parametrize("size", [1, 255, 256, 257, 66_000])
def test_what_was_written_is_read_back(tmp_path: Path, size: int) -> None:
    read = written(tmp_path, size)
    assert list(read.leaves()) == LEAVES[:size]
    assert proof.root_of(read.node, size) == read.head.root
    for index in {0, size // 2, size - 1}:
        assert proof.inclusion(read.node, index, size) == proof.inclusion(HASHES.node, index, size)
        assert proof.consistency(read.node, index + 1, size) == proof.consistency(
            HASHES.node, index + 1, size
        )


def test_a_later_writing_adds_to_the_folder_and_changes_no_full_tile(tmp_path: Path) -> None:
    written(tmp_path, 300)
    full = tmp_path / tile_path(0, 0)
    before = full.stat().st_mtime_ns
    read = written(tmp_path, 600)
    assert full.stat().st_mtime_ns == before
    assert proof.root_of(read.node, 600) == read.head.root


@pytest.mark.parametrize("data", [b"", b"\x00", b"\x00\x09leaf"])
def test_a_bundle_of_entries_that_breaks_off_is_refused(tmp_path: Path, data: bytes) -> None:
    read = written(tmp_path, 1)
    (tmp_path / tile_path("entries", 0, 1)).write_bytes(data)
    with pytest.raises(ValueError, match="breaks off"):
        list(read.leaves())
