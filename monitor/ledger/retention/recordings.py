"""Recordings where they lie, found by the digest of their bytes and never by name."""

from hashlib import file_digest
from pathlib import Path

from monitor.errors import FileMissing, FileUnreadable


def by_digest(folder: Path) -> dict[str, Path]:
    """Every file in the folder and below it, by the hex SHA-256 of its bytes. FileMissing, FileUnreadable."""
    if not folder.is_dir():
        raise FileMissing(file=str(folder), line=0)
    found = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()):
        try:
            with path.open("rb") as source:
                found[file_digest(source, "sha256").hexdigest()] = path
        except OSError as error:
            raise FileUnreadable(file=str(path), line=0, reason=str(error)) from error
    return found
