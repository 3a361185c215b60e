"""Writers killed at random, in a short seeded form; `make faults-ledger` is the long one."""

import json
import subprocess
import sys

import pytest


@pytest.mark.timeout(300)
def test_what_killed_writers_acknowledged_is_kept_once() -> None:
    command = [
        sys.executable,
        "-m",
        "bench.ledger_writers",
        "--seconds",
        "4",
        "--writers",
        "4",
        "--seed",
        "7",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=280)
    figures = json.loads(done.stdout)
    assert done.returncode == 0, figures
    assert figures["sqlite"]["kills"] > 4
    assert figures["postgresql"]["kills"] > 4
