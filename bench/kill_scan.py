"""kill -9 at random moments of a scan, resumed each time, against a scan left alone.

    python -m bench.kill_scan [--kills 20] [--seed 1]

A scan is killed and taken up again until it ends; then another is begun, until the kills are done. Prints
one JSON object; exit code 1 if findings, coverage or the ledger of any scan differ.
"""

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from bench.scan import BROADCAST, CATALOGUE, repeated

SOUND_S = 700


def command(recording: Path, database: Path, report: Path) -> list[str]:
    boshen = str(Path(sys.executable).with_name("boshen"))
    return [
        *(boshen, "scan", str(recording), "--catalogue", str(CATALOGUE), "--broadcast", str(BROADCAST)),
        *("--format", "jsonl", "--db", f"sqlite:///{database}", "--report", str(report)),
    ]


def run(words: list[str]) -> tuple[float, list[str]]:
    began = time.monotonic()
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
    if done.returncode not in (0, 1, 3):
        raise RuntimeError(f"boshen scan ended with {done.returncode}")
    return time.monotonic() - began, done.stdout.splitlines()


def kill_once(words: list[str], after: float) -> bool:
    """Whether the scan was still running when it was killed."""
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        try:
            child.wait(after)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            child.wait()
            return True
    return False


def coverage(report: Path) -> object:
    return json.loads((report / "report.json").read_text("utf-8"))["coverage"]


def verifies(database: Path) -> bool:
    boshen = str(Path(sys.executable).with_name("boshen"))
    words = [boshen, "ledger", "verify", "--db", f"sqlite:///{database}"]
    return subprocess.run(words, stdout=subprocess.DEVNULL, check=False).returncode == 0


class Alone(NamedTuple):
    """A scan that nothing disturbed: how long it took in seconds, its findings, its coverage."""

    took: float
    found: list[str]
    coverage: object


def same(words: list[str], alone: Alone, folder: Path) -> dict[str, bool]:
    """The scan resumed to its end, and asked for once more, against the one left alone."""
    _, found = run(words)
    _, again = run(words)
    return {
        "findings": found == alone.found and again == alone.found,
        "coverage": coverage(folder / "report") == alone.coverage,
        "ledger": verifies(folder / "scan.db"),
    }


def left_alone(recording: Path, folder: Path) -> Alone:
    took, found = run(command(recording, folder / "alone.db", folder / "alone"))
    return Alone(took, found, coverage(folder / "alone"))


def killed(
    recording: Path, alone: Alone, folder: Path, kills: int, dice: random.Random
) -> tuple[int, dict[str, bool]]:
    """One scan, killed until it ends by itself or was killed so often; what became of it."""
    folder.mkdir()
    words = command(recording, folder / "scan.db", folder / "report")
    done = 0
    while done < kills and kill_once(words, dice.uniform(0.05, 0.6 * alone.took)):
        done += 1
    return done, same(words, alone, folder)


def main() -> int:
    parser = argparse.ArgumentParser(description="kill -9 during a scan")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sound", type=float, default=SOUND_S, help="seconds of sound")
    chosen = parser.parse_args()
    dice = random.Random(chosen.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        recording = repeated(chosen.sound, folder / "broadcast.ogg")
        alone = left_alone(recording, folder)
        kills = 0
        scans: list[dict[str, object]] = []
        while kills < chosen.kills:
            left = chosen.kills - kills
            done, outcome = killed(recording, alone, folder / f"killed{len(scans)}", left, dice)
            kills += done
            scans.append({"kills": done, **outcome})
    print(
        json.dumps(
            {"seed": chosen.seed, "kills": kills, "findings": len(alone.found), "scans": scans}, indent=1
        )
    )
    return 0 if all(scan["findings"] and scan["coverage"] and scan["ledger"] for scan in scans) else 1


if __name__ == "__main__":
    sys.exit(main())
