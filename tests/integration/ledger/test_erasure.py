"""Erasure: the words go, the log says so, every proof stays, and any other change is still found."""

import io
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import select

from monitor.errors import NotAllowed
from monitor.ledger import attachment
from monitor.ledger.act import acts_of, do, find, open_record
from monitor.ledger.attachment_store import AttachmentStore
from monitor.ledger.authority import PERSON, Person, person
from monitor.ledger.database import open_database, reading, writing
from monitor.ledger.retention.classes import load_classes
from monitor.ledger.retention.due import Judged, Why
from monitor.ledger.retention.erased import ERASURE
from monitor.ledger.retention.erasure import Order, erase, judged
from monitor.ledger.scans import finish
from monitor.ledger.sealed import KeyFile
from monitor.ledger.tables import Act, Broadcast, Entry, Flag, Occurrence, Recording, Scan, Window
from monitor.ledger.verification import FaultCode
from monitor.ledger.verify import verify

TENANT = "default"
CLASSES = load_classes(None)
AFTER = datetime(2029, 2, 3, tzinfo=UTC)
LONG_AFTER = datetime(2046, 1, 1, tzinfo=UTC)
SAID = ("全网最低价", "三天就能见效", "主持人", "first.mp4", "sān", "jian")


@pytest.fixture
def store(tmp_path: Path) -> AttachmentStore:
    return AttachmentStore(tmp_path / "files", KeyFile(tmp_path / "key"), 1 << 20)


def someone(engine: Engine, key: str, *roles: str) -> Person:
    with writing(engine, TENANT) as session:
        record = open_record(session, TENANT, PERSON, key)
        do(session, record, "registered", None, {"name": f"{key}的姓名", "roles": list(roles)})
        return person(session, TENANT, key)


def act(engine: Engine, kind: str, key: str, deed: str, body: dict[str, Any]) -> None:
    with writing(engine, TENANT) as session:
        do(session, open_record(session, TENANT, kind, key), deed, None, body)


def order(who: Person, at: datetime = AFTER, **more: Any) -> Order:
    return Order(TENANT, who, at, "保存期满", **more)


def fates(engine: Engine, at: datetime = AFTER, about: str | None = None) -> dict[str, Judged]:
    """By key."""
    with reading(engine) as session:
        return {one.item.key: one for one in judged(session, TENANT, CLASSES, at, about)}


def dump(engine: Engine) -> str:
    """Every text of every row."""
    tables = (Broadcast, Recording, Scan, Window, Flag, Occurrence, Entry, Act)
    with reading(engine) as session:
        return "\n".join(repr(row) for table in tables for row in session.exec(select(table)).all())


def on_disk(file: Path) -> bytes:
    return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))


@pytest.fixture
def legal(scanned: Engine) -> Person:
    return someone(scanned, "法务", "legal")


@pytest.fixture
def erased(scanned: Engine, store: AttachmentStore, legal: Person) -> Engine:
    done = erase(scanned, store, CLASSES, order(legal))
    assert {one.item.key for one in done} == {"b1", "b2"}
    return scanned


def test_words_and_names_are_gone_and_the_ledger_verifies(erased: Engine) -> None:
    left = dump(erased)
    assert [said for said in SAID if said in left] == []
    verified = verify(erased)
    assert verified.logs[0].faults == ()


def test_the_file_itself_holds_no_word_either(
    tmp_path: Path, store: AttachmentStore, job: Any, coverage: Any, findings: Any
) -> None:
    file = tmp_path / "x.db"
    engine = open_database(f"sqlite:///{file}")
    finish(engine, job.start(engine), coverage, findings)
    assert "全网最低价".encode() in on_disk(file)
    erase(engine, store, CLASSES, order(someone(engine, "法务", "legal")))
    assert [said for said in SAID if said.encode() in on_disk(file)] == []
    engine.dispose()


def test_what_an_inspector_must_see_stays(erased: Engine) -> None:
    with reading(erased) as session:
        flags = session.exec(select(Flag).order_by(Flag.first_at)).all()
        occurrences = session.exec(select(Occurrence).order_by(Occurrence.number)).all()
        (broadcast,) = session.exec(select(Broadcast).where(Broadcast.key == "b1")).all()
    assert [(flag.rule, flag.verdict, flag.decision, flag.first_at) for flag in flags] == [
        ("price.lowest", "prohibited", "block", 3.0),
        (None, "unreviewed", "review", 13.0),
    ]
    assert [(one.start, '"rule":"price.lowest"' in one.finding) for one in occurrences][:2] == [
        (3.0, True),
        (23.0, True),
    ]
    assert (broadcast.channel, broadcast.role, broadcast.started_at is not None) == ("频道一", "seller", True)


def test_the_erasure_says_what_and_why_and_who(erased: Engine, legal: Person) -> None:
    with reading(erased) as session:
        (broadcast,) = session.exec(select(Broadcast).where(Broadcast.key == "b1")).all()
        record = find(session, TENANT, ERASURE, broadcast.id)
        assert record is not None
        (done,) = acts_of(session, record.id)
    assert done.person == legal.id
    assert done.body is not None
    assert (done.body["class_"], done.body["why"], done.body["since"]) == (
        "review_record",
        "保存期满",
        "2029-02-02",
    )
    assert [index for index, _ in done.body["entries"]] == [4, 0, 1, 3]


def test_erasing_again_finds_nothing(erased: Engine, store: AttachmentStore, legal: Person) -> None:
    assert erase(erased, store, CLASSES, order(legal)) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE scan_window SET payload = '{\"words\":[0]}' WHERE number = 0", FaultCode.ROW_CHANGED),
        ("UPDATE occurrence SET text = '这一款全网最低价' WHERE number = 0", FaultCode.ROW_CHANGED),
        ("UPDATE occurrence SET start = 4 WHERE number = 0", FaultCode.ROW_CHANGED),
        ("UPDATE flag SET verdict = 'approved' WHERE rule IS NULL", FaultCode.ROW_CHANGED),
        ("UPDATE flag SET decision = 'pass' WHERE rule IS NOT NULL", FaultCode.ROW_CHANGED),
        ('UPDATE scan SET broadcast_facts = \'{"host":"x"}\' WHERE number = 1', FaultCode.ROW_CHANGED),
        ("UPDATE recording SET name = 'first.mp4'", FaultCode.ROW_CHANGED),
        ("UPDATE broadcast SET host = '主持人'", FaultCode.ROW_UNLOGGED),
        ("UPDATE entry SET payload = '{}' WHERE \"index\" = 0", FaultCode.ERASED_PRESENT),
        ('UPDATE entry SET salt = NULL, payload = NULL WHERE "index" = 2', FaultCode.PAYLOAD_MISSING),
        ("UPDATE act SET body = NULL WHERE kind = 'erased'", FaultCode.PAYLOAD_MISSING),
        (
            "UPDATE act SET body = replace(body, '保存期满', '别的') WHERE kind = 'erased'",
            FaultCode.ROW_CHANGED,
        ),
    ],
)
def test_any_other_change_is_still_found(
    erased: Engine, intruder: Engine, change: str, code: FaultCode
) -> None:
    with intruder.begin() as connection:
        connection.exec_driver_sql(change.replace("%", "%%"))
    fault = verify(erased).first_fault
    assert fault is not None
    assert fault.code is code


def test_nothing_goes_before_its_time_or_while_a_case_holds_it(
    scanned: Engine, store: AttachmentStore, legal: Person
) -> None:
    assert erase(scanned, store, CLASSES, order(legal, datetime(2029, 2, 1, tzinfo=UTC))) == []
    hold = {"flags": [], "products": ["p1"], "broadcasts": []}
    act(scanned, "case", "检查-1", "hold_placed", hold)
    held = fates(scanned)["b1"]
    assert (held.why, held.cases) == (Why.HELD, ("检查-1",))
    assert [one.item.key for one in erase(scanned, store, CLASSES, order(legal))] == ["b2"]
    act(scanned, "case", "检查-1", "hold_lifted", hold)
    assert [one.item.key for one in erase(scanned, store, CLASSES, order(legal))] == ["b1"]
    assert verify(scanned).sound


def test_a_broadcast_heard_again_after_its_erasure_can_be_erased_again(
    erased: Engine, store: AttachmentStore, legal: Person, job: Any, coverage: Any, findings: Any
) -> None:
    finish(erased, job.start(erased), coverage, findings)
    assert "全网最低价" in dump(erased)
    assert verify(erased).sound
    assert [one.item.key for one in erase(erased, store, CLASSES, order(legal))] == ["b1"]
    assert [said for said in SAID if said in dump(erased)] == []
    assert verify(erased).sound


def test_who_may_not_erase_erases_nothing(scanned: Engine, store: AttachmentStore) -> None:
    for role in ("reviewer", "quality_manager", "auditor", "operator", "host"):
        with pytest.raises(NotAllowed):
            erase(scanned, store, CLASSES, order(someone(scanned, role, role)))
    assert "全网最低价" in dump(scanned)


def test_selection_is_kept_while_broadcasts_use_it(scanned: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.ledger.act.now", lambda: datetime(2025, 1, 1, tzinfo=UTC))
    act(scanned, "supplier", "s1", "submitted", {"name": "某某食品"})
    act(scanned, "product", "p1", "submitted", {"supplier": "s1"})
    act(scanned, "product", "p2", "submitted", {"supplier": "s2"})
    after = fates(scanned)
    assert after["p1"].on == after["s1"].on == after["b1"].on


def test_an_attached_file_goes_with_all_that_names_it(engine: Engine, store: AttachmentStore) -> None:
    keeper, lawyer = someone(engine, "品控", "quality_manager"), someone(engine, "法务", "legal")
    kept = store.put(TENANT, io.BytesIO(b"%PDF-1.7 110101"), "身份证.pdf", sealed=True)
    with writing(engine, TENANT) as session:
        attachment.attach(session, TENANT, keeper, kept, "身份证.pdf")
    act(engine, "host", "小云", "verified", {"attachments": [{"sha256": kept.sha256}]})
    soon = datetime.now(UTC).replace(year=datetime.now(UTC).year + 1)
    assert erase(engine, store, CLASSES, order(lawyer, soon)) == []
    assert fates(engine, soon)[kept.sha256].why is Why.IN_USE
    gone = erase(engine, store, CLASSES, order(lawyer, LONG_AFTER))
    assert {one.item.kind for one in gone} == {"host", "attachment"}
    assert not store.has(TENANT, kept.sha256)
    assert "身份证" not in dump(engine)
    assert verify(engine).sound


def test_a_recording_is_deleted_by_its_digest_where_it_lies_and_that_is_logged(
    scanned: Engine, store: AttachmentStore, job: Any, legal: Person, tmp_path: Path
) -> None:
    folder = tmp_path / "recordings"
    (folder / "old").mkdir(parents=True)
    mine, others = folder / "old" / "x.mp4", folder / "first.mp4"
    mine.write_bytes(b"sound")
    others.write_bytes(b"something else")
    job.having(sha256=sha256(b"sound").hexdigest()).start(scanned)
    soon = datetime(2026, 5, 1, tzinfo=UTC)
    assert erase(scanned, store, CLASSES, order(legal, soon)) == []
    gone = erase(scanned, store, CLASSES, order(legal, soon, recordings=folder))
    assert [(one.class_, one.item.key) for one in gone] == [("raw_audio", sha256(b"sound").hexdigest())]
    assert (mine.exists(), others.exists()) == (False, True)
    assert sha256(b"sound").hexdigest() not in fates(scanned, soon)
    assert verify(scanned).sound


def test_on_request_what_the_law_lets_go_is_erased_for_that_person_alone(
    engine: Engine, store: AttachmentStore
) -> None:
    lawyer = someone(engine, "法务", "legal")
    act(engine, "training", "t1", "held", {"host": "小云"})
    act(engine, "training", "t2", "held", {"host": "小雨"})
    act(engine, "host", "小云", "verified", {"name": "王某"})
    now = datetime.now(UTC)
    gone = erase(engine, store, CLASSES, order(lawyer, now, about="小云"))
    assert [one.item.key for one in gone] == ["t1"]
    assert fates(engine, now, "小云")["小云"].why is Why.NOT_YET
    assert verify(engine).sound


def test_a_person_stays_known_until_they_left_and_their_acts_are_past(engine: Engine) -> None:
    someone(engine, "小李", "reviewer")
    assert fates(engine, LONG_AFTER)["小李"].why is Why.IN_USE
    act(engine, PERSON, "小李", "left", {})
    assert fates(engine, LONG_AFTER)["小李"].why is Why.DUE


def test_a_kind_of_record_nobody_classed_is_never_erased(engine: Engine, store: AttachmentStore) -> None:
    act(engine, "novelty", "x", "done", {"a": "b"})
    lawyer = someone(engine, "法务", "legal")
    assert erase(engine, store, CLASSES, order(lawyer, LONG_AFTER)) == []
    assert fates(engine, LONG_AFTER)["x"].why is Why.UNCLASSED


def test_an_entry_cannot_be_erased_in_advance(scanned: Engine) -> None:
    body = {"class_": "x", "kind": "broadcast", "id": "x", "why": "x", "since": "x", "asked": False}
    act(scanned, ERASURE, "x", "erased", body | {"entries": [[7, "00" * 32]], "rows": []})
    act(scanned, "supplier", "s1", "submitted", {"name": "某某食品"})
    with scanned.execution_options(boshen_writes=True).begin() as connection:
        connection.execute(text('UPDATE entry SET salt = NULL, payload = NULL WHERE "index" = 7'))
    fault = verify(scanned).first_fault
    assert fault is not None
    assert fault.code is FaultCode.PAYLOAD_MISSING
