"""Eight writers killed at random moments: what they acknowledged is there, once, and the log has no gap.

    python -m bench.ledger_writers [--seconds 60] [--writers 8] [--seed N]

On SQLite and on PostgreSQL, so many seconds each. A writer adds acts, one or up to fifty at a time, and says
which only once they are committed. Prints one JSON object; exit code 1 if anything is lost or doubled.
"""

import argparse
import json
import multiprocessing
import os
import random
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.ledger_databases import databases
from monitor.ledger.act import Deed, do_all, histories, open_record
from monitor.ledger.database import open_database, reading, writing
from monitor.ledger.tables import Tree
from monitor.ledger.verify import verify

TENANT, KIND = "faults", "written"
_FORK = multiprocessing.get_context("fork")


def write(url: str, name: str, seed: int, said: Path) -> None:
    """Adds acts until killed; each line of `said` is a number that was committed."""
    engine, chance, number = open_database(url), random.Random(seed), 0
    with said.open("ab", buffering=0) as out:
        while True:
            batch = range(number, number + chance.choice([1, 1, 5, 50]))
            with writing(engine, TENANT) as session:
                record = open_record(session, TENANT, KIND, name)
                do_all(session, TENANT, [Deed(record, "noted", None, {"n": n}) for n in batch])
            out.write("".join(f"{n}\n" for n in batch).encode())
            number = batch.stop


def killed(url: str, folder: Path, seconds: float, writers: int, chance: random.Random) -> int:
    """How many writers were killed while others went on."""
    kills, running, deadline = 0, dict[int, Any](), time.monotonic() + seconds
    while time.monotonic() < deadline:
        for slot in range(writers):
            if slot not in running:
                name = f"{slot}-{kills}"
                seed = chance.randrange(1 << 30)
                running[slot] = _FORK.Process(target=write, args=(url, name, seed, folder / name))
                running[slot].start()
        time.sleep(chance.uniform(0.02, 0.4))
        victim = running.pop(chance.choice(sorted(running)))
        os.kill(victim.pid, signal.SIGKILL)
        victim.join()
        kills += 1
    for process in running.values():
        os.kill(process.pid, signal.SIGKILL)
        process.join()
    return kills + len(running)


def outcome(url: str, folder: Path) -> dict[str, int | bool]:
    acknowledged = Counter(
        f"{file.name}:{line}" for file in folder.iterdir() for line in _whole_lines(file.read_bytes())
    )
    engine = open_database(url)
    with reading(engine) as session:
        kept = Counter(
            f"{record.key}:{(act.body or {})['n']}"
            for record, acts in histories(session, TENANT, [KIND])
            for act in acts
        )
        tree = session.get(Tree, TENANT)
    sound = verify(engine, TENANT).sound
    engine.dispose()
    return {
        "acknowledged": acknowledged.total(),
        "kept": kept.total(),
        "lost": len(acknowledged - kept),
        "duplicated": sum(count - 1 for count in kept.values()),
        "contiguous": tree is not None and tree.size == kept.total() and sound,
    }


def _whole_lines(said: bytes) -> list[str]:
    """A line cut off by the kill was never acknowledged in full."""
    return said.decode().rpartition("\n")[0].split()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    figures: dict[str, dict[str, int | bool]] = {}
    with databases() as urls, TemporaryDirectory() as folder:
        for name, url in urls.items():
            open_database(url).dispose()
            said = Path(folder) / name
            said.mkdir()
            chance = random.Random(given.seed)
            kills = killed(url, said, given.seconds, given.writers, chance)
            figures[name] = {"kills": kills} | outcome(url, said)
    met = all(
        not f["lost"] and not f["duplicated"] and f["contiguous"] and f["kept"] for f in figures.values()
    )
    print(json.dumps({"met": met, "seed": given.seed, "writers": given.writers, **figures}, indent=2))
    sys.exit(not met)


if __name__ == "__main__":
    main()
