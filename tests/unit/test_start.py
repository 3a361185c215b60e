"""A command imports what it needs and no more."""

import json
import subprocess
import sys

import pytest

HEAVY = ["onnxruntime", "faster_whisper", "ctranslate2", "torch", "av", "fastapi", "uvicorn"]
RUN = f"""
import json, sys
from monitor.cli import main
try:
    main()
except SystemExit:
    pass
print(json.dumps([name for name in {HEAVY} if name in sys.modules]), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "command",
    [
        ["rules", "list"],
        ["rules", "explain", "大家好"],
        ["check", "--help"],
        ["evaluate", "--help"],
        ["ledger", "verify", "--help"],
    ],
    ids=" ".join,
)
def test_commands_over_text_load_neither_sound_nor_service(command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RUN, *command], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout
    assert json.loads(done.stderr.splitlines()[-1]) == []
