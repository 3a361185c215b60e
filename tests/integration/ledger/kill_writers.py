"""Writers killed at random moments, one after another. Prints what they had acknowledged before they died.

Arguments: database URL, kills, seed. Each writer takes the scan up where the ledger says it stands.
"""

import json
import os
import random
import signal
import sys
import time
from typing import BinaryIO

from monitor.claims.finding import Decision, Finding, Severity, Verdict
from monitor.ledger.database import open_database
from monitor.ledger.scans import (
    BroadcastFacts,
    HeardWindow,
    RecordingFacts,
    Versions,
    finish,
    save_window,
    saved_windows,
    start_or_resume,
)
from monitor.speech.coverage import Coverage, Fate, Stretch

WINDOWS = 12
FINDING = Finding(
    "最低价", (0, 3), "最低价", Verdict.PROHIBITED, Decision.BLOCK, Severity.HIGH, start=1.0, rule="price"
)


def write(url: str, scan: int, acknowledge: int) -> None:
    """One scan after another until killed. Each line says what the ledger has taken."""
    engine = open_database(url)
    while True:
        lease = start_or_resume(
            engine,
            "default",
            RecordingFacts(f"{scan:064x}", "x.wav", "wav", 0, WINDOWS),
            BroadcastFacts(f"b{scan}"),
            Versions("m", "d", True, "l", "c", "s"),
        )
        for number in range(len(list(saved_windows(engine, lease))), WINDOWS):
            save_window(engine, lease, HeardWindow(number, number, number + 1, {"words": [scan, number]}))
            os.write(acknowledge, f"{scan} {number}\n".encode())
        finish(engine, lease, Coverage([Stretch(0, WINDOWS, Fate.TRANSCRIBED)]), [FINDING])
        os.write(acknowledge, f"{scan} finished\n".encode())
        scan += 1


def kill_one(url: str, scan: int, chance: random.Random) -> list[str]:
    """What a writer acknowledged until it was killed, some microseconds after one of its first lines."""
    read_end, write_end = os.pipe()
    writer = os.fork()
    if writer == 0:
        os.close(read_end)
        write(url, scan, write_end)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as lines:
        said = wait_for(lines, chance.randint(1, WINDOWS + 2))
        time.sleep(chance.uniform(0, 0.02))
        os.kill(writer, signal.SIGKILL)
        said += lines.read().decode().split("\n")
    os.waitpid(writer, 0)
    return [line for line in said if line]


def wait_for(lines: BinaryIO, count: int) -> list[str]:
    return [lines.readline().decode().strip() for _ in range(count)]


def main(url: str, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    acknowledged: list[str] = []
    scan = 0
    for _ in range(kills):
        acknowledged += kill_one(url, scan, chance)
        scan = max(int(line.split()[0]) for line in acknowledged)
    print(json.dumps(acknowledged))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
