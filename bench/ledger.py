"""The ledger: what appending costs, and how fast a million entries are verified.

    python -m bench.ledger [--section NAME …]

Prints one JSON object with a section each; exit code 1 if a bound is not met.
"""

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any

from bench import ledger_append, ledger_verify

SECTIONS: dict[str, Callable[[], dict[str, Any]]] = {
    "append": ledger_append.measured,
    "verify": ledger_verify.measured,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--section", action="append", choices=list(SECTIONS))
    given = parser.parse_args()
    figures = {name: SECTIONS[name]() for name in given.section or SECTIONS}
    print(json.dumps(figures, ensure_ascii=False, indent=2))
    sys.exit(not all(section["met"] for section in figures.values()))


if __name__ == "__main__":
    main()
