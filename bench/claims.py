"""Approved selling points: how fast very many are searched, and what is taken for approved.

    python -m bench.claims [--seed N] [--section NAME …] [--catalogue FILE …]

Prints one JSON object with a section each: `labelled` (utterances with the verdict and slot they deserve:
precision, recall, verdict, slot with Wilson's bounds, by kind), `index` (100,000 composed selling points,
beside RapidFuzz over all of them), `speed` (one utterance judged against a product of 97 points, first
heard and heard again, beside RapidFuzz over the same points) and `pairs` (claims that differ from their
selling point in one thing, or in noise alone; the selling points are the sample catalogue's, those of
`--catalogue`, and composed ones). The same seed gives the same utterances and pairs. Exit code 1 if a bound
is not met.
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import claim_index, claim_pairs, claims_labelled, claims_speed
from monitor.settings import PROJECT

SEED = 20_261_123
SAMPLE = PROJECT / "samples" / "catalogue.yaml"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--section", action="append", choices=["index", "speed", "pairs", "labelled"])
    parser.add_argument("--catalogue", action="append", type=Path, default=[])
    given = parser.parse_args()
    sections: dict[str, Callable[[], dict[str, Any]]] = {
        "index": lambda: claim_index.measured(given.seed),
        "speed": lambda: claims_speed.measured(given.seed),
        "pairs": lambda: claim_pairs.measured(given.seed, [SAMPLE, *given.catalogue]),
        "labelled": claims_labelled.measured,
    }
    figures = {name: sections[name]() for name in given.section or sections}
    print(json.dumps(figures, ensure_ascii=False, indent=2))
    sys.exit(not all(section["met"] for section in figures.values()))


if __name__ == "__main__":
    main()
