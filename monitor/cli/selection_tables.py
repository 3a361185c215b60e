"""Selection and people as tables for a terminal, and as rows of JSON."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from monitor.claims.period import FOREVER, Period
from monitor.ledger.act import Done
from monitor.ledger.authority import Person
from monitor.ledger.selection.kind import Kind
from monitor.ledger.selection.lapsing import Lapse
from monitor.ledger.selection.selection import Selection, Thing
from monitor.messages import Language, say
from monitor.report.table import table_of
from monitor.report.wording import moment

Row = dict[str, Any]
_LEANT_ON = frozenset({Kind.SUPPLIER, Kind.PRODUCT, Kind.QUALIFICATION, Kind.SAMPLE, Kind.POINT, Kind.HOST})
_TITLES = ("text", "name", "title", "number", "broadcast", "reason")


def person_row(person: Person) -> Row:
    return {
        "key": person.key,
        "name": person.name,
        "roles": sorted(person.roles),
        "channels": sorted(person.channels),
        "suppliers": sorted(person.suppliers),
        "has_left": person.has_left,
    }


def people_table(people: Sequence[Person], language: Language) -> Table | str:
    if not people:
        return say("people.none", language)
    table = table_of({"person": 1, "roles": 2, "channels": 1, "suppliers": 1}, language)
    for person in people:
        named = Text(person.name or person.key)
        left = f" · {say('people.has_left', language)}" if person.has_left else ""
        named.append(f"\n{person.key}{left}", style="dim")
        roles = "、".join(say(f"ledger.role.{role}", language) for role in sorted(person.roles))
        answers_for = [
            "、".join(sorted(keys)) or say("people.all", language)
            for keys in (person.channels, person.suppliers)
        ]
        table.add_row(named, Text(roles), *map(Text, answers_for))
    return table


def thing_row(thing: Thing, selection: Selection, at: datetime) -> Row:
    """usable: whether it is good now, None for kinds that nothing leans on. until: the end that is known."""
    period = _period_at(thing, selection, at)
    leant_on = thing.kind in _LEANT_ON
    return {
        "kind": thing.kind.value,
        "key": thing.key,
        "title": _title(thing),
        "state": thing.standing.state.value,
        "usable": period is not None if leant_on else None,
        "until": period.end.isoformat() if period and period.end != FOREVER else None,
        "since": thing.acts[-1].at.isoformat(),
    }


def things_table(rows: Sequence[Row], language: Language) -> Table | str:
    if not rows:
        return say("selection.none", language)
    table = table_of({"kind": 0, "record": 2, "title": 3, "state": 0, "usable": 0}, language)
    for row in rows:
        usable = "—" if row["usable"] is None else say(f"selection.usable.{row['usable']}", language)
        named = say(f"ledger.kind.{row['kind']}", language)
        state = say(f"ledger.state.{row['state']}", language)
        table.add_row(named, Text(row["key"]), Text(row["title"]), state, usable)
    return table


def lapse_row(lapse: Lapse) -> Row:
    return {
        "day": lapse.day.isoformat(),
        "kind": lapse.kind.value,
        "key": lapse.key,
        "reason": lapse.reason,
        "points": list(lapse.points),
    }


def lapses_table(lapses: Sequence[Lapse], within: int, language: Language) -> Table | str:
    if not lapses:
        return say("selection.nothing_lapses", language, days=within)
    table = table_of({"last_day": 0, "kind": 0, "record": 2, "why": 1, "points": 3}, language)
    for lapse in lapses:
        table.add_row(
            lapse.day.isoformat(),
            say(f"ledger.kind.{lapse.kind}", language),
            Text(lapse.key),
            say(f"selection.lapse.{lapse.reason}", language),
            Text("\n".join(lapse.points) or "—"),
        )
    return table


def shown(thing: Thing, selection: Selection, names: Mapping[str, str], at: datetime) -> Row:
    """One record with all that was done to it."""
    held = thing.standing
    return thing_row(thing, selection, at) | {
        "in_force": held.in_force and held.in_force.body,
        "pending": held.pending and held.pending.body,
        "lacking": [{"what": what, "key": key} for what, key in _lacking(thing, selection, at)],
        "acts": [_act_row(act, names) for act in thing.acts],
    }


def thing_tables(
    thing: Thing, selection: Selection, names: Mapping[str, str], at: datetime, language: Language
) -> Group:
    held = thing.standing
    parts: list[Table | Text] = [Text(_headline(thing, selection, at, language), style="bold")]
    for what, key in _lacking(thing, selection, at):
        parts.append(Text(say(f"selection.lacking.{what}", language, key=key), style="red"))
    for code, content in (("in_force", held.in_force), ("pending", held.pending)):
        if content is not None:
            parts.append(Text(f"\n{say(f'selection.{code}', language)}", style="bold"))
            parts.append(_content_table(content.body, language))
    return Group(
        *parts, Text(f"\n{say('selection.acts', language)}", style="bold"), _acts(thing, names, language)
    )


def _headline(thing: Thing, selection: Selection, at: datetime, language: Language) -> str:
    row = thing_row(thing, selection, at)
    told = [
        f"{say(f'ledger.kind.{thing.kind}', language)} {thing.key}",
        say(f"ledger.state.{row['state']}", language),
    ]
    if row["usable"] is not None:
        told.append(say(f"selection.usable.{row['usable']}", language))
    if row["until"]:
        told.append(say("selection.until", language, at=moment(datetime.fromisoformat(row["until"]))))
    return " · ".join(told)


def _content_table(body: Mapping[str, Any] | None, language: Language) -> Table | Text:
    if body is None:
        return Text(say("selection.erased", language))
    table = table_of({"key": 0, "value": 1}, language)
    for key, value in _flat(body):
        table.add_row(key, Text(value))
    return table


def _flat(body: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """What a body says, a line for each value that is there."""
    for key, value in body.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{key}.")
        elif isinstance(value, list):
            told = [
                " ".join(map(str, one.values())) if isinstance(one, Mapping) else str(one) for one in value
            ]
            if told:
                yield f"{before}{key}", "\n".join(told)
        elif value not in (None, ""):
            yield f"{before}{key}", str(value)


def _line(one: object) -> str:
    return " ".join(map(str, one.values())) if isinstance(one, Mapping) else str(one)


def _acts(thing: Thing, names: Mapping[str, str], language: Language) -> Table:
    table = table_of({"number": 0, "time": 0, "act": 0, "person": 1, "reason": 3}, language)
    for act in thing.acts:
        row = _act_row(act, names)
        named = say(f"ledger.act.{act.kind}", language)
        about = say("selection.of_act", language, number=row["of"]) if row["of"] else ""
        reason = "\n".join(part for part in (about, row["reason"]) if part)
        table.add_row(str(act.number), moment(act.at), named, Text(row["person"]), Text(reason))
    return table


def _act_row(act: Done, names: Mapping[str, str]) -> Row:
    body = act.body or {}
    of = body.get("of")
    return {
        "number": act.number,
        "at": act.at.isoformat(),
        "act": act.kind,
        "person": names.get(act.person or "", "—"),
        "of": of if isinstance(of, int) else None,
        "reason": str(body.get("reason", "")),
    }


def _lacking(thing: Thing, selection: Selection, at: datetime) -> list[tuple[str, str]]:
    if thing.kind not in _LEANT_ON:
        return []
    return [(need.what, need.key) for need in selection.usable.lacking((thing.kind, thing.key), at)]


def _period_at(thing: Thing, selection: Selection, at: datetime) -> Period | None:
    periods = selection.usable.periods((thing.kind, thing.key))
    return next((period for period in periods if at in period), None)


def _title(thing: Thing) -> str:
    told = [getattr(thing.newest, name, None) for name in _TITLES]
    return next((str(one) for one in told if one), "")
