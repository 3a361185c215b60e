"""Opening a database: created, brought up to date, refused; several at once."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import IntegrityError

from monitor.errors import DatabaseUnusable, SchemaBehind
from monitor.ledger import migration
from monitor.ledger.database import open_database
from monitor.ledger.tables import Row
from monitor.ledger.verify import verify

OPEN_FOUR_TIMES = """
import multiprocessing, sys
from monitor.ledger.database import open_database

def one(barrier, url):
    barrier.wait()
    open_database(url).dispose()

fork = multiprocessing.get_context("fork")
barrier = fork.Barrier(4)
opening = [fork.Process(target=one, args=(barrier, sys.argv[1])) for _ in range(4)]
for process in opening:
    process.start()
for process in opening:
    process.join()
sys.exit(any(process.exitcode for process in opening))
"""


def test_the_tables_that_migrations_make_are_the_ones_the_program_describes(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Row.metadata) == []
    for table in Row.metadata.sorted_tables:
        described = {
            tuple(c.columns.keys()) for c in table.constraints if c.__visit_name__ == "unique_constraint"
        }
        assert {
            tuple(u["column_names"]) for u in inspect(engine).get_unique_constraints(table.name)
        } == described
        assert "tenant" in table.columns


def test_opening_again_changes_nothing(scanned: Engine, scanned_url: str) -> None:
    again = open_database(scanned_url)
    assert verify(again) == verify(scanned)
    again.dispose()


def test_migrations_go_down_and_up_again_with_data_in_the_tables(scanned: Engine, scanned_url: str) -> None:
    with scanned.execution_options(boshen_writes=True).begin() as connection:
        command.downgrade(migration.configured(connection), "base")
    assert inspect(scanned).get_table_names() == ["alembic_version"]
    again = open_database(scanned_url)
    assert set(Row.metadata.tables) <= set(inspect(again).get_table_names())
    assert verify(again).logs == ()
    again.dispose()


def test_a_migration_that_fails_leaves_nothing_behind(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def upgrade_and_die(config: object, revision: str) -> None:
        real(config, revision)
        raise OSError("out of patience")

    real = command.upgrade
    monkeypatch.setattr(command, "upgrade", upgrade_and_die)
    with pytest.raises(DatabaseUnusable, match="out of patience"):
        open_database(url)
    monkeypatch.undo()
    engine = open_database(url)
    assert set(Row.metadata.tables) <= set(inspect(engine).get_table_names())
    engine.dispose()


def test_a_database_of_a_newer_program_is_left_alone(engine: Engine, url: str) -> None:
    with engine.execution_options(boshen_writes=True).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaBehind) as refused:
        open_database(url)
    assert refused.value.fields["found"] == "9999"
    assert "9999" in refused.value.sentence("zh")


def test_several_processes_may_open_a_new_database_at_once(url: str) -> None:
    subprocess.run([sys.executable, "-c", OPEN_FOUR_TIMES, url], check=True)
    engine = open_database(url)
    assert set(Row.metadata.tables) <= set(inspect(engine).get_table_names())
    engine.dispose()


@pytest.mark.parametrize("act", ["UPDATE entry SET payload = ''", "DELETE FROM entry"])
def test_the_database_itself_refuses_to_change_an_entry(scanned: Engine, act: str) -> None:
    with (
        pytest.raises(IntegrityError, match=r"never (changed|shortened)"),
        scanned.execution_options(boshen_writes=True).begin() as connection,
    ):
        connection.execute(text(act))
    assert verify(scanned).sound


def test_sqlite_keeps_a_commit_through_a_loss_of_power(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'x.db'}")
    with engine.connect() as connection:
        pragmas = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    engine.dispose()
    assert pragmas == ["wal", 2, 1]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnusable, match="nowhere"):
        open_database(f"sqlite:///{tmp_path / 'nowhere' / 'x.db'}")


def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "x.db"
    file.write_bytes(b"not a database at all" * 100)
    with pytest.raises(DatabaseUnusable):
        open_database(f"sqlite:///{file}")
    assert file.read_bytes() == b"not a database at all" * 100


def test_a_server_that_is_not_there_is_refused_without_the_password() -> None:
    with pytest.raises(DatabaseUnusable) as refused:
        open_database("postgresql://boshen:secret@127.0.0.1:1/boshen")
    assert "secret" not in str(refused.value)
