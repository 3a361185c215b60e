"""What the log costs: acts with their entries, beside the same rows inserted and committed without a log.

Batches of 50, the two in turn on the same database, medians. `ratio` is against rows added to a session, as
a program without a log would; `against_executemany` against one bare statement for all fifty.
"""

import time
from collections.abc import Callable
from statistics import median
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from bench.ledger_databases import databases
from monitor.ledger.act import Deed, do_all, open_record
from monitor.ledger.database import open_database, writing
from monitor.ledger.entry import canonical, new_id, now
from monitor.ledger.tables import Act, Record

BATCH, ROUNDS = 50, 60
LEAST = 0.6


def measured() -> dict[str, Any]:
    with databases() as urls:
        figures = {name: _of(url) for name, url in urls.items()}
    return {"met": all(each["ratio"] >= LEAST for each in figures.values()), "batch": BATCH, **figures}


def _of(url: str) -> dict[str, float]:
    engine = open_database(url)
    took: dict[str, list[float]] = {name: [] for name in _WAYS}
    for number in range(ROUNDS):
        for name, way in _WAYS.items():
            began = time.perf_counter()
            with writing(engine, name) as session:
                way(session, _record(session, name, number))
            took[name].append(time.perf_counter() - began)
    engine.dispose()
    typical = {name: median(seconds) for name, seconds in took.items()}
    return {
        "ratio": round(typical["session"] / typical["logged"], 3),
        "against_executemany": round(typical["executemany"] / typical["logged"], 3),
        "logged_ms": round(1000 * typical["logged"], 2),
    }


def _record(session: Session, tenant: str, number: int) -> Record:
    return open_record(session, tenant, "measured", str(number))


def _logged(session: Session, record: Record) -> None:
    do_all(session, record.tenant, [Deed(record, "noted", None, body) for body in _bodies()])


def _session(session: Session, record: Record) -> None:
    session.add_all(Act(**row) for row in _rows(record))


def _executemany(session: Session, record: Record) -> None:
    session.connection().execute(insert(Act), _rows(record))


_WAYS: dict[str, Callable[[Session, Record], None]] = {
    "logged": _logged,
    "session": _session,
    "executemany": _executemany,
}


def _bodies() -> list[dict[str, Any]]:
    return [{"reason": "证照齐全，批号与样品一致", "line": line} for line in range(BATCH)]


def _rows(record: Record) -> list[dict[str, Any]]:
    return [
        {
            "tenant": record.tenant,
            "id": new_id(),
            "record_id": record.id,
            "number": number,
            "kind": "noted",
            "person_id": None,
            "at": now(),
            "body": canonical(body),
        }
        for number, body in enumerate(_bodies(), 1)
    ]
