"""Product categories: a tree in which a gate on a node covers what is under it."""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from monitor.text.yaml_file import YamlFile

EVERYTHING = "*"


class Categories:
    """Names with the chain of names above each."""

    def __init__(self, tree: dict[str, Any]) -> None:
        self._above: dict[str, tuple[str, ...]] = {}
        self._plant(tree, ())

    @classmethod
    def read(cls, path: Path) -> "Categories":
        return cls(YamlFile(path).data)

    @property
    def names(self) -> list[str]:
        return list(self._above)

    def __contains__(self, name: object) -> bool:
        return name in self._above

    def covers(self, gates: Iterable[str], category: str | None) -> bool:
        """Whether one of `gates` is the category, a node above it, or `*`.

        A product whose category is unknown is covered by `*` alone.
        """
        wanted = {EVERYTHING, *self._above.get(category or "", ()), category}
        return any(gate in wanted for gate in gates)

    def close_to(self, name: str) -> list[str]:
        """Up to five known names that look like `name`."""
        return get_close_matches(name, self.names, n=5, cutoff=0.4) or sorted(self.names)[:5]

    def _plant(self, tree: dict[str, Any], above: tuple[str, ...]) -> None:
        for name, under in tree.items():
            self._above[name] = above
            self._plant(under or {}, (*above, name))
