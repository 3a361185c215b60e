"""Acts: kept with their entry, in an order no clock can change, refused any change by the database."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
import rfc8785
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from monitor.ledger import act as acts
from monitor.ledger import payload
from monitor.ledger.act import Done
from monitor.ledger.database import reading, writing
from monitor.ledger.tables import Act, Entry, Record, columns
from monitor.ledger.verification import FaultCode
from monitor.ledger.verify import verify

TENANT = "default"


@pytest.fixture
def told(engine: Engine) -> Engine:
    with writing(engine, TENANT) as session:
        record = acts.open_record(session, TENANT, "supplier", "s1")
        acts.do(session, record, "submitted", None, {"name": "某某食品"})
        acts.do(session, record, "approved", None, {"reason": "证照齐全"})
    return engine


def history(engine: Engine) -> Sequence[Done]:
    with reading(engine) as session:
        record = acts.find(session, TENANT, "supplier", "s1")
        assert record is not None
        return acts.acts_of(session, record.id)


def test_acts_are_read_in_the_order_they_were_done(told: Engine) -> None:
    first, second = history(told)
    assert (first.kind, first.body) == ("submitted", {"name": "某某食品"})
    assert (second.number, second.kind) == (2, "approved")
    assert first.at < second.at


def test_each_act_has_an_entry_that_verifies(told: Engine) -> None:
    verified = verify(told)
    assert verified.sound
    assert verified.logs[0].size == 2


def test_times_only_grow_whatever_the_clock_does(told: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "now", lambda: datetime(2020, 1, 1, tzinfo=UTC))
    with writing(told, TENANT) as session:
        acts.do(session, acts.open_record(session, TENANT, "supplier", "s2"), "submitted", None, {})
    with reading(told) as session:
        (record,) = [r for r, _ in acts.histories(session, TENANT, ["supplier"]) if r.key == "s2"]
        assert acts.acts_of(session, record.id)[0].at > history(told)[-1].at


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE act SET kind = 'rejected'",
        "UPDATE act SET body = '{}'",
        "UPDATE act SET body = NULL, person_id = 'x'",
        "DELETE FROM act",
        "UPDATE record SET \"key\" = 's9'",
        "DELETE FROM record",
        "UPDATE entry SET payload = '{}'",
        "UPDATE entry SET salt = NULL",
        "DELETE FROM entry",
    ],
)
def test_the_database_itself_refuses_any_change(told: Engine, statement: str) -> None:
    with pytest.raises(IntegrityError), told.execution_options(boshen_writes=True).begin() as connection:
        connection.execute(text(statement))
    assert verify(told).sound


def test_an_erasure_nobody_recorded_is_a_fault(told: Engine) -> None:
    with told.execution_options(boshen_writes=True).begin() as connection:
        connection.execute(text('UPDATE entry SET salt = NULL, payload = NULL WHERE "index" = 0'))
    fault = verify(told).first_fault
    assert fault is not None
    assert (fault.code, fault.index) == (FaultCode.PAYLOAD_MISSING, 0)


def test_histories_are_grouped_by_record(told: Engine) -> None:
    with writing(told, TENANT) as session:
        acts.do(session, acts.open_record(session, TENANT, "product", "p1"), "submitted", None, {})
    with reading(told) as session:
        found = {
            record.key: len(done) for record, done in acts.histories(session, TENANT, ["supplier", "product"])
        }
    assert found == {"s1": 2, "p1": 1}


def test_the_quick_payload_of_an_act_is_the_canonical_one(told: Engine) -> None:
    with writing(told, TENANT) as session:
        odd = acts.open_record(session, TENANT, "supplier", 's"\\\u2028\x01某')
        acts.do(session, odd, "noted", odd.id, {"text": '引号"、\\、\n', "share": 0.5, "much": 10**15})
    with reading(told) as session:
        for entry in session.exec(select(Entry)):
            act = session.get_one(Act, entry.subject)
            record = session.get_one(Record, act.record_id)
            quick = payload.act_text(tuple(columns(act).values()), tuple(columns(record).values()))
            assert quick == entry.payload == rfc8785.dumps(dict(payload.of_act(act, record))).decode()
