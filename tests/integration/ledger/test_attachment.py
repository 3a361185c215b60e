"""Attached files: stored and read by people who may, each time with its entry in the log."""

import io
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import select

from monitor.errors import AttachmentKeyMissing, NoSuchRecord, NotAllowed
from monitor.ledger import attachment, attachment_key
from monitor.ledger.act import acts_of, do, find, open_record
from monitor.ledger.attachment_store import AttachmentStore
from monitor.ledger.authority import PERSON, Person, person
from monitor.ledger.database import reading, writing
from monitor.ledger.sealed import KeyFile
from monitor.ledger.tables import Attachment
from monitor.ledger.verification import FaultCode
from monitor.ledger.verify import verify

TENANT = "default"
PDF = b"%PDF-1.7 licence"


@pytest.fixture
def store(tmp_path: Path) -> AttachmentStore:
    return AttachmentStore(tmp_path / "files", KeyFile(tmp_path / "key"), 1 << 20)


def someone(engine: Engine, key: str, *roles: str) -> Person:
    with writing(engine, TENANT) as session:
        record = open_record(session, TENANT, PERSON, key)
        do(session, record, "registered", None, {"name": key, "roles": list(roles)})
        return person(session, TENANT, key)


def store_file(engine: Engine, store: AttachmentStore, who: Person, *, identity: bool) -> str:
    kept = store.put(TENANT, io.BytesIO(PDF), "x.pdf", sealed=identity)
    with writing(engine, TENANT) as session:
        return attachment.attach(session, TENANT, who, kept, "/home/w/执照.pdf").sha256


def done(engine: Engine, digest: str) -> list[tuple[str, object]]:
    with reading(engine) as session:
        record = find(session, TENANT, attachment.ATTACHMENT, digest)
        assert record is not None
        return [(act.kind, act.body) for act in acts_of(session, record.id)]


def test_a_file_has_a_row_and_an_act_and_a_repeat_adds_nothing(
    engine: Engine, store: AttachmentStore
) -> None:
    who = someone(engine, "w", "quality_manager")
    for _ in range(2):
        digest = store_file(engine, store, who, identity=False)
    with reading(engine) as session:
        (row,) = session.exec(select(Attachment)).all()
    assert (row.sha256, row.size, row.media_type) == (digest, len(PDF), "application/pdf")
    body = {"name": "执照.pdf", "size": len(PDF), "media_type": "application/pdf", "identity": False}
    assert done(engine, digest) == [("stored", body)]
    assert verify(engine).sound


def test_reading_is_an_act_that_says_who_and_why(engine: Engine, store: AttachmentStore) -> None:
    who = someone(engine, "w", "quality_manager")
    digest = store_file(engine, store, who, identity=True)
    assert b"".join(attachment.read(engine, store, TENANT, who, digest, "核验身份")) == PDF
    assert done(engine, digest)[1] == ("read_identity", {"why": "核验身份"})


def test_an_identity_document_is_read_by_few(engine: Engine, store: AttachmentStore) -> None:
    digest = store_file(engine, store, someone(engine, "q", "quality_manager"), identity=True)
    reviewer = someone(engine, "r", "reviewer")
    with pytest.raises(NotAllowed):
        attachment.read(engine, store, TENANT, reviewer, digest, "好奇")
    assert [kind for kind, _ in done(engine, digest)] == ["stored"]


def test_a_host_neither_stores_nor_reads(engine: Engine, store: AttachmentStore) -> None:
    host = someone(engine, "h", "host")
    with pytest.raises(NotAllowed):
        store_file(engine, store, host, identity=False)
    digest = store_file(engine, store, someone(engine, "q", "quality_manager"), identity=False)
    with pytest.raises(NotAllowed):
        attachment.read(engine, store, TENANT, host, digest, "x")


def test_a_file_that_nobody_stored_cannot_be_read(engine: Engine, store: AttachmentStore) -> None:
    who = someone(engine, "w", "quality_manager")
    with pytest.raises(NoSuchRecord):
        attachment.read(engine, store, TENANT, who, "0" * 64, "x")


def test_a_row_that_says_otherwise_than_the_act_is_found(
    databases: Any, url: str, engine: Engine, store: AttachmentStore
) -> None:
    store_file(engine, store, someone(engine, "w", "quality_manager"), identity=False)
    intruder = databases.intruder(url)
    for change in ("UPDATE attachment SET size = 1", "UPDATE attachment SET sha256 = 'x'"):
        with intruder.begin() as connection:
            connection.execute(text(change))
        fault = verify(engine).first_fault
        assert fault is not None
        assert (fault.code, fault.kind) == (FaultCode.ROW_UNLOGGED, "attachment")
        assert fault.sentence("zh")
    intruder.dispose()


def test_a_key_is_changed_by_an_admin_and_old_keys_are_forgotten(
    engine: Engine, store: AttachmentStore
) -> None:
    keeper, admin = someone(engine, "q", "quality_manager"), someone(engine, "a", "admin")
    digest = store_file(engine, store, keeper, identity=True)
    before = store.key.keys()
    with pytest.raises(NotAllowed):
        attachment_key.rotate(engine, store, TENANT, keeper)
    assert attachment_key.rotate(engine, store, TENANT, admin) == 1
    assert len(store.key.keys()) == 1
    assert store.key.keys() != before
    assert attachment_key.check(engine, store, TENANT).sound == (digest,)


def test_a_lost_key_is_recorded_with_what_went_with_it(engine: Engine, store: AttachmentStore) -> None:
    digest = store_file(engine, store, someone(engine, "q", "quality_manager"), identity=True)
    store.key.path.unlink()
    assert attachment_key.check(engine, store, TENANT).unreadable == ((digest, AttachmentKeyMissing.code),)
    assert attachment_key.give_up(engine, store, TENANT, someone(engine, "a", "admin")) == (digest,)
    with reading(engine) as session:
        record = find(session, TENANT, attachment_key.KEY, attachment_key.KEY)
        assert record is not None
        (lost,) = acts_of(session, record.id)
    assert (lost.kind, lost.body) == ("lost", {"unreadable": [digest]})
    assert verify(engine).sound
