"""The product on air, claim by claim, in broadcasts whose run sheets are left, late or interrupted.

    python -m bench.on_air [FILE …]

Judges the words as text, with the run sheet and without it. Prints one JSON object; exit code 1 where
fewer than 97 % of the claims of any broadcast are given to the right product. FILE: other broadcasts of the
form of bench/data/on_air/*.yaml, on which the weights were set.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from monitor.claims.broadcast import Broadcast, Turn
from monitor.claims.catalogue import Catalogue, load_catalogue
from monitor.claims.on_air import Tracker
from monitor.settings import PROJECT
from monitor.text.clauses import clauses
from monitor.text.utterance import Utterance

DATA = PROJECT / "bench" / "data" / "on_air"
SAMPLES = PROJECT / "samples" / "broadcasts"
CATALOGUE = PROJECT / "samples" / "catalogue.yaml"
BOUND = 0.97
SPOKEN_S = 3.0
_NO_CLAIM = frozenset({None, "talk", "small_talk", "quotation", "self_comparison"})


@dataclass(frozen=True, slots=True)
class Script:
    """lines: an utterance and the id of the product its claims are about, or None where it makes none."""

    name: str
    catalogue: Catalogue
    broadcast: Broadcast
    lines: tuple[tuple[Utterance, str | None], ...]


def written(path: Path) -> Script:
    """A broadcast written for this bench: lines of [clock, product or null, text]; of the sample catalogue
    unless it names one of bench/data/on_air/catalogues/."""
    row = yaml.safe_load(path.read_text("utf-8"))
    catalogue = DATA / "catalogues" / f"{row['catalogue']}.yaml" if "catalogue" in row else CATALOGUE
    turns = tuple(Turn(_seconds(turn["at"]), turn["product"]) for turn in row["run_sheet"])
    lines = tuple(
        (Utterance(text, _seconds(at), _seconds(at) + SPOKEN_S), product)
        for at, product, text in row["lines"]
    )
    broadcast = Broadcast(row["broadcast"]["id"], run_sheet=turns)
    return Script(path.stem, load_catalogue(catalogue), broadcast, lines)


def sample(path: Path) -> Script:
    """A sample broadcast by its gold: the lines that claim something of a product."""
    gold = yaml.safe_load(path.read_text("utf-8"))
    sheet = yaml.safe_load(path.with_name(path.name.replace(".gold.", ".broadcast.")).read_text("utf-8"))
    turns = tuple(Turn(float(turn["at"]), turn["product"]) for turn in sheet["run_sheet"])
    lines = tuple((Utterance(r["text"], r["at"], r["end"]), _claimed(r)) for r in gold["lines"])
    name, broadcast = path.name.removesuffix(".gold.yaml"), Broadcast(sheet["id"], run_sheet=turns)
    return Script(name, load_catalogue(CATALOGUE), broadcast, lines)


def scripts() -> list[Path]:
    """Those of bench/data/on_air/."""
    return sorted(DATA.glob("*.yaml"))


def right(script: Script) -> tuple[int, int, list[str]]:
    """Clauses of claims given to the right product, all of them, and those that were not."""
    tracker = Tracker(script.catalogue, script.broadcast)
    wrong, count = [], 0
    for utterance, product in script.lines:
        for clause in clauses(utterance):
            on_air = tracker.follow(utterance, clause)
            if product is None:
                continue
            count += 1
            said = on_air.product.id if on_air.product else None
            if said != product:
                wrong.append(f"{utterance.start}: {clause.text}: {product}, not {said}")
    return count - len(wrong), count, wrong


def measured(scripts: list[Script]) -> Iterator[dict[str, Any]]:
    for script in scripts:
        bare = replace(script, broadcast=replace(script.broadcast, run_sheet=()))
        for sheet, judged in ((True, script), (False, bare)):
            found, count, wrong = right(judged)
            share = round(found / count, 4)
            yield {
                "broadcast": script.name,
                "run_sheet": sheet,
                "claims": count,
                "right": share,
                "wrong": wrong,
            }


def _claimed(row: dict[str, Any]) -> str | None:
    """Of talk that claims nothing the product is nobody's concern."""
    product: str | None = row.get("product")
    return product if row.get("kind") not in _NO_CLAIM else None


def _seconds(clock: str) -> float:
    minutes, seconds = clock.split(":")
    return int(minutes) * 60 + float(seconds)


def main() -> int:
    parser = argparse.ArgumentParser(description="product on air")
    parser.add_argument("files", nargs="*", type=Path)
    files = parser.parse_args().files or scripts()
    heard = [written(path) for path in files] + [sample(p) for p in sorted(SAMPLES.glob("*.gold.yaml"))]
    rows = list(measured(heard))
    print(json.dumps({"bound": BOUND, "on_air": rows}, ensure_ascii=False, indent=1))
    return 0 if all(row["right"] >= BOUND for row in rows if row["run_sheet"]) else 1


if __name__ == "__main__":
    sys.exit(main())
