"""A file that must not be there yet."""

from pathlib import Path

from monitor.errors import FileExists, FileUnreadable


def write_new(path: Path, content: bytes) -> None:
    """FileExists where there is one of that name: what someone finished by hand is never lost."""
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise FileExists(file=path, line=0) from None
    except OSError as trouble:
        raise FileUnreadable(file=path, line=0, reason=trouble.strerror) from None


def refuse_existing(path: Path) -> None:
    """FileExists where there is one of that name already, before any work is done for it."""
    if path.exists():
        raise FileExists(file=path, line=0)
