from pathlib import Path

import pytest

from monitor.rules.lexicon import Lexicon, load_lexicons
from tests.rule_files import rule, shared, write


@pytest.fixture
def lexicon(tmp_path: Path) -> Lexicon:
    """One blocking rule for everything, one for review and one that only notes, both for cosmetics."""
    folder = shared(tmp_path / "ours")
    gate = {"categories": ["cosmetics"]}
    write(
        folder / "rules.yaml",
        rule("magic.block"),
        rule("magic.review", patterns=[{"phrases": ["神力"]}], decision="review", applies_to=gate),
        rule("magic.note", patterns=[{"phrases": ["神光"]}], decision="pass", applies_to=gate),
    )
    return load_lexicons(folder)
