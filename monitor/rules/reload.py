"""Lexicons that change while they are in use: a reader always sees one that was read whole."""

from pathlib import Path
from threading import Lock

from monitor.errors import BoshenError
from monitor.rules.lexicon import SHIPPED, Lexicon, digest, load_lexicons


class LexiconHolder:
    """The lexicon in use. Raises FileError only when the first reading fails."""

    def __init__(self, folder: Path = SHIPPED, own: Path | None = None) -> None:
        self._folder, self._own = folder, own
        self._lock = Lock()
        self._lexicon = self._built()
        self._seen = self._lexicon.version
        self._trouble: BoshenError | None = None

    @property
    def lexicon(self) -> Lexicon:
        return self._lexicon

    @property
    def trouble(self) -> BoshenError | None:
        """Why the files as they are now are not in use; None where they are."""
        return self._trouble

    def refresh(self) -> Lexicon:
        """Read the files again if they changed. Files that are wrong leave the old lexicon in use.

        Whoever asks while another reads gets the old one without waiting.
        """
        if self._lock.acquire(blocking=False):
            try:
                self._read_changes()
            finally:
                self._lock.release()
        return self._lexicon

    def _read_changes(self) -> None:
        found = ""
        try:
            found = digest(self._folder, self._own)
            if found != self._seen:
                self._lexicon = self._built()
                self._trouble = None
        except BoshenError as error:
            self._trouble = error
        self._seen = found

    def _built(self) -> Lexicon:
        lexicon = load_lexicons(self._folder, self._own)
        _ = lexicon.scanner  # compiled before anyone waits for it
        return lexicon
