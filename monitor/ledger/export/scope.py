"""Of what an export is: a product, a supplier, a host, a broadcast, days; any of them together.

What belongs to a product is what refers to it, what refers to that, and all that these rest on: a product's
points, the qualifications they lean on, its supplier, its flags and what became of them. What names another
product instead is not its own.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from monitor.ledger.export.item import Item, Material, Node
from monitor.rules.citation import legal_day

ABOUT = ("product", "supplier", "host", "broadcast")
PLURAL = {f"{kind}s": kind for kind in (*ABOUT, "qualification", "sample", "flag", "point")}
_PERSON = "person"


@dataclass(frozen=True, slots=True)
class Scope:
    """Keys as their user gave them. first_day, last_day: legal days, both included; None is open."""

    product: str | None = None
    supplier: str | None = None
    host: str | None = None
    broadcast: str | None = None
    first_day: date | None = None
    last_day: date | None = None

    @property
    def nodes(self) -> list[Node]:
        return [(kind, key) for kind in ABOUT if (key := getattr(self, kind)) is not None]

    def holds(self, item: Item) -> bool:
        day = legal_day(item.at)
        return (self.first_day is None or self.first_day <= day) and (
            self.last_day is None or day <= self.last_day
        )


def within(material: Material, scope: Scope) -> list[Item]:
    """What is in scope, people's own records too as far as they did any of it."""
    links = _links(material)
    kept = [item for item in material.items if scope.holds(item)]
    for node in scope.nodes:
        reached = _reached(node, links)
        kept = [item for item in kept if item.node in reached]
    if not scope.nodes:
        return kept
    return [*kept, *_people(material, kept)]


def _people(material: Material, kept: Iterable[Item]) -> Iterator[Item]:
    acting = {material.nodes.get(item.person or "") for item in kept}
    return (item for item in material.items if item.node[0] == _PERSON and item.node in acting)


def _links(material: Material) -> Mapping[Node, set[Node]]:
    """What each node names in any of its acts."""
    links: dict[Node, set[Node]] = defaultdict(set)
    kinds = frozenset({kind for kind, _ in material.nodes.values()} | {"flag", "broadcast", "host"}) - {
        _PERSON
    }
    for item in material.items:
        links[item.node] |= set(_named(item.body, kinds - {_PERSON})) - {item.node}
    return links


def _named(body: Any, kinds: frozenset[str]) -> Iterator[Node]:
    """Every record that a body names: under its kind, or as `{kind, key}`, wherever in it."""
    if isinstance(body, list):
        for value in body:
            yield from _named(value, kinds)
    elif isinstance(body, Mapping):
        if body.keys() == {"kind", "key"}:
            yield body["kind"], body["key"]
        for key, value in body.items():
            kind = PLURAL.get(key, key)
            if kind in kinds:
                yield from ((kind, one) for one in _listed(value) if isinstance(one, str))
            yield from _named(value, kinds)


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]


def _reached(start: Node, links: Mapping[Node, set[Node]]) -> set[Node]:
    """The node, what refers to it, and what any of these rest on."""
    backward: dict[Node, set[Node]] = defaultdict(set)
    for node, named in links.items():
        for other in named:
            backward[other].add(node)
    below = _closure({start}, backward, lambda node: _is_of(node, start, links))
    return _closure(below, links, lambda node: _is_of(node, start, links))


def _closure(first: set[Node], edges: Mapping[Node, set[Node]], admits: Callable[[Node], bool]) -> set[Node]:
    reached, due = set(first), list(first)
    while due:
        for node in edges.get(due.pop(), ()):
            if node not in reached and admits(node):
                reached.add(node)
                due.append(node)
    return reached


def _is_of(node: Node, start: Node, links: Mapping[Node, set[Node]]) -> bool:
    """Whether it does not belong to another of the kind asked for."""
    if node[0] == start[0]:
        return node == start
    named = {other for other in links.get(node, ()) if other[0] == start[0]}
    return not named or start in named
