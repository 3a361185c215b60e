"""Many texts looked for at once."""

from collections.abc import Sequence

from daachorse import CharwiseDoubleArrayAhoCorasick


class Automaton:
    """Finds every place of `texts`, which are distinct and not empty, in another text."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._automaton = CharwiseDoubleArrayAhoCorasick(list(texts)) if texts else None

    def places(self, text: str) -> list[tuple[int, int, int]]:
        """Half-open place of each text found, and its number; overlapping."""
        if self._automaton is None or not text:
            return []
        found: list[tuple[int, int, int]] = self._automaton.find_overlapping(text)
        return found
