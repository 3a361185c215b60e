"""Appending: contiguous whoever writes, kept or lost with the transaction, never without the lock."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from monitor.ledger import log
from monitor.ledger.checkpoint.proof import Hashes, root_of
from monitor.ledger.database import reading, writing
from monitor.ledger.entry import EntryType, new_id
from monitor.ledger.log import NewEntry, append
from monitor.ledger.scans import HeardWindow, save_window
from monitor.ledger.tables import Entry, Tree
from monitor.ledger.verify import verify


def some(count: int) -> list[NewEntry]:
    return [NewEntry(EntryType.FLAG_RAISED, {"flag": new_id()}, {"n": n}) for n in range(count)]


def leaf_hashes(engine: Engine) -> list[bytes]:
    with reading(engine) as session:
        return list(session.exec(select(Entry.leaf_hash).order_by(col(Entry.index))).all())


def test_indexes_go_on_from_zero_without_a_gap(engine: Engine) -> None:
    with writing(engine, "default") as session:
        assert append(session, "default", some(3)) == range(3)
        assert append(session, "default", some(1)) == range(3, 4)
    with writing(engine, "default") as session:
        assert append(session, "default", []) == range(4, 4)
        assert append(session, "default", some(2)) == range(4, 6)


def test_each_tenant_has_its_own_log(engine: Engine) -> None:
    for tenant in ("one", "two"):
        with writing(engine, tenant) as session:
            assert append(session, tenant, some(2)) == range(2)


def test_the_recorded_tree_has_the_root_of_the_leaves(engine: Engine) -> None:
    for count in (1, 4, 2, 6):
        with writing(engine, "default") as session:
            append(session, "default", some(count))
    with reading(engine) as session:
        tree = session.get_one(Tree, "default")
    assert log.compact_range(tree).root == root_of(Hashes(leaf_hashes(engine)).node, tree.size)
    assert tree.size == 13


def test_an_entry_goes_with_its_transaction(engine: Engine) -> None:
    def break_off() -> None:
        with writing(engine, "default") as session:
            append(session, "default", some(5))
            raise InterruptedError

    with pytest.raises(InterruptedError):
        break_off()
    with writing(engine, "default") as session:
        assert append(session, "default", some(1)) == range(1)


def test_nothing_is_appended_without_the_lock_of_its_tenant(engine: Engine) -> None:
    with Session(engine) as session, pytest.raises(RuntimeError):
        append(session, "default", some(1))
    with writing(engine, "one") as session, pytest.raises(RuntimeError):
        append(session, "two", some(1))


def test_a_leaf_holds_neither_names_nor_words(scanned: Engine) -> None:
    with reading(scanned) as session:
        leaves = session.exec(select(Entry.leaf)).all()
    assert len(leaves) == 6
    for secret in ("default", "p1", "price", "first", "demo", "频道"):
        assert not any(secret in leaf for leaf in leaves)


def test_writers_at_the_same_time_leave_one_contiguous_log(engine: Engine, job: Any) -> None:
    def write(writer: int) -> None:
        lease = job.having(sha256=f"{writer:064x}", key=f"b{writer}").start(engine)
        for number in range(8):
            save_window(engine, lease, HeardWindow(number, number, number + 1, {"writer": writer}))

    with ThreadPoolExecutor(4) as writers:
        list(writers.map(write, range(4)))
    [verified] = verify(engine).logs
    assert (verified.size, verified.faults) == (32, ())


def test_a_reader_sees_one_moment_while_others_write(engine: Engine) -> None:
    with writing(engine, "default") as session:
        append(session, "default", some(1))
    with reading(engine) as before:
        assert len(before.exec(select(Entry.index)).all()) == 1
        with writing(engine, "default") as session:
            append(session, "default", some(1))
        assert len(before.exec(select(Entry.index)).all()) == 1
    assert len(leaf_hashes(engine)) == 2
