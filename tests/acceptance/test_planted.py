"""What the sample scripts planted is found through real sound, and nothing else is flagged."""

import json
from pathlib import Path

import pytest

from bench.planted import compared
from tests.installed import SAMPLES, Boshen


@pytest.mark.parametrize("name", ["beauty", "food", "fresh"])
def test_every_planted_claim_is_found_and_no_other_line_is_flagged(
    name: str, boshen: Boshen, tmp_path: Path
) -> None:
    sound = SAMPLES / "broadcasts" / f"{name}.ogg"
    done = boshen(
        *("scan", sound, "--catalogue", SAMPLES / "catalogue.yaml", "--format", "jsonl"),
        *("--broadcast", sound.with_suffix(".broadcast.yaml"), "--db", f"sqlite:///{tmp_path / 'ledger.db'}"),
    )
    assert done.returncode == 1, done.stderr

    result = compared(sound, [json.loads(line) for line in done.stdout.splitlines()])
    assert result["planted"] >= 6
    assert (result["missed"], result["unplanted"]) == ([], [])
