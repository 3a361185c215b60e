"""Whatever is done to a ledger behind the program's back: altered, deleted, inserted, swapped, cut short.

    python -m bench.ledger_tamper [--every 1]

On a ledger of every kind of row: each column of each row altered, each row deleted, each inserted again
under another id (but for a scan under way, which claims nothing), each two neighbours swapped; each bit of a
checkpoint flipped; the database put back to each earlier state, and put back and gone on differently, against
a checkpoint kept outside. Prints one JSON object; exit code 1 if anything was not detected, or an entry
altered was not the first named.
"""

import argparse
import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pysqlite3
from sqlalchemy import Connection, Engine, Table, create_engine, delete, insert, select, text

from bench.ledger_sample import TENANT, Sample, sample
from monitor.errors import BadCheckpoint
from monitor.ledger.checkpoint.held import Witnessed, read_checkpoint, read_witness
from monitor.ledger.database import open_database
from monitor.ledger.entry import new_id
from monitor.ledger.tables import Row
from monitor.ledger.verification import FaultCode
from monitor.ledger.verify import verify

VOUCHED = ("entry", "scan_window", "flag", "occurrence", "recording", "broadcast", "scan", "record", "act")
NOT_CLAIMED = {
    "scan": {"desired", "epoch"},
    "checkpoint": {"id", "signed_at", "timestamp"},
}
"""Columns that nothing rests on: how a job is getting on; when a checkpoint was signed, by our own clock."""
NEW = {
    "scan_window": {"number": 90},
    "flag": {"fingerprint": "x"},
    "occurrence": {"number": 90, "digest": "x"},
    "recording": {"sha256": "x"},
    "broadcast": {"key": "x"},
    "scan": {"key": "x", "number": 90},
    "record": {"key": "x"},
    "act": {"number": 90},
}
"""What a row inserted again has to have of its own."""


class Tally:
    def __init__(self) -> None:
        self.tried: Counter[str] = Counter()
        self.missed: list[str] = []

    def count(self, kind: str, detected: bool, what: object) -> None:
        self.tried[kind] += 1
        if not detected:
            self.missed.append(f"{kind}: {what}")


def other(value: Any) -> Any:
    """Another value of the same kind."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 100
        case bytes():
            return bytes([value[0] ^ 1]) + value[1:]
        case datetime():
            return value + timedelta(seconds=1)
    return value + "x"


def rows_of(connection: Connection, table: Table) -> list[dict[str, Any]]:
    found = connection.execute(select(table).order_by(*table.primary_key))
    return [dict(row) for row in found.mappings()]


def this(table: Table, row: dict[str, Any]) -> list[Any]:
    return [column == row[column.name] for column in table.primary_key]


@contextmanager
def intruder(url: str) -> Iterator[Connection]:
    """Writes with no regard for triggers or foreign keys."""
    engine = create_engine(url, module=pysqlite3)
    with engine.connect() as connection:
        for (name,) in connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ).all():
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.commit()
        yield connection
    engine.dispose()


class Tampering:
    """What is done to one ledger, and undone."""

    def __init__(self, engine: Engine, connection: Connection, every: int) -> None:
        self.engine, self.connection, self.every = engine, connection, every
        self.tally = Tally()

    def run(self) -> Tally:
        for name in (*VOUCHED, "tree", "checkpoint"):
            table = Row.metadata.tables[name]
            rows = rows_of(self.connection, table)
            for row in rows[:: self.every]:
                self.alter(table, row)
            if name in VOUCHED:
                for row in rows[:: self.every]:
                    self.remove(table, row)
                    if row.get("actual") != "running":
                        self.insert(table, row)
                for pair in list(pairwise(rows))[:: self.every]:
                    self.swap(table, *pair)
        return self.tally

    def alter(self, table: Table, row: dict[str, Any]) -> None:
        for name in row.keys() - NOT_CLAIMED.get(table.name, set()):
            if row[name] is not None:
                changed = row | {name: other(row[name])}
                self.during([row], [changed], table, ("altered", table.name, name), row.get("index"))

    def remove(self, table: Table, row: dict[str, Any]) -> None:
        self.during([row], [], table, ("deleted", table.name), row.get("index"))

    def insert(self, table: Table, row: dict[str, Any]) -> None:
        fresh = {"index": row["index"] + 1000, "subject": "x"} if table.name == "entry" else {"id": new_id()}
        self.during([], [row | fresh | NEW.get(table.name, {})], table, ("inserted", table.name), None)

    def swap(self, table: Table, one: dict[str, Any], two: dict[str, Any]) -> None:
        """Each has all of the other's but its primary key."""
        keys = [column.name for column in table.primary_key]
        crossed = [b | {name: a[name] for name in keys} for a, b in ((one, two), (two, one))]
        self.during([one, two], crossed, table, ("swapped", table.name), one.get("index"))

    def during(
        self, away: list[Any], put: list[Any], table: Table, what: tuple[str, ...], index: int | None
    ) -> None:
        """Rows taken away and others put there, looked at, and undone."""
        self.exchange(table, away, put)
        self.look(what[0], what[1:], index)
        self.exchange(table, put, away)

    def exchange(self, table: Table, away: list[Any], put: list[Any]) -> None:
        for row in away:
            self.connection.execute(delete(table).where(*this(table, row)))
        for row in put:
            self.connection.execute(insert(table).values(row))
        self.connection.commit()

    def look(self, kind: str, what: object, index: int | None) -> None:
        """index: of the entry that has to be named first."""
        found = verify(self.engine)
        first = found.first_fault
        named = first is not None and (index is None or first.index == index)
        self.tally.count(kind, not found.sound and named, (what, index, first))


def flip_checkpoint(engine: Engine, folder: Path, tally: Tally, every: int) -> None:
    """Every bit of a checkpoint given to `verify`: it must not pass for a witness."""
    good = (folder / "kept.txt").read_bytes()
    file = folder / "flipped.txt"
    for place in range(0, len(good) * 8, every):
        spoiled = bytearray(good)
        spoiled[place // 8] ^= 1 << place % 8
        file.write_bytes(spoiled)
        try:
            [log, *_] = verify(engine, TENANT, [read_checkpoint(file)]).logs
            refused = log.witnessed is None
        except BadCheckpoint:
            refused = True
        tally.count("checkpoint bits flipped", refused, place)


def put_back(states: list[Path], witnessed: Witnessed, tally: Tally) -> None:
    """The database as a whole put back to each earlier state, and one gone on from there differently."""
    for state in states:
        url = f"sqlite:///{state}"
        engine = open_database(url)
        alone = verify(engine, TENANT)
        found = verify(engine, TENANT, [witnessed])
        codes = {fault.code for log in found.logs for fault in log.faults}
        tally.count("put back, no witness: sound in itself", alone.sound, state)
        tally.count("put back, against a witness", FaultCode.CHECKPOINT_AHEAD in codes, state)
        engine.dispose()


def gone_on(state: Path, folder: Path, witnessed: Witnessed, tally: Tally) -> None:
    made = Sample(open_database(f"sqlite:///{state}"), None, folder)  # type: ignore[arg-type]
    for number in range(40, 60):
        made.submit(number)
    found = verify(made.engine, TENANT, [witnessed])
    codes = {fault.code for log in found.logs for fault in log.faults}
    tally.count("put back and gone on, against a witness", FaultCode.CHECKPOINT_MISMATCH in codes, state)
    made.engine.dispose()


def build(made: Sample, folder: Path) -> list[Path]:
    """Fill the ledger; a copy of it before each step. Checkpoints are made in the middle and at the end."""
    states = []
    steps: list[Callable[[], None]] = [
        lambda: made.scan(1),
        lambda: made.submit(1),
        lambda: made.scan(2),
        lambda: made.submit(2),
        lambda: made.scan(3, finished=False),
    ]
    for number, step in enumerate(steps):
        made.engine.dispose()
        states.append(Path(shutil.copy(folder / "ledger.db", folder / f"state{number}.db")))
        step()
        if number in (1, len(steps) - 1):
            made.keeper.round()
    return states


def run(every: int = 1) -> dict[str, Any]:
    """every: take only every so many rows and bits."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with sample(f"sqlite:///{folder / 'ledger.db'}", folder) as made:
            states = build(made, folder)
            witnessed = read_witness(made.witness)[-1]
            (folder / "kept.txt").write_text(str(witnessed.note), "utf-8")
            before = verify(made.engine, TENANT, [witnessed])
            with intruder(f"sqlite:///{folder / 'ledger.db'}") as connection:
                tally = Tampering(made.engine, connection, every).run()
            flip_checkpoint(made.engine, folder, tally, every)
            put_back(states, witnessed, tally)
            gone_on(states[2], folder, witnessed, tally)
            after = verify(made.engine, TENANT, [witnessed])
    return {
        "entries": before.logs[0].size,
        "sound_before_and_after": before.sound and after.sound,
        "witnessed": before.logs[0].witnessed,
        "tried": dict(tally.tried),
        "missed": tally.missed,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1)
    found = run(parser.parse_args().every)
    print(json.dumps(found, ensure_ascii=False, indent=1))
    sys.exit(0 if found["sound_before_and_after"] and not found["missed"] else 1)


if __name__ == "__main__":
    main()
