"""The rules on labelled text, their own tests, and what they flag in real rooms.

    python -m bench.rules [--short FILE] [--long FILE] [--transcripts FILE]

Prints one JSON object. `--short` and `--long`: text and label (2: a health, efficacy or scare claim),
punctuation stripped, category health_food. `--transcripts`: clips with their channel, without labels.
No data comes with the project; without a file its part is left out. Exit code 1 if a bound is not met.
"""

import argparse
import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from monitor.rules.lexicon import Lexicon, load_lexicons
from monitor.rules.testing import LEAST_FOUND, run_mutated, run_tests
from monitor.work.evaluate import Criteria, evaluate
from monitor.work.passages import read_passages

DAY = date(2026, 11, 1)
POSITIVE = frozenset({"2"})
CATEGORY = "health_food"
HEALTH = ("health.*", "food.*", "effect.*", "body.*", "med.*", "endorse.*", "elder.miracle", "elder.fear")
BOUNDS = {"short": 0.80, "long": 0.75}


def labelled(lexicon: Lexicon, path: Path, bound: float) -> dict[str, Any]:
    criteria = Criteria(DAY, POSITIVE, HEALTH, category=CATEGORY, strip_punctuation=True)
    found = evaluate(read_passages(path, lexicon.categories), lexicon, criteria)
    assert found.overall is not None, f"{path} has no labels"
    by_rule = {rule: [score.tp, score.fp] for rule, score in found.by_rule.items()}
    return {
        "passages": found.passages,
        "rules": HEALTH,
        **asdict(found.overall),
        "bound_f1": bound,
        "met": (found.overall.f1.value or 0) >= bound,
        "right_and_false_by_rule": by_rule,
    }


def own_tests(lexicon: Lexicon) -> dict[str, Any]:
    tested, mutated = run_tests(lexicon), run_mutated(lexicon)
    return {
        "rules": sum(bool(rule.patterns) for rule in lexicon.rules),
        "cases": tested.cases,
        "failed": len(tested.failures),
        "known_misses": tested.known,
        "mutated": {kind.value: [mutated.found[kind], tried] for kind, tried in mutated.tried.items()},
        "mutated_found": round(mutated.share_found, 4),
        "mutated_bound": LEAST_FOUND,
        "near_misses_mutated": mutated.near_misses,
        "near_misses_flagged": len(mutated.alarms),
        "met": not tested.failures and not mutated.alarms and mutated.share_found >= LEAST_FOUND,
    }


def rooms(lexicon: Lexicon, path: Path, category: str | None) -> dict[str, Any]:
    """Flags (review or block) per 10,000 characters, where all goods are of one category or of none known."""
    found = evaluate(read_passages(path, lexicon.categories), lexicon, Criteria(DAY, category=category))
    return {
        "clips": found.passages,
        "per_10k_all": found.density.per_10k,
        "per_10k_by_room": {room: density.per_10k for room, density in found.density_by_group.items()},
        "per_10k_by_rule": {rule: density.per_10k for rule, density in found.density_by_rule.items()},
    }


def main() -> int:
    parser = argparse.ArgumentParser(description="the rules, measured")
    for name in ("short", "long", "transcripts"):
        parser.add_argument(f"--{name}", type=Path)
    chosen = parser.parse_args()
    lexicon = load_lexicons()
    figures: dict[str, Any] = {"lexicon": lexicon.version, "own_tests": own_tests(lexicon)}
    for name, bound in BOUNDS.items():
        if path := getattr(chosen, name):
            figures[name] = labelled(lexicon, path, bound)
    if chosen.transcripts:
        for name, category in (("rooms", None), ("rooms_as_health_food", CATEGORY)):
            figures[name] = rooms(lexicon, chosen.transcripts, category)
    print(json.dumps(figures, ensure_ascii=False, indent=1))
    return 0 if all(part.get("met", True) for part in figures.values() if isinstance(part, dict)) else 1


if __name__ == "__main__":
    sys.exit(main())
