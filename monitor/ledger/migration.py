"""The database's schema, brought up to this program's version."""

from hashlib import sha256
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from monitor.errors import SchemaBehind

SCRIPTS = Path(__file__).parent / "migrations"
_LOCK = int.from_bytes(sha256(b"boshen schema").digest()[:8], signed=True)


def upgrade(engine: Engine, database: str) -> None:
    """Create the tables, or bring them up to date. SchemaBehind if `database` is ahead of this program."""
    with engine.connect() as connection:
        if _is_current(connection, database):
            return
    with engine.execution_options(boshen_writes=True).begin() as connection:
        _lock(connection)
        if not _is_current(connection, database):
            command.upgrade(configured(connection), "head")


def configured(connection: Connection) -> Config:
    """For Alembic's commands, which then work within the connection's transaction."""
    config = _config()
    config.attributes["connection"] = connection
    return config


def revision(connection: Connection) -> str | None:
    """Of the schema that the database has."""
    return MigrationContext.configure(connection).get_current_revision()


def known() -> list[str]:
    """Every revision that this program knows, the newest first."""
    return [script.revision for script in _scripts().walk_revisions()]


def _is_current(connection: Connection, database: str) -> bool:
    revisions = known()
    found = revision(connection)
    if found is not None and found not in revisions:
        raise SchemaBehind(database=database, found=found, needed=revisions[0])
    return found == revisions[0]


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return config


def _lock(connection: Connection) -> None:
    """Of several first openings one migrates. SQLite's BEGIN IMMEDIATE has seen to it already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
