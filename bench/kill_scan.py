"""kill -9 at random moments of a scan, resumed each time, against a scan left alone.

    python -m bench.kill_scan [--kills 20] [--seed 1]

Prints one JSON object; exit code 1 if findings, coverage or the ledger differ.
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

from bench.scan import BROADCAST, CATALOGUE, repeated

SOUND_S = 1500


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
        alone = command(recording, folder / "alone.db", folder / "alone")
        took, expected = run(alone)
        killed = command(recording, folder / "killed.db", folder / "killed")
        kills = 0
        for _ in range(chosen.kills):
            kills += kill_once(killed, dice.uniform(0.05, 0.6 * took))
        _, found = run(killed)
        _, again = run(killed)
        figures = {
            "seed": chosen.seed,
            "kills": kills,
            "findings": len(expected),
            "same_findings": found == expected and again == expected,
            "same_coverage": coverage(folder / "killed") == coverage(folder / "alone"),
            "ledger_verifies": verifies(folder / "killed.db"),
        }
    print(json.dumps(figures, indent=1))
    passed = figures["same_findings"] and figures["same_coverage"] and figures["ledger_verifies"]
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
