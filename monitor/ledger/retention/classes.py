"""Classes of what is kept, as data: where each starts, how long the law and the operator want it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from monitor.messages import Language, say
from monitor.rules.citation import legal_day
from monitor.text.yaml_file import YamlFile, read_yaml

OURS = Path(__file__).with_name("classes.yaml")


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Starts(StrEnum):
    BROADCAST_END = "broadcast_end"
    LAST_BROADCAST = "last_broadcast"
    LAST_ACT = "last_act"


class Length(_Entry):
    years: int = Field(0, ge=0, le=100)
    days: int = Field(0, ge=0, le=36_500)

    def after(self, moment: datetime) -> date:
        """The first day, Shanghai's, on which the length has wholly passed since `moment`."""
        day = legal_day(moment)
        try:
            end = day.replace(year=day.year + self.years)
        except ValueError:
            end = date(day.year + self.years, 3, 1)
        return end + timedelta(days=self.days + 1)

    def covers(self, other: "Length") -> bool:
        """Whether it is at least as long as the other, whatever the years."""
        if self.days == other.days or self.years == other.years:
            return (self.years, self.days) >= (other.years, other.days)
        return self.years * 365 + self.days >= other.years * 366 + other.days

    def sentence(self, language: Language) -> str:
        parts = {"years": self.years, "days": self.days}
        return " ".join(say(f"retention.{unit}", language, count=n) for unit, n in parts.items() if n)


class RetentionClass(_Entry):
    """floor: what the law asks for at least, None where it names no length. keep: what holds here."""

    id: str
    starts: Starts
    floor: Length | None
    keep: Length
    law: str
    article: str | None
    kinds: list[str]

    def basis(self, language: Language) -> str:
        """Law and article, in words."""
        law = say(f"retention.law.{self.law}", language)
        return (
            law if self.article is None else say("retention.article", language, law=law, article=self.article)
        )


Classes = Mapping[str, RetentionClass]
"""By id."""


class _Ours(_Entry):
    classes: list[RetentionClass]


class _Longer(_Entry):
    classes: dict[str, Length]


@cache
def ours() -> tuple[RetentionClass, ...]:
    return tuple(read_yaml(OURS, _Ours)[0].classes)


def load_classes(own: Path | None) -> Classes:
    """Every class by its id, as long as the operator's file says: `classes: {review_record: {years: 5}}`.

    FileError with file and line: BadValue for a length under the legal floor, and for a class there is not.
    """
    found = {one.id: one for one in ours()}
    if own is None:
        return found
    document = YamlFile(own)
    for id_, keep in document.into(_Longer).classes.items():
        known = found.get(id_)
        if known is None:
            raise document.bad_value(("classes", id_), "retention.no_class", known=", ".join(found))
        if known.floor and not keep.covers(known.floor):
            floor = f"{known.floor.years} / {known.floor.days}"
            raise document.bad_value(("classes", id_), "retention.under_floor", floor=floor)
        found[id_] = known.model_copy(update={"keep": keep})
    return found
