"""Planted claims found, and claims found that nobody planted, in broadcasts spoken from fresh seeds.

    python -m bench.planted [--seeds 101 102 103] [--shipped]

Each broadcast is composed and spoken anew (espeak-ng and the training extra are needed), then scanned
through `boshen scan` with the demo model. Prints one JSON object; exit code 1 unless every broadcast was
heard well enough, every planted flag was found and nothing else was flagged.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

from monitor.settings import PROJECT

SHIPPED = ("beauty", "food", "fresh")
DONE = (0, 1)
CATALOGUE = PROJECT / "samples" / "catalogue.yaml"
NEAR_S = 2.5


def spoken(seed: int, folder: Path) -> Path:
    """A fresh broadcast; its gold and its broadcast file lie beside it."""
    sound = folder / f"fresh{seed}.ogg"
    command = [sys.executable, "-m", "samples.recipe.broadcast", "--fresh", str(seed), "--out", str(sound)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=PROJECT)
    return sound


def scanned(sound: Path, folder: Path) -> tuple[int, list[dict[str, Any]]]:
    command = [
        *(str(Path(sys.executable).with_name("boshen")), "scan", str(sound)),
        *("--catalogue", str(CATALOGUE), "--broadcast", str(sound.with_suffix(".broadcast.yaml"))),
        *("--format", "jsonl", "--db", f"sqlite:///{folder / sound.stem}.db"),
    ]
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def is_the_planted(found: dict[str, Any], planted: dict[str, Any]) -> bool:
    """Same product and verdict, at the same time give or take."""
    if found["start"] is None:
        return False
    overlaps = found["start"] < planted["end"] + NEAR_S and planted["at"] - NEAR_S < found["end"]
    return overlaps and all(found[key] == planted[key] for key in ("product", "verdict"))


def compared(sound: Path, found: list[dict[str, Any]]) -> dict[str, Any]:
    """The findings of a scan against the gold beside the recording."""
    planted = yaml.safe_load(sound.with_suffix(".gold.yaml").read_text("utf-8"))["flags"]
    flagged = [row for row in found if row["decision"] != "pass"]
    return {
        "broadcast": sound.stem,
        "planted": len(planted),
        "missed": [p["text"] for p in planted if not any(is_the_planted(row, p) for row in found)],
        "unplanted": [
            [row["start"], row["verdict"], row["claim"]]
            for row in flagged
            if not any(is_the_planted(row, p) for p in planted)
        ],
    }


def measured(sound: Path, folder: Path) -> dict[str, Any]:
    code, found = scanned(sound, folder)
    return compared(sound, found) | {"exit_code": code}


def main() -> int:
    parser = argparse.ArgumentParser(description="planted claims found")
    parser.add_argument("--seeds", type=int, nargs="*", default=[101, 102, 103])
    parser.add_argument("--shipped", action="store_true", help="the shipped broadcasts too")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sounds = [spoken(seed, folder) for seed in chosen.seeds]
        if chosen.shipped:
            sounds += [PROJECT / "samples" / "broadcasts" / f"{sample}.ogg" for sample in SHIPPED]
        results = [measured(sound, folder) for sound in sounds]
    print(json.dumps({"model": "demo", "broadcasts": results}, ensure_ascii=False, indent=1))
    passed = (r["exit_code"] in DONE and not r["missed"] and not r["unplanted"] for r in results)
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
