"""Which SQLite may use WAL, and what of a URL is shown."""

import pytest
from sqlalchemy import make_url

from monitor.errors import DatabaseUnsupported
from monitor.ledger.database import masked, open_database, wal_is_safe


@pytest.mark.parametrize("version", ["3.51.3", "3.53.4", "4.0.0", "3.44.6", "3.44.7", "3.50.7"])
def test_wal_is_used_where_sqlite_keeps_every_commit(version: str) -> None:
    assert wal_is_safe(version)


@pytest.mark.parametrize("version", ["3.51.2", "3.40.1", "3.44.5", "3.45.6", "3.50.6", "3.49.9"])
def test_wal_is_not_used_where_a_commit_can_be_lost(version: str) -> None:
    assert not wal_is_safe(version)


@pytest.mark.parametrize(
    "url", ["postgresql://u:secret@h/x", "postgresql:///x?user=u&password=secret&host=h&sslpassword=secret"]
)
def test_a_password_is_never_shown(url: str) -> None:
    assert "secret" not in masked(make_url(url))


@pytest.mark.parametrize(
    "url",
    [
        "mysql://u:secret@h/x",
        "sqlite://",
        "sqlite:///:memory:",
        "secret",
        "://u:secret@h",
        "http://u:secret@h:x/y",
    ],
)
def test_other_databases_are_refused_without_showing_the_password(url: str) -> None:
    with pytest.raises(DatabaseUnsupported) as refused:
        open_database(url)
    assert ":secret" not in str(refused.value)
