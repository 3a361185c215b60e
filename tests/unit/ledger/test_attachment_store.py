"""The store: files by their digest, told by content, sealed where they identify somebody."""

import io
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest

from monitor.errors import (
    AttachmentDamaged,
    AttachmentKeyMissing,
    AttachmentKeyUnusable,
    AttachmentMissing,
    AttachmentRefused,
    FileTooLarge,
)
from monitor.ledger.attachment_store import AttachmentStore, Kept, open_store
from monitor.ledger.media_type import media_type
from monitor.ledger.sealed import KeyFile

PDF = b"%PDF-1.7\n" + b"licence 110101 " * 20_000
DIGEST = sha256(PDF).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> AttachmentStore:
    return AttachmentStore(tmp_path / "files", KeyFile(tmp_path / "key"), 1 << 20)


def put(store: AttachmentStore, content: bytes = PDF, *, sealed: bool = False, tenant: str = "t") -> Kept:
    return store.put(tenant, io.BytesIO(content), "licence.pdf", sealed=sealed)


def read(store: AttachmentStore, digest: str = DIGEST, tenant: str = "t") -> bytes:
    return b"".join(store.read(tenant, digest))


def on_disk(store: AttachmentStore) -> bytes:
    return b"".join(path.read_bytes() for path in store.folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("sealed", [False, True])
def test_a_file_is_kept_by_its_digest_and_comes_back(store: AttachmentStore, sealed: bool) -> None:
    assert put(store, sealed=sealed) == Kept(DIGEST, len(PDF), "application/pdf", sealed)
    assert read(store) == PDF
    assert (b"110101" in on_disk(store)) is not sealed


def test_what_was_kept_plain_is_sealed_once_it_is_marked_and_stays_so(store: AttachmentStore) -> None:
    put(store)
    put(store, sealed=True)
    assert b"110101" not in on_disk(store)
    assert put(store).sealed
    assert b"110101" not in on_disk(store)
    assert read(store) == PDF


def test_one_tenant_does_not_see_anothers_files(store: AttachmentStore) -> None:
    put(store, tenant="other")
    with pytest.raises(AttachmentMissing):
        read(store)


def test_removed_bytes_are_gone(store: AttachmentStore) -> None:
    put(store, sealed=True)
    store.remove("t", DIGEST)
    assert not store.has("t", DIGEST)
    assert on_disk(store) == b""


def test_a_file_over_the_limit_leaves_nothing(store: AttachmentStore) -> None:
    with pytest.raises(FileTooLarge, match="1 MiB"):
        put(store, b"%PDF-" + bytes(1 << 20))
    assert on_disk(store) == b""


@pytest.mark.parametrize("content", [b"", b"\x7fELF\x02\x01", b"MZ\x90\0", b"\xff\xfe\0\0"])
def test_a_file_of_no_known_kind_is_refused_whatever_its_name(store: AttachmentStore, content: bytes) -> None:
    with pytest.raises(AttachmentRefused):
        put(store, content)


def test_bytes_changed_on_the_disk_are_found(store: AttachmentStore) -> None:
    put(store)
    (path,) = store.folder.rglob(DIGEST)
    path.write_bytes(PDF[:-1] + b"x")
    with pytest.raises(AttachmentDamaged):
        read(store)


def test_a_lost_key_is_not_made_again_unseen(store: AttachmentStore) -> None:
    put(store, sealed=True)
    store.key.path.unlink()
    with pytest.raises(AttachmentKeyMissing):
        put(store, b"%PDF-another", sealed=True)
    with pytest.raises(AttachmentKeyMissing):
        read(store)


def test_a_file_sealed_anew_opens_with_the_new_key_alone(store: AttachmentStore) -> None:
    put(store, sealed=True)
    store.key.add()
    assert store.reseal() == 1
    store.key.keep_first()
    assert read(store) == PDF


def test_what_a_lost_key_sealed_is_passed_over_and_can_be_stored_again(store: AttachmentStore) -> None:
    put(store, sealed=True)
    store.key.path.unlink()
    store.key.create()
    assert store.reseal() == 0
    with pytest.raises(AttachmentKeyUnusable):
        read(store)
    put(store, sealed=True)
    assert read(store) == PDF


def zipped(name: str) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
        (b"\0\0\0\x20ftypisom", "video/mp4"),
        ("检验报告".encode() * 1000, "text/plain"),
        (zipped("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (zipped("a.exe"), "application/zip"),
        (b"<script>", "text/plain"),
    ],
)
def test_the_kind_is_told_by_the_bytes(content: bytes, kind: str) -> None:
    assert media_type(io.BytesIO(content)) == kind


def test_the_store_lies_beside_the_database() -> None:
    store = open_store("sqlite:////somewhere/boshen.db")
    assert store.folder == Path("/somewhere/boshen.attachments")
    assert store.key.path == Path("/somewhere/boshen.attachments.key")
    assert open_store("postgresql://u@h/x").folder == Path("boshen.attachments")
