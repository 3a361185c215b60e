"""The project's own sentences as text to measure on."""

import random

from monitor.settings import PROJECT

SENTENCES = PROJECT / "samples" / "recipe" / "sentences"
_SEED = 20_261_123


def sentences() -> list[str]:
    """The project's own sentences, shuffled: neighbours in a file are alike."""
    lines = [
        line.strip()
        for path in sorted(SENTENCES.glob("*.txt"))
        for line in path.read_text("utf-8").splitlines()
    ]
    kept = [line for line in lines if line and not line.startswith("#")]
    random.Random(_SEED).shuffle(kept)
    return kept
