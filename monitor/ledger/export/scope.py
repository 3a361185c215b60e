"""What belongs to a product, a supplier, a host, a broadcast, a period; or to several of them together.

What belongs to a product is what refers to it, what refers to that, and all that these rest on: a product's
points, the qualifications they lean on, its supplier, its flags and what became of them. What names another
product instead is not its own.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from monitor.ledger.checkpoint.choice import Choice
from monitor.ledger.entry import stamp
from monitor.ledger.export.item import Item, Material, Node

ABOUT = ("product", "supplier", "host", "broadcast")
PLURAL = {f"{kind}s": kind for kind in (*ABOUT, "qualification", "sample", "flag", "point")}
_PERSON = "person"


def within(material: Material, choice: Choice) -> list[Item]:
    """What is in scope, people's own records too as far as they did any of it."""
    links = _links(material)
    asked = nodes_of(choice)
    kept = [item for item in material.items if choice.covers(stamp(item.at))]
    for node in asked:
        reached = _reached(node, links)
        kept = [item for item in kept if item.node in reached]
    return [*kept, *_people(material, kept)] if asked else kept


def nodes_of(choice: Choice) -> list[Node]:
    """What is asked for by its key."""
    return [(kind, key) for kind in ABOUT if (key := getattr(choice, kind)) is not None]


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
