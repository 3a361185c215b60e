"""A new SQLite file and a new database of a real PostgreSQL, as both keep their commits in use."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pgserver


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """Their URLs by name, gone afterwards."""
    with TemporaryDirectory(prefix="boshen_ledger_", ignore_cleanup_errors=True) as folder:
        server = pgserver.get_server(Path(folder) / "postgresql")
        try:
            yield {
                "sqlite": f"sqlite:///{folder}/ledger.db",
                "postgresql": server.get_uri().replace("postgresql:", "postgresql+psycopg:"),
            }
        finally:
            server.cleanup()
