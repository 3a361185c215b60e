"""The broadcast file: when, where and by whom it was spoken, and which product was on when."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from monitor.claims.catalogue import Catalogue
from monitor.claims.speaker import Speaker, Who
from monitor.rules.citation import legal_day
from monitor.rules.facts import Facts
from monitor.text.utterance import Utterance
from monitor.text.yaml_file import Place, YamlFile

Role = Literal["advertiser", "agent", "publisher", "endorser", "seller", "merchant", "not_advertising"]
_ENDORSER = "endorser"
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2}(?:\.\d+)?)")


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class _Turn(_Entry):
    at: Any
    product: str
    speaker: str | None = None


class _Speaker(_Entry):
    name: str = Field(min_length=1)
    who: Who = Who.HOST
    role: Role | None = None
    at: list[Annotated[list[Any], Field(min_length=2, max_length=2)]] = []


class _BroadcastFile(_Entry):
    id: str = Field(min_length=1)
    started_at: AwareDatetime | None = None
    channel: str | None = None
    host: str | None = None
    role: str | None = None
    ai_host: bool = False
    run_sheet: list[_Turn] = []
    speakers: list[_Speaker] = []
    facts: Facts = Facts()


@dataclass(frozen=True, slots=True)
class Turn:
    """From media second `at`, `product` is on air. speaker: who presents it, where the sheet says so."""

    at: float
    product: str
    speaker: str | None = None


@dataclass(frozen=True)
class Broadcast:
    """started_at: aware, or None where no file says. role: of the room and its hosts in advertising law, or
    None. speakers: those the file lists."""

    id: str
    started_at: datetime | None = None
    channel: str | None = None
    host: str | None = None
    role: str | None = None
    ai_host: bool = False
    run_sheet: tuple[Turn, ...] = ()
    facts: Facts = field(default_factory=Facts)
    speakers: tuple[Speaker, ...] = ()

    def speaker(self, utterance: Utterance) -> Speaker | None:
        """Who speaks: by the transcript, else by the stretches of `speakers`, else by the run sheet.

        A name that `speakers` does not list has no role there; where nothing is listed at all, the room's.
        """
        start = utterance.start
        if utterance.speaker is not None:
            return self._named(utterance.speaker)
        if start is None:
            return None
        if heard := next((s for s in self.speakers if s.speaks_at(start)), None):
            return heard
        turn = next((turn for turn in reversed(self.run_sheet) if turn.at <= start), None)
        return self._named(turn.speaker) if turn and turn.speaker else None

    def _named(self, name: str) -> Speaker:
        listed = next((speaker for speaker in self.speakers if speaker.name == name), None)
        return listed or Speaker(name, role=None if self.speakers else self.role)

    def day(self, today: date) -> date:
        """The legal day: Shanghai's of the start, or `today` where the start is not known."""
        return legal_day(self.started_at) if self.started_at else today


def load_broadcast(path: Path, catalogue: Catalogue) -> Broadcast:
    """FileError with file and line; every product it names must be in the catalogue."""
    document = YamlFile(path)
    found = document.into(_BroadcastFile)
    turns = [_turn(document, i, t, found) for i, t in enumerate(found.run_sheet)]
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
        _speakers(document, found),
    )


def _turn(document: YamlFile, index: int, turn: _Turn, found: _BroadcastFile) -> Turn:
    names = [speaker.name for speaker in found.speakers]
    if turn.speaker is not None and turn.speaker not in names:
        place = ("run_sheet", index, "speaker")
        raise document.bad_value(place, "value.speaker", said=turn.speaker, known="、".join(names) or "—")
    at = _second(document, ("run_sheet", index, "at"), turn.at, found.started_at)
    return Turn(at, turn.product, turn.speaker)


def _speakers(document: YamlFile, found: _BroadcastFile) -> tuple[Speaker, ...]:
    """Hosts are what the room is, and so is a viewer it puts on air; a guest who recommends in its own
    name is an endorser; unless the file says otherwise."""
    document.unique((s.name, ("speakers", i, "name")) for i, s in enumerate(found.speakers))
    speakers: list[Speaker] = []
    for i, said in enumerate(found.speakers):
        role = said.role or (_ENDORSER if said.who is Who.GUEST else found.role)
        spoke = tuple(
            _stretch(document, ("speakers", i, "at", j), pair, found.started_at)
            for j, pair in enumerate(said.at)
        )
        for j, (begin, until) in enumerate(spoke):
            for other in speakers:
                if any(begin < end and first < until for first, end in other.spoke):
                    raise document.bad_value(("speakers", i, "at", j), "value.both_speak", other=other.name)
        speakers.append(Speaker(said.name, said.who, role, spoke))
    return tuple(speakers)


def _stretch(
    document: YamlFile, place: Place, pair: list[Any], started_at: datetime | None
) -> tuple[float, float]:
    begin, until = (_second(document, (*place, k), said, started_at) for k, said in enumerate(pair))
    if until <= begin:
        raise document.bad_value((*place, 1), "value.order", said=pair[1], first=pair[0])
    return begin, until


def _second(document: YamlFile, place: Place, said: Any, started_at: datetime | None) -> float:
    """Media seconds: a number, [h:]mm:ss from the start, or a time of day with its offset."""
    if isinstance(said, int | float) and not isinstance(said, bool) and said >= 0:
        return float(said)
    if isinstance(said, str) and (clock := _CLOCK.fullmatch(said.strip())):
        hours, minutes, seconds = clock.groups()
        return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds)
    if isinstance(said, str) and started_at and (moment := _moment(said)):
        return max(0.0, (moment - started_at).total_seconds())
    raise document.bad_value(place, "value.moment", said=repr(said)[:60])


def _moment(said: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(said.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else None
