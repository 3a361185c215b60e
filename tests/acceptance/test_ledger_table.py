"""`boshen ledger table`: the ledger as an inspector asks for it."""

from pathlib import Path

import pytest

from monitor.ledger.database import open_database
from samples.ledger import fill
from tests.installed import Boshen


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('ledger') / 'sample.db'}"
    engine = open_database(url)
    fill(engine)
    engine.dispose()
    return url


@pytest.mark.parametrize("suffix", ["xlsx", "pdf", "csv", "jsonl"])
def test_each_form(boshen: Boshen, tmp_path: Path, database: str, suffix: str) -> None:
    done = boshen("ledger", "table", f"out.{suffix}", "--product", "serum", "--db", database)
    assert (done.returncode, done.stdout) == (0, "")
    assert "未签署" in done.stderr
    assert (tmp_path / f"out.{suffix}").stat().st_size > 1000


def test_what_is_there_is_not_overwritten(boshen: Boshen, tmp_path: Path, database: str) -> None:
    (tmp_path / "out.csv").write_text("别动", "utf-8")
    done = boshen("ledger", "table", "out.csv", "--db", database)
    assert done.returncode == 2
    assert "[file.exists]" in done.stderr
    assert (tmp_path / "out.csv").read_text("utf-8") == "别动"


def test_an_empty_scope_writes_nothing(boshen: Boshen, tmp_path: Path, database: str) -> None:
    done = boshen(
        "ledger", "table", "out.csv", "--from", "1999-01-01", "--to", "1999-01-02", "--db", database
    )
    assert done.returncode == 2
    assert "[ledger.nothing]" in done.stderr
    assert not (tmp_path / "out.csv").exists()


def test_a_form_that_is_not_made_is_named(boshen: Boshen, database: str) -> None:
    done = boshen("ledger", "table", "out.docx", "--db", database, "--lang", "en")
    assert done.returncode == 2
    assert ".xlsx" in done.stderr
