"""kill -9 during a scan, in a short seeded form; `make faults-scan` is the long one."""

import json
import subprocess
import sys

import pytest


@pytest.mark.timeout(900)
def test_a_killed_scan_goes_on_and_ends_as_if_left_alone() -> None:
    command = [sys.executable, "-m", "bench.kill_scan", "--kills", "2", "--seed", "7", "--sound", "420"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=880)
    figures = json.loads(done.stdout)
    assert done.returncode == 0, figures
    assert figures["kills"] == 2
    assert figures["findings"] > 0
