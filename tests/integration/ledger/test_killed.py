"""kill -9 of a writer at random moments: what it acknowledged is there, once, and the log verifies."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

from sqlmodel import Session, select

from monitor.ledger.database import open_database
from monitor.ledger.tables import Flag, Recording, Scan, Window
from monitor.ledger.verify import verify

WRITERS = Path(__file__).with_name("kill_writers.py")


def test_nothing_acknowledged_is_lost_and_nothing_is_doubled(url: str) -> None:
    done = subprocess.run(
        [sys.executable, str(WRITERS), url, "10", "1"], check=True, capture_output=True, text=True
    )
    acknowledged = Counter(json.loads(done.stdout))
    engine = open_database(url)
    with Session(engine) as session:
        scans = {scan.id: scan for scan in session.exec(select(Scan))}
        names = {
            scan.id: int(session.get_one(Recording, scan.recording_id).sha256, 16) for scan in scans.values()
        }
        kept = Counter(f"{names[window.scan_id]} {window.number}" for window in session.exec(select(Window)))
        kept += Counter(f"{names[id_]} finished" for id_, scan in scans.items() if scan.actual == "finished")
        flags = Counter(flag.scan_id for flag in session.exec(select(Flag)))
    verified = verify(engine)
    engine.dispose()
    assert acknowledged.total() >= 10
    assert set(acknowledged) - set(kept) == set()
    assert set(kept.values()) == {1}
    assert flags == Counter(id_ for id_, scan in scans.items() if scan.actual == "finished")
    assert verified.sound, verified.sentences("en")
