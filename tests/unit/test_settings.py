"""Settings: what the environment says, and nothing else."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from monitor.settings import Settings


def test_the_environment_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOSHEN_DB", "sqlite:///other.db")
    assert Settings().db == "sqlite:///other.db"


def test_another_programs_env_file_is_not_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("OTHER=1\nBOSHEN_DB=sqlite:///other.db\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BOSHEN_DB", raising=False)
    assert Settings().db == "sqlite:///boshen.db"


def test_an_unknown_log_level_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOSHEN_LOG_LEVEL", "loud")
    with pytest.raises(ValidationError):
        Settings()
