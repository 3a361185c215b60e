"""Backup and restore: one moment, whole, into either database, and nothing but what was taken."""

import io
import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from alembic import command
from sqlalchemy import Engine, text
from sqlmodel import func, select

from monitor.errors import (
    BackupDamaged,
    BackupNewer,
    DatabaseNotEmpty,
    FileExists,
    FileMissing,
)
from monitor.ledger import attachment, migration
from monitor.ledger.act import do, open_record
from monitor.ledger.attachment_store import AttachmentStore
from monitor.ledger.authority import PERSON, Person, person
from monitor.ledger.backup.manifest import MANIFEST, Manifest
from monitor.ledger.backup.restore import restore
from monitor.ledger.backup.take import back_up
from monitor.ledger.database import open_database, reading, writing
from monitor.ledger.sealed import KeyFile
from monitor.ledger.tables import Act
from monitor.ledger.verify import verify

TENANT = "default"
IDENTITY = b"%PDF-1.7 110101199001011234"


@pytest.fixture
def store(tmp_path: Path) -> AttachmentStore:
    return AttachmentStore(tmp_path / "files", KeyFile(tmp_path / "key"), 1 << 20)


@pytest.fixture
def kept(scanned: Engine, store: AttachmentStore) -> Engine:
    """A ledger with a scan, people, and a sealed and a plain attached file."""
    with writing(scanned, TENANT) as session:
        record = open_record(session, TENANT, PERSON, "品控")
        do(session, record, "registered", None, {"name": "某人", "roles": ["quality_manager"]})
        who: Person = person(session, TENANT, "品控")
    for content, sealed in ((IDENTITY, True), (b"%PDF-1.7 report", False)):
        put = store.put(TENANT, io.BytesIO(content), "x.pdf", sealed=sealed)
        with writing(scanned, TENANT) as session:
            attachment.attach(session, TENANT, who, put, "x.pdf")
    return scanned


@pytest.fixture
def file(kept: Engine, store: AttachmentStore, tmp_path: Path) -> Path:
    back_up(kept, store, tmp_path / "b.zip")
    return tmp_path / "b.zip"


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of either kind."""
    if request.param == "sqlite":
        engine = open_database(f"sqlite:///{tmp_path / 'new.db'}")
    else:
        engine = open_database(request.getfixturevalue("postgres").new())
    yield engine
    engine.dispose()


def other_store(store: AttachmentStore, folder: Path) -> AttachmentStore:
    return AttachmentStore(folder / "other", store.key, store.limit)


def manifest_of(file: Path) -> Manifest:
    with ZipFile(file) as archive:
        return Manifest.model_validate_json(archive.read(MANIFEST))


def rewritten(file: Path, **members: bytes | None) -> Path:
    """A copy with some members other, or left out."""
    copy = file.with_name("copy.zip")
    with ZipFile(file) as old, ZipFile(copy, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = members.get(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return copy


def test_a_ledger_moves_to_either_database_and_back_unchanged(
    file: Path, store: AttachmentStore, elsewhere: Engine, tmp_path: Path
) -> None:
    moved = other_store(store, tmp_path)
    assert restore(file, elsewhere, moved).sound
    back_up(elsewhere, moved, tmp_path / "again.zip")
    first, again = manifest_of(file), manifest_of(tmp_path / "again.zip")
    assert first.tables == again.tables
    assert sum(part.rows for part in first.tables) > 20
    assert first.attachments == again.attachments
    digest = sha256(IDENTITY).hexdigest()
    assert b"".join(moved.read(TENANT, digest)) == IDENTITY


def test_identity_documents_and_keys_are_not_to_be_read_in_it(file: Path, store: AttachmentStore) -> None:
    with ZipFile(file) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    assert b"19900101" not in content
    assert b"%PDF-1.7 report" in content
    assert store.key.path.read_text().strip().encode() not in content
    assert file.stat().st_mode & 0o777 == 0o600


def test_writers_go_on_and_each_backup_is_of_one_moment(
    kept: Engine, store: AttachmentStore, elsewhere: Engine, tmp_path: Path
) -> None:
    stop, written = threading.Event(), threading.Semaphore(0)

    def write() -> None:
        while not stop.is_set():
            with writing(kept, TENANT) as session:
                do(session, open_record(session, TENANT, "supplier", "s1"), "changed", None, {"a": "b"})
            written.release()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            assert written.acquire(timeout=60)
            back_up(kept, store, tmp_path / f"{number}.zip")
            assert written.acquire(timeout=60)
    finally:
        stop.set()
        writer.join()
    sizes = [
        next(p.rows for p in manifest_of(tmp_path / f"{n}.zip").tables if p.name == "act") for n in range(3)
    ]
    assert sizes == sorted(set(sizes))
    assert restore(tmp_path / "2.zip", elsewhere, other_store(store, tmp_path)).sound


def test_a_backup_is_never_put_over_a_ledger(file: Path, kept: Engine, store: AttachmentStore) -> None:
    with pytest.raises(DatabaseNotEmpty):
        restore(file, kept, store)
    assert verify(kept).sound


def test_a_file_that_is_there_is_not_overwritten(file: Path, kept: Engine, store: AttachmentStore) -> None:
    before = file.read_bytes()
    with pytest.raises(FileExists):
        back_up(kept, store, file)
    assert file.read_bytes() == before
    assert [path for path in file.parent.iterdir() if path.name.startswith(".")] == []


def is_empty(engine: Engine) -> bool:
    with reading(engine) as session:
        return session.exec(select(func.count()).select_from(Act)).one() == 0


def test_any_damage_is_found_before_anything_is_written(
    file: Path, store: AttachmentStore, url: str, tmp_path: Path
) -> None:
    engine, other = open_database(url), other_store(store, tmp_path)
    whole = file.read_bytes()
    bad = tmp_path / "bad.zip"
    told = 0
    for at in range(0, len(whole), max(1, len(whole) // 30)):
        bad.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        with suppress(BackupDamaged, BackupNewer):
            assert restore(bad, engine, other).sound
            assert manifest_of(bad) == manifest_of(file)
            engine.dispose()
            engine = open_database(f"sqlite:///{tmp_path / f'{at}.db'}")
            continue
        told += 1
        assert is_empty(engine)
    assert told > 20
    for end in (0, 10, len(whole) // 2, len(whole) - 1):
        bad.write_bytes(whole[:end])
        with pytest.raises(BackupDamaged):
            restore(bad, engine, other)
    engine.dispose()


@pytest.mark.parametrize("member", ["tables/act.jsonl", "tables/entry.jsonl", MANIFEST])
def test_a_member_changed_or_left_out_is_named(
    file: Path, store: AttachmentStore, url: str, member: str
) -> None:
    engine = open_database(url)
    for content in (b"{}\n", None):
        with pytest.raises(BackupDamaged) as refused:
            restore(rewritten(file, **{member: content}), engine, store)
        assert member in refused.value.sentence("zh")
        assert is_empty(engine)
    engine.dispose()


def test_a_newer_programs_backup_is_refused(file: Path, store: AttachmentStore, url: str) -> None:
    engine = open_database(url)
    known = json.loads(ZipFile(file).read(MANIFEST))
    for change in ({"version": 2}, {"schema_revision": "9999"}, {"version": 2, "novel": 1}):
        text_ = json.dumps(known | change).encode()
        with pytest.raises(BackupNewer):
            restore(rewritten(file, **{MANIFEST: text_}), engine, store)
    engine.dispose()


def test_lines_that_are_no_rows_are_damage_even_if_the_manifest_says_otherwise(
    file: Path, store: AttachmentStore, url: str
) -> None:
    engine = open_database(url)
    known = json.loads(ZipFile(file).read(MANIFEST))
    for line in (b"[]\n", b'{"novel": 1}\n', b'{"id": "x"}\n', b"\xff\n"):
        for part in known["tables"]:
            if part["name"] == "act":
                part["sha256"] = sha256(line).hexdigest()
        copy = rewritten(file, **{MANIFEST: json.dumps(known).encode(), "tables/act.jsonl": line})
        with pytest.raises(BackupDamaged):
            restore(copy, engine, store)
        assert is_empty(engine)
    engine.dispose()


def test_an_older_schemas_backup_is_brought_up(
    scanned: Engine, store: AttachmentStore, elsewhere: Engine, tmp_path: Path
) -> None:
    back_up(scanned, store, tmp_path / "b.zip")
    known = json.loads(ZipFile(tmp_path / "b.zip").read(MANIFEST))
    first = ("broadcast", "recording", "scan", "flag", "scan_window", "occurrence", "entry", "tree")
    known["tables"] = [part for part in known["tables"] if part["name"] in first]
    old = json.dumps(known | {"schema_revision": "0001"}).encode()
    assert restore(rewritten(tmp_path / "b.zip", **{MANIFEST: old}), elsewhere, store).sound


def test_a_backup_that_is_not_there_is_told(url: str, store: AttachmentStore, tmp_path: Path) -> None:
    engine = open_database(url)
    with pytest.raises(FileMissing):
        restore(tmp_path / "nowhere.zip", engine, store)
    engine.dispose()


def test_an_attached_file_that_is_not_in_the_store_is_named(
    kept: Engine, store: AttachmentStore, tmp_path: Path
) -> None:
    digest = sha256(IDENTITY).hexdigest()
    store.remove(TENANT, digest)
    assert back_up(kept, store, tmp_path / "b.zip").missing == [digest]


def test_a_ledger_with_data_goes_up_down_and_up_and_loses_nothing(scanned: Engine) -> None:
    def entries() -> list[tuple[object, ...]]:
        with scanned.connect() as connection:
            return [tuple(row) for row in connection.execute(text('SELECT * FROM entry ORDER BY "index"'))]

    def migrate(step: object, to: str) -> None:
        with scanned.execution_options(boshen_writes=True).begin() as connection:
            step(migration.configured(connection), to)  # type: ignore[operator]

    before = entries()
    for _ in range(2):
        migrate(command.downgrade, "0001")
        assert entries() == before
        migrate(command.upgrade, "head")
        assert entries() == before
        assert verify(scanned).sound


def test_a_schema_without_acts_is_not_gone_back_to_while_there_are_any(kept: Engine) -> None:
    with (
        pytest.raises(RuntimeError, match="acts"),
        kept.execution_options(boshen_writes=True).begin() as connection,
    ):
        command.downgrade(migration.configured(connection), "0001")
    assert verify(kept).sound
