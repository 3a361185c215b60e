"""Checkpoints over a ledger's life: its keys come and go, witnesses keep what they were sent."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, update
from sqlmodel import select

from bench.ledger_sample import TENANT, Sample, sample
from monitor.errors import FileExists, NoSigningKey, NotAllowed, SigningKeyMissing, WrongState
from monitor.ledger import act
from monitor.ledger.checkpoint import checkpoint, custody
from monitor.ledger.checkpoint.bundle import export
from monitor.ledger.checkpoint.choice import Choice
from monitor.ledger.checkpoint.held import read_witness
from monitor.ledger.checkpoint.keeper import Keeper
from monitor.ledger.checkpoint.keyring import keys_of
from monitor.ledger.checkpoint.prove import indexes_of_record, prove
from monitor.ledger.checkpoint.witness import Witness, deliver
from monitor.ledger.database import reading, writing
from monitor.ledger.tables import Checkpoint, Receipt
from monitor.ledger.verification import FaultCode, VerifiedLog
from monitor.ledger.verify import verify


@pytest.fixture
def made(url: str, tmp_path: Path) -> Iterator[Sample]:
    with sample(url, tmp_path) as one:
        yield one


def verified(made: Sample) -> VerifiedLog:
    [log] = verify(made.engine, TENANT, read_witness(made.witness)).logs
    return log


def codes(log: VerifiedLog) -> set[FaultCode]:
    return {fault.code for fault in log.faults}


def test_a_checkpoint_kept_outside_excludes_a_rollback_of_what_it_covers(made: Sample) -> None:
    assert verify(made.engine).logs[0].witnessed is None
    kept, [receipt] = made.keeper.round()
    assert (kept.size, receipt.state) == (2, "sent")
    made.submit(1)
    log = verified(made)
    assert (log.sound, log.size, log.witnessed) == (True, 4, 2)


def test_nothing_new_makes_no_new_checkpoint(made: Sample) -> None:
    first, _ = made.keeper.round()
    again, _ = made.keeper.round()
    assert first.id == again.id
    assert len(read_witness(made.witness)) == 1


def test_a_witness_that_failed_is_tried_again_later_and_not_at_once(made: Sample) -> None:
    answers = iter([OSError("no route"), "ok"])

    def send(_: str) -> str:
        answer = next(answers)
        if isinstance(answer, OSError):
            raise answer
        return answer

    one = Witness("https://witness", send)
    _, [failed] = Keeper(made.engine, TENANT, made.keeper.key, [one]).round()
    assert (failed.state, failed.tries) == ("failed", 1)
    assert deliver(made.engine, TENANT, [one]) == []
    with writing(made.engine, TENANT) as session:
        session.execute(update(Receipt).values(tried_at=datetime.now(UTC) - timedelta(minutes=2)))
    [sent] = deliver(made.engine, TENANT, [one])
    assert (sent.state, sent.tries, sent.answer) == ("sent", 2, "ok")


def test_rotation_is_signed_by_both_keys_and_the_old_one_signs_no_more(made: Sample) -> None:
    changed = custody.rotate(made.engine, TENANT, "boss", made.keeper.key)
    assert changed.note.count("\n— ") == 2
    made.submit(1)
    later, _ = made.keeper.round()
    assert later.note.count("\n— ") == 1
    with reading(made.engine) as session:
        old, new = keys_of(session, TENANT)
    assert (old.last, new.last) == (changed.size, None)
    assert verified(made).sound


def test_a_lost_key_is_replaced_and_its_checkpoints_still_count(made: Sample) -> None:
    made.keeper.round()
    made.keeper.key.path.unlink()
    with pytest.raises(SigningKeyMissing):
        made.keeper.round()
    custody.lose(made.engine, TENANT, "boss")
    with pytest.raises(NoSigningKey):
        made.keeper.round()
    custody.create(made.engine, TENANT, "boss", made.keeper.key)
    made.keeper.round()
    assert verified(made).witnessed == 4


def test_what_a_compromised_key_signed_afterwards_does_not_count(made: Sample) -> None:
    made.keeper.round()
    since = datetime.now(UTC)
    made.submit(1)
    made.keeper.round()
    assert custody.compromise(made.engine, TENANT, "boss", since) == 2
    log = verified(made)
    assert (log.sound, log.witnessed, log.uncounted) == (True, 2, ("witness.jsonl:2",))


def test_only_one_key_is_in_use_and_only_an_admin_sees_to_it(made: Sample) -> None:
    with pytest.raises(WrongState):
        custody.create(made.engine, TENANT, "boss", made.keeper.key)
    with writing(made.engine, TENANT) as session:
        person = act.open_record(session, TENANT, "person", "li")
        body = {"name": "李", "roles": ["auditor"], "channels": [], "suppliers": []}
        act.do(session, person, "registered", None, body)
    with pytest.raises(NotAllowed):
        custody.lose(made.engine, TENANT, "li")


def test_a_checkpoint_changed_in_the_database_is_named(made: Sample, url: str, databases: object) -> None:
    kept, _ = made.keeper.round()
    intruder: Engine = databases.intruder(url)  # type: ignore[attr-defined]
    with intruder.begin() as connection:
        connection.execute(update(Checkpoint).values(size=1))
    intruder.dispose()
    log = verified(made)
    assert [(fault.code, fault.id) for fault in log.faults] == [(FaultCode.CHECKPOINT_FORGED, kept.id)]


def test_a_ledger_begun_anew_does_not_agree_with_its_witness(
    made: Sample, databases: object, tmp_path: Path
) -> None:
    made.keeper.round()
    (tmp_path / "other").mkdir()
    with sample(databases.new(), tmp_path / "other") as other:  # type: ignore[attr-defined]
        [log] = verify(other.engine, TENANT, read_witness(made.witness)).logs
    assert codes(log) == {FaultCode.CHECKPOINT_FORGED}


def test_every_act_on_a_record_is_proved_under_the_last_checkpoint(made: Sample) -> None:
    made.submit(1)
    made.submit(2)
    made.keeper.round()
    with reading(made.engine) as session:
        proofs = prove(session, TENANT, indexes_of_record(session, TENANT, "product", "p2"))
        last = checkpoint.latest(session, TENANT)
    assert [one["index"] for one in proofs] == [4, 5]
    assert last is not None
    assert {one["checkpoint"] for one in proofs} == {last.note}


@pytest.mark.parametrize(
    ("choice", "count"),
    [
        (Choice(), 14),
        (Choice(product="p1"), 5),
        (Choice(supplier="s1"), 3),
        (Choice(broadcast="b1"), 6),
        (Choice(host="host0"), 6),
        (Choice(host="host0", product="p1"), 2),
        (Choice(until=datetime(2020, 1, 1, tzinfo=UTC)), 1),
    ],
)
def test_a_bundle_holds_what_was_asked_for_and_the_acts_on_keys(
    made: Sample, tmp_path: Path, choice: Choice, count: int
) -> None:
    made.scan(1)
    made.scan(2)
    made.submit(1)
    with reading(made.engine) as session:
        assert session.exec(select(Checkpoint)).all() == []
    done = export(made.keeper, tmp_path / "bundle", choice)
    assert (done.entries, done.size) == (count, 14)
    with pytest.raises(FileExists):
        export(made.keeper, tmp_path / "bundle", choice)
