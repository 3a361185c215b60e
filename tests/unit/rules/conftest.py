from pathlib import Path

import pytest

from tests.rule_files import rule, shared, write


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A folder of rules as we ship them, with one rule."""
    folder = shared(tmp_path / "ours")
    write(folder / "shipped.yaml", rule("shipped.rule", severities={"cosmetics": "critical"}))
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """An operator's folder, empty."""
    folder = tmp_path / "own"
    folder.mkdir()
    return folder
