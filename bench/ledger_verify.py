"""A million entries verified: the entries themselves, and with the rows they record.

`entries_per_second` counts what the walk over the entries does: form, hash, chain, payload digest, tree.
`with_rows_per_second` is all of `boshen ledger verify`. SQLite; all the cores there are.
"""

import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from monitor.ledger import walk as walking
from monitor.ledger.act import Deed, do_all, open_record
from monitor.ledger.database import open_database, reading, writing
from monitor.ledger.tables import Tree
from monitor.ledger.verify import verify

ENTRIES, BATCH = 1_000_000, 5_000
LEAST = 100_000
TENANT = "measured"


def measured(entries: int = ENTRIES) -> dict[str, Any]:
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'ledger.db'}"
        _fill(url, entries)
        alone, sound = _walked(url)
        whole, all_sound = _verified(url)
    return {
        "met": sound and all_sound and entries / alone >= LEAST,
        "entries": entries,
        "cores": os.cpu_count(),
        "entries_per_second": round(entries / alone),
        "with_rows_per_second": round(entries / whole),
    }


def _fill(url: str, entries: int) -> None:
    engine = open_database(url)
    for first in range(0, entries, BATCH):
        with writing(engine, TENANT) as session:
            record = open_record(session, TENANT, "measured", str(first))
            bodies = ({"reason": "证照齐全", "line": line} for line in range(first, first + BATCH))
            do_all(session, TENANT, [Deed(record, "noted", None, body) for body in bodies])
    engine.dispose()


def _walked(url: str) -> tuple[float, bool]:
    engine = open_database(url)
    with reading(engine) as session:
        tree = session.get_one(Tree, TENANT)
        began = time.perf_counter()
        walked = walking.walk(session, TENANT, tree.size, walking.Look(rows=False))
        took = time.perf_counter() - began
    engine.dispose()
    return took, not walked.faults and b"".join(walked.tree.peaks) == tree.peaks


def _verified(url: str) -> tuple[float, bool]:
    engine = open_database(url)
    began = time.perf_counter()
    sound = verify(engine, TENANT).sound
    took = time.perf_counter() - began
    engine.dispose()
    return took, sound
