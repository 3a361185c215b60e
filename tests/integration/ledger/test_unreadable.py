"""SQLite keeps any bytes in any column. What can no longer be read is a fault with a name, not a crash."""

import pytest
from sqlalchemy import Engine

from monitor.ledger.verification import FaultCode
from monitor.ledger.verify import verify


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("change", "code", "index"),
    [
        ("UPDATE entry SET leaf_hash = 'text' WHERE \"index\" = 3", FaultCode.ENTRY_CHANGED, 3),
        ("UPDATE entry SET leaf = CAST(x'ff' AS TEXT) WHERE \"index\" = 3", FaultCode.ENTRY_MALFORMED, 3),
        ('UPDATE entry SET leaf = 7 WHERE "index" = 3', FaultCode.ENTRY_MALFORMED, 3),
        ("UPDATE entry SET leaf = x'ff' WHERE \"index\" = 3", FaultCode.ENTRY_MALFORMED, 3),
        ('UPDATE entry SET chain = 7 WHERE "index" = 3', FaultCode.CHAIN_BROKEN, 3),
        ('UPDATE entry SET salt = 7 WHERE "index" = 3', FaultCode.ENTRY_MALFORMED, 3),
        ("UPDATE scan SET started_at = 'once upon a time'", FaultCode.ROW_CHANGED, 0),
        ("UPDATE flag SET raised_at = 7", FaultCode.ROW_CHANGED, 2),
        ("UPDATE flag SET product = CAST(x'ff' AS TEXT)", FaultCode.ROW_CHANGED, 2),
        ("UPDATE occurrence SET claim = x'ff'", FaultCode.ROW_CHANGED, 4),
        ("UPDATE scan_window SET payload = x'ff'", FaultCode.ROW_CHANGED, 0),
        ("UPDATE broadcast SET started_at = 'x'", FaultCode.ROW_CHANGED, 0),
        ("UPDATE tree SET peaks = 'text'", FaultCode.TREE_MISMATCH, 6),
    ],
)
def test_a_column_of_another_kind(
    scanned: Engine, intruder: Engine, change: str, code: FaultCode, index: int
) -> None:
    with intruder.begin() as connection:
        connection.exec_driver_sql(change)
    first = verify(scanned).first_fault
    assert first is not None
    assert (first.code, first.index) == (code, index)
