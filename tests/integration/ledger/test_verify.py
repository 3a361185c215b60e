"""Whatever is done to a ledger behind the program's back is detected and named.

The ledger's entries: 0 and 1 windows, 2 and 3 flags, 4 the scan, 5 the window of a scan under way.
"""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Table, delete, insert, select, text, update

from monitor.ledger import verify as verifying
from monitor.ledger import walk as walking
from monitor.ledger.tables import Row
from monitor.ledger.verification import Fault, FaultCode
from monitor.ledger.verify import verify

TABLES = Row.metadata.tables
PROGRESS = {"desired", "epoch"}
"""Columns of a scan that say how the job is getting on; nothing rests on them."""


def faults(engine: Engine, tenant: str = "default") -> tuple[Fault, ...]:
    [log] = verify(engine, tenant).logs
    return log.faults


def rows(connection: Connection, table: Table) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]


def this(table: Table, row: dict[str, Any]) -> Any:
    return [column == row[column.name] for column in table.primary_key]


def other(value: Any) -> Any:
    """A value of the same kind."""
    match value:
        case None:
            return None
        case bool():
            return not value
        case int() | float():
            return value + 100
        case bytes():
            return bytes([value[0] ^ 1]) + value[1:]
        case datetime():
            return value + timedelta(seconds=1)
        case _:
            return value + "x"


def test_a_ledger_left_alone_is_sound(scanned: Engine) -> None:
    verified = verify(scanned)
    assert [(log.tenant, log.size, log.faults) for log in verified.logs] == [("default", 6, ())]
    assert verified.sound
    assert verified.first_fault is None


@pytest.mark.parametrize("page", [1, 4])
def test_the_size_of_a_page_makes_no_difference(
    scanned: Engine, page: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = verify(scanned)
    monkeypatch.setattr(walking, "PAGE", page)
    assert verify(scanned) == whole


def test_a_log_walked_in_several_processes_comes_to_the_same(
    scanned: Engine, intruder: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def walked(length: int, alone: int) -> tuple[str, tuple[Fault, ...]]:
        monkeypatch.setattr(walking, "LENGTH", length)
        monkeypatch.setattr(walking, "ALONE", alone)
        [log] = verify(scanned).logs
        return log.root, log.faults

    assert walked(2, 0) == walked(4, 0) == walked(4, 100)
    with intruder.begin() as connection:
        connection.execute(text('DELETE FROM entry WHERE "index" = 1'))
    assert walked(2, 0) == walked(4, 100)


@pytest.mark.parametrize("table", ["scan_window", "flag", "occurrence", "recording", "broadcast", "scan"])
def test_every_column_of_every_row_altered_is_detected(scanned: Engine, intruder: Engine, table: str) -> None:
    rows_of = TABLES[table]
    missed = []
    with intruder.connect() as connection:
        for row in rows(connection, rows_of):
            for column in rows_of.columns:
                if row[column.name] is None or (table == "scan" and column.name in PROGRESS):
                    continue
                changed = row | {column.name: other(row[column.name])}
                connection.execute(update(rows_of).where(*this(rows_of, row)).values(changed))
                connection.commit()
                if verify(scanned).sound:
                    missed.append((row["id"], column.name))
                connection.execute(update(rows_of).where(*this(rows_of, changed)).values(row))
                connection.commit()
    assert missed == []
    assert verify(scanned).sound


def test_every_column_of_every_entry_altered_names_that_entry(scanned: Engine, intruder: Engine) -> None:
    entry = TABLES["entry"]
    with intruder.connect() as connection:
        for row in rows(connection, entry):
            for column in entry.columns:
                changed = row | {column.name: other(row[column.name])}
                connection.execute(update(entry).where(*this(entry, row)).values(changed))
                connection.commit()
                assert faults(scanned)[0].index == row["index"], column
                connection.execute(update(entry).where(*this(entry, changed)).values(row))
                connection.commit()
    assert verify(scanned).sound


@pytest.mark.parametrize("table", ["scan_window", "flag", "occurrence", "recording", "broadcast", "scan"])
def test_every_row_deleted_is_detected(scanned: Engine, intruder: Engine, table: str) -> None:
    rows_of = TABLES[table]
    with intruder.connect() as connection:
        for row in rows(connection, rows_of):
            connection.execute(delete(rows_of).where(*this(rows_of, row)))
            connection.commit()
            assert not verify(scanned).sound, row["id"]
            connection.execute(insert(rows_of).values(row))
            connection.commit()
    assert verify(scanned).sound


@pytest.mark.parametrize(
    ("table", "novel"),
    [
        ("scan_window", {"number": 9}),
        ("flag", {"fingerprint": "x"}),
        ("occurrence", {"number": 9, "digest": "x"}),
        ("recording", {"sha256": "x"}),
        ("broadcast", {"key": "x"}),
        ("scan", {"key": "x", "number": 9}),
    ],
)
def test_every_kind_of_row_inserted_is_detected(
    scanned: Engine, intruder: Engine, table: str, novel: dict[str, Any]
) -> None:
    rows_of = TABLES[table]
    with intruder.begin() as connection:
        finished = next(row for row in rows(connection, rows_of) if row.get("actual") != "running")
        connection.execute(insert(rows_of).values(finished | {"id": "f" * 32} | novel))
    assert not verify(scanned).sound


@pytest.mark.parametrize(
    ("changes", "code", "index"),
    [
        (['DELETE FROM entry WHERE "index" = 0'], FaultCode.ENTRY_MISSING, 0),
        (['DELETE FROM entry WHERE "index" = 3'], FaultCode.ENTRY_MISSING, 3),
        (['DELETE FROM entry WHERE "index" = 5'], FaultCode.ENTRY_MISSING, 5),
        (["DELETE FROM entry"], FaultCode.ENTRY_MISSING, 0),
        (
            [
                'DELETE FROM entry WHERE "index" = 2',
                'UPDATE entry SET "index" = "index" + 100 WHERE "index" > 2',
                'UPDATE entry SET "index" = "index" - 101 WHERE "index" > 100',
            ],
            FaultCode.CHAIN_BROKEN,
            2,
        ),
        (
            [
                'UPDATE entry SET "index" = 100 WHERE "index" = 2',
                'UPDATE entry SET "index" = 2 WHERE "index" = 5',
                'UPDATE entry SET "index" = 5 WHERE "index" = 100',
            ],
            FaultCode.CHAIN_BROKEN,
            2,
        ),
        (
            [
                "INSERT INTO entry SELECT tenant, 6, type, 'x', leaf, leaf_hash, chain, salt, payload"
                ' FROM entry WHERE "index" = 5'
            ],
            FaultCode.ENTRY_EXTRA,
            6,
        ),
        (
            ['UPDATE entry SET leaf = replace(leaf, \'"v":1\', \'"v":2\') WHERE "index" = 1'],
            FaultCode.ENTRY_MALFORMED,
            1,
        ),
        (
            ['UPDATE entry SET leaf = replace(leaf, \'"time":"2\', \'"time":"1\') WHERE "index" = 1'],
            FaultCode.ENTRY_CHANGED,
            1,
        ),
        (["UPDATE entry SET payload = payload || ' ' WHERE \"index\" = 4"], FaultCode.PAYLOAD_CHANGED, 4),
        (["UPDATE tree SET size = size - 1"], FaultCode.ENTRY_EXTRA, 5),
        (["UPDATE tree SET size = size + 1"], FaultCode.ENTRY_MISSING, 6),
        (["UPDATE tree SET peaks = chain"], FaultCode.TREE_MISMATCH, 6),
        (["UPDATE tree SET chain = peaks"], FaultCode.TREE_MISMATCH, 6),
        (["DELETE FROM tree"], FaultCode.ENTRY_EXTRA, 0),
        (
            [
                "UPDATE scan_window SET number = number + 10",
                "UPDATE scan_window SET number = 11 - number WHERE number < 12",
            ],
            FaultCode.ROW_CHANGED,
            0,
        ),
        (["DELETE FROM flag"], FaultCode.ROW_MISSING, 2),
        (["UPDATE flag SET severity = 'info', state = 'dismissed'"], FaultCode.ROW_CHANGED, 2),
        (["UPDATE occurrence SET text = '' WHERE number = 3"], FaultCode.ROW_CHANGED, 4),
        (["UPDATE scan SET assessed = NULL"], FaultCode.ROW_CHANGED, 4),
    ],
)
def test_the_first_bad_entry_is_named(
    scanned: Engine, intruder: Engine, changes: list[str], code: FaultCode, index: int
) -> None:
    with intruder.begin() as connection:
        for change in changes:
            connection.exec_driver_sql(change)
    first = faults(scanned)[0]
    assert (first.code, first.index) == (code, index)
    for language in ("zh", "en"):
        assert str(index) in first.sentence(language)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ("UPDATE scan SET actual = 'finished'", "scan"),
        ("UPDATE scan SET assessed = (1 = 1)", "scan"),
        ("UPDATE broadcast SET host = 'x'", "broadcast"),
        ("UPDATE occurrence SET scan_id = (SELECT id FROM scan WHERE actual = 'running')", "occurrence"),
    ],
)
def test_a_row_that_no_entry_vouches_for_is_named(
    scanned: Engine, intruder: Engine, change: str, kind: str
) -> None:
    with intruder.begin() as connection:
        connection.execute(text(change))
    unlogged = [fault for fault in faults(scanned) if fault.code is FaultCode.ROW_UNLOGGED]
    assert {fault.kind for fault in unlogged} == {kind}
    assert all(fault.id in fault.sentence("zh") for fault in unlogged)


def test_rows_given_to_another_tenant_are_missed_by_one_and_found_at_the_other(
    scanned: Engine, intruder: Engine
) -> None:
    with intruder.begin() as connection:
        connection.execute(text("UPDATE flag SET tenant = 'other'"))
    verified = verify(scanned)
    codes = {log.tenant: log.faults[0].code for log in verified.logs}
    assert codes == {"default": FaultCode.ROW_CHANGED, "other": FaultCode.ROW_UNLOGGED}


def test_many_faults_are_counted_and_the_first_hundred_named(
    scanned: Engine, intruder: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "KEPT", 2)
    with intruder.begin() as connection:
        connection.execute(text("UPDATE entry SET payload = ''"))
    [log] = verify(scanned).logs
    assert (log.fault_count, [fault.index for fault in log.faults]) == (6, [0, 1])
    outcome, *named, _ = log.sentences("zh")
    assert "6" in outcome
    assert len(named) == 2


def test_it_says_that_a_rollback_is_not_excluded(scanned: Engine, intruder: Engine) -> None:
    assert any("不能排除" in sentence for sentence in verify(scanned).sentences("zh"))
    with intruder.begin() as connection:
        for table in reversed(Row.metadata.sorted_tables):
            connection.execute(delete(table))
    rolled_back = verify(scanned)
    assert rolled_back.sound
    assert rolled_back.sentences("en") == ["The ledger is empty: there is nothing to verify."]
