"""The sheets filled: one row for each thing that happened, with all that was recorded of it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from monitor.ledger.export.item import Item, Material, Node
from monitor.ledger.export.layout import KINDS, Layout, SheetLayout, sheet_of
from monitor.ledger.export.scope import PLURAL
from monitor.ledger.export.sheet import Cell, Column, Line, Sheet
from monitor.ledger.export.wording import label, moment, name, parts, worded
from monitor.messages import Language, say

_OUTCOMES = ("outcome", "decision", "result")
_REASONS = ("reason", "note", "why")
_NAMES = ("name", "title")
_GATHERED = {"name": _NAMES, "decision": _OUTCOMES, "reason": _REASONS}
"""Columns that tell one of several fields, or all of them."""

_NAMED = ("supplier", "product", "host", "broadcast", "flag", "owner", "of")
"""Fields that name a record. What an act is about is told in each row, also where its own body does not."""

_DECIDING = frozenset(
    "approved rejected withdrawn revoked confirmed dismissed needs_evidence escalated corrected closed"
    " reopened upheld overturned verified returned cancelled taken refused matched missed".split()
)
"""Kinds of act that are a decision."""


class Teller:
    """Tells items in one language, knowing all that was recorded."""

    def __init__(self, material: Material, language: Language) -> None:
        self.language = language
        self.nodes = material.nodes
        self.told: dict[Node, dict[str, Any]] = defaultdict(dict)
        self.entries: dict[tuple[Node, int], int] = {}
        for item in material.items:
            told = (item.body or {}).items()
            self.told[item.node] |= {
                key: value for key, value in told if value and not isinstance(value, int)
            }
            self.entries[item.node, item.number] = item.entry
        self._telling: Mapping[str, Callable[[Item], str]] = {
            "act": lambda item: name("act", item.act, language),
            "kind": lambda item: name("kind", item.node[0], language),
            "key": lambda item: item.node[1],
            "name": lambda item: self._first(self.told[item.node], _NAMES),
            "time": lambda item: moment(item.at),
            "person": self._who,
            "decision": self._decision,
            "reason": self._reasons,
            "attachments": lambda item: "\n".join(_attachments(item.body, language)),
        }

    def sheets(self, items: Iterable[Item], layout: Layout) -> tuple[Sheet, ...]:
        """In the ledger's order, those without rows too."""
        grouped: dict[str, list[Item]] = defaultdict(list)
        for item in items:
            grouped[sheet_of(item.node[0])].append(item)
        return tuple(self._sheet(id_, layout.sheets[id_], grouped[id_]) for id_ in KINDS)

    def _sheet(self, id_: str, layout: SheetLayout, items: Iterable[Item]) -> Sheet:
        headings = layout.headings
        columns = tuple(
            Column(one.column, one.title or label(one.column, self.language), one.wide) for one in headings
        )
        own = frozenset(one.column for one in headings)
        lines = [
            Line(tuple(self._cell(item, column.key, row, own) for column in columns), item.entry)
            for row, item in enumerate(items, start=1)
        ]
        title = layout.title or say(f"export.sheet.{id_}", self.language)
        note = say(f"export.note.{id_}", self.language)
        return Sheet(id_, title, note, columns, tuple(lines) if own else ())

    def _cell(self, item: Item, column: str, row: int, own: frozenset[str]) -> Cell:
        if column == "row":
            return row
        if column == "entry":
            return item.entry
        if column == "content":
            return self._content(item, own)
        tell = self._telling.get(column)
        return tell(item) if tell else self._field(item, column)

    def _decision(self, item: Item) -> str:
        if item.act in _DECIDING:
            return name("act", item.act, self.language)
        return self._first(item.body or {}, _OUTCOMES)

    def _reasons(self, item: Item) -> str:
        body = item.body or {}
        return "\n".join(worded(key, body[key], self.language) for key in _REASONS if body.get(key))

    def _content(self, item: Item, own: frozenset[str]) -> str:
        if item.body is None:
            return say("export.erased", self.language)
        erased = [say("export.erased", self.language)] if item.is_erased else []
        elsewhere = own | {field for column in own for field in _GATHERED.get(column, ())}
        left = {key: value for key, value in item.body.items() if key not in elsewhere}
        told = {key: self._told(item, key, value) for key, value in left.items()}
        shown = parts(_unattached(told) if "attachments" in own else told, self.language)
        return "\n".join([*erased, shown] if shown else erased)

    def _field(self, item: Item, column: str) -> str:
        known = self.told[item.node]
        if column == item.node[0]:
            return self._called(item.node)
        body = item.body or {}
        if column in _NAMED and not isinstance(body.get(column), str | Mapping):
            body = known if column in known else self.told.get(("flag", str(known.get("flag"))), {})
        return worded(column, self._named(column, body.get(column)), self.language)

    def _told(self, item: Item, field: str, value: Any) -> Any:
        """A field of a body; an act of the same record that it names, as the entry of that."""
        entry = self.entries.get((item.node, value)) if field == "of" and isinstance(value, int) else None
        if entry is not None:
            return say("export.the_entry", self.language, entry=entry)
        return self._named(field, value)

    def _named(self, field: str, value: Any) -> Any:
        """What stands for a record, with the record's name beside its key."""
        if isinstance(value, Mapping) and value.keys() == {"kind", "key"}:
            named = self._called((value["kind"], value["key"]))
            return say(
                "export.about_it", self.language, kind=name("kind", value["kind"], self.language), of=named
            )
        if isinstance(value, list):
            return [self._named(PLURAL.get(field, field), one) for one in value]
        if isinstance(value, str) and field in _NAMED:
            return self._called(self.nodes.get(value, ("person" if field == "owner" else field, value)))
        return value

    def _called(self, node: Node) -> str:
        if node[0] == "flag" and (node, 0) in self.entries:
            return say("export.the_entry", self.language, entry=self.entries[node, 0])
        called = self._first(self.told.get(node, {}), _NAMES)
        return say("export.named", self.language, name=called, key=node[1]) if called else node[1]

    def _who(self, item: Item) -> str:
        if item.person is None:
            return say("export.program", self.language)
        return self._called(self.nodes[item.person])

    def _first(self, body: Mapping[str, Any], keys: Iterable[str]) -> str:
        return next((worded(key, body[key], self.language) for key in keys if body.get(key)), "")


def _attachments(body: Any, language: Language) -> Iterator[str]:
    """Every attached file that a body names, wherever in it."""
    if _is_attached(body):
        yield say("export.file", language, name=body.get("name", ""), digest=body["sha256"])
    elif isinstance(body, Mapping | list):
        for value in body.values() if isinstance(body, Mapping) else body:
            yield from _attachments(value, language)


def _is_attached(value: Any) -> bool:
    return isinstance(value, Mapping) and "sha256" in value


def _unattached(body: Any) -> Any:
    """The body without what the column of attachments tells."""
    if isinstance(body, Mapping):
        return {key: _unattached(value) for key, value in body.items() if not _is_attached(value)}
    if isinstance(body, list):
        return [_unattached(value) for value in body if not _is_attached(value)]
    return body
