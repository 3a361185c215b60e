"""Sealed files: opened by their key alone, and only as they were written."""

import io
from pathlib import Path

import pytest

from monitor.errors import AttachmentDamaged, AttachmentKeyMissing, AttachmentKeyUnusable
from monitor.ledger.sealed import CHUNK, KeyFile, seal, unseal

KEY = bytes(range(32))
OTHER = bytes(32)


def opened(sealed: bytes, *keys: bytes) -> bytes:
    return b"".join(unseal(io.BytesIO(sealed), keys or (KEY,), "a file"))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_is_sealed_comes_back(size: int) -> None:
    plain = bytes(i % 251 for i in range(size))
    assert opened(b"".join(seal([plain[:7], plain[7:]], KEY))) == plain


def test_nothing_of_the_plain_bytes_is_to_be_seen_and_no_two_are_alike() -> None:
    sealed = [b"".join(seal([b"110101199001011234" * 9], KEY)) for _ in range(2)]
    assert all(b"19900101" not in one for one in sealed)
    assert sealed[0][-40:] != sealed[1][-40:]


def test_any_key_of_the_file_opens_it_and_no_other() -> None:
    sealed = b"".join(seal([b"x"], KEY))
    assert opened(sealed, OTHER, KEY) == b"x"
    with pytest.raises(AttachmentKeyUnusable):
        opened(sealed, OTHER)


def test_every_byte_altered_is_found() -> None:
    sealed = b"".join(seal([b"identity"], KEY))
    for at in range(len(sealed)):
        altered = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        with pytest.raises((AttachmentDamaged, AttachmentKeyUnusable)):
            opened(altered)


def test_chunks_left_out_swapped_or_cut_off_are_found() -> None:
    header, first, second, last = seal([bytes(2 * CHUNK + 5)], KEY)
    for wrong in (
        [header],
        [header, first, second],
        [header, second, last],
        [header, second, first, last],
        [header, first, second, last, last],
    ):
        with pytest.raises(AttachmentDamaged):
            opened(b"".join(wrong))


def test_the_key_file_is_its_owners_alone_and_made_once(tmp_path: Path) -> None:
    file = KeyFile(tmp_path / "k")
    file.create()
    made = file.keys()
    file.create()
    assert file.keys() == made
    assert file.path.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["k"]


def test_a_new_key_seals_while_the_old_one_still_opens(tmp_path: Path) -> None:
    file = KeyFile(tmp_path / "k")
    file.create()
    (old,) = file.keys()
    file.add()
    new, kept = file.keys()
    assert (kept, new != old) == (old, True)
    file.keep_first()
    assert file.keys() == (new,)


@pytest.mark.parametrize("content", ["", "abc", "00" * 31, "汉字"])
def test_a_key_file_without_keys_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "k").write_text(content, "utf-8")
    with pytest.raises(AttachmentKeyUnusable):
        KeyFile(tmp_path / "k").keys()
    with pytest.raises(AttachmentKeyMissing):
        KeyFile(tmp_path / "other").keys()
