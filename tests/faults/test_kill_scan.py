"""kill -9 during a scan, in a short seeded form; `make faults-scan` is the long one."""

import json
import subprocess
import sys


def test_a_killed_scan_goes_on_and_ends_as_if_left_alone() -> None:
    command = [sys.executable, "-m", "bench.kill_scan", "--kills", "3", "--seed", "7", "--sound", "660"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=290)
    figures = json.loads(done.stdout)
    assert done.returncode == 0, figures
    assert figures["kills"] >= 1
    assert figures["findings"] > 0
