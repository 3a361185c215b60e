"""The broadcast file: when, where and by whom it was spoken, and which product was on when."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from monitor.claims.catalogue import Catalogue
from monitor.rules.citation import legal_day
from monitor.rules.facts import Facts
from monitor.text.yaml_file import YamlFile

_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2}(?:\.\d+)?)")


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class _Turn(_Entry):
    at: Any
    product: str


class _BroadcastFile(_Entry):
    id: str = Field(min_length=1)
    started_at: AwareDatetime | None = None
    channel: str | None = None
    host: str | None = None
    role: str | None = None
    ai_host: bool = False
    run_sheet: list[_Turn] = []
    speakers: Any = None
    facts: Facts = Facts()


@dataclass(frozen=True, slots=True)
class Turn:
    """From media second `at`, `product` is on air."""

    at: float
    product: str


@dataclass(frozen=True)
class Broadcast:
    """started_at: aware, or None where no file says. role: who speaks in advertising law, or None."""

    id: str
    started_at: datetime | None = None
    channel: str | None = None
    host: str | None = None
    role: str | None = None
    ai_host: bool = False
    run_sheet: tuple[Turn, ...] = ()
    facts: Facts = field(default_factory=Facts)

    def day(self, today: date) -> date:
        """The legal day: Shanghai's of the start, or `today` where the start is not known."""
        return legal_day(self.started_at) if self.started_at else today


def load_broadcast(path: Path, catalogue: Catalogue) -> Broadcast:
    """FileError with file and line; every product it names must be in the catalogue."""
    document = YamlFile(path)
    found = document.into(_BroadcastFile)
    turns = [_turn(document, i, t, found.started_at) for i, t in enumerate(found.run_sheet)]
    for i, turn in enumerate(turns):
        if turn.product not in catalogue.by_id:
            raise document.bad_value(("run_sheet", i, "product"), "value.product", said=turn.product)
    for kind, product in found.facts.products:
        if product not in catalogue.by_id:
            raise document.bad_value(("facts", kind, product), "value.product", said=product)
    return Broadcast(
        found.id,
        found.started_at,
        found.channel,
        found.host,
        found.role,
        found.ai_host,
        tuple(sorted(turns, key=lambda turn: turn.at)),
        found.facts,
    )


def _turn(document: YamlFile, index: int, turn: _Turn, started_at: datetime | None) -> Turn:
    """`at` is seconds, [h:]mm:ss from the start, or a time of day with its offset."""
    said = turn.at
    if isinstance(said, int | float) and not isinstance(said, bool) and said >= 0:
        return Turn(float(said), turn.product)
    if isinstance(said, str) and (clock := _CLOCK.fullmatch(said.strip())):
        hours, minutes, seconds = clock.groups()
        return Turn(int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds), turn.product)
    if isinstance(said, str) and started_at and (moment := _moment(said)):
        return Turn(max(0.0, (moment - started_at).total_seconds()), turn.product)
    raise document.bad_value(("run_sheet", index, "at"), "value.moment", said=repr(said)[:60])


def _moment(said: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(said.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else None
