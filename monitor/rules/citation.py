"""Which version of which law applied on the day of a broadcast."""

from datetime import date, datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from monitor.messages import Language
from monitor.rules.grade import Citation
from monitor.text.yaml_file import read_yaml

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOT_ADVERTISING = frozenset({"seller", "merchant", "not_advertising", "non_advertising"})


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Version(_Entry):
    """One text of a law. was: today's article number → its number in this version."""

    in_force: date
    was: dict[str, str] = {}


class Law(_Entry):
    id: str
    name: dict[Language, str]
    issuer: str
    advertising: bool = False
    confidence: Literal["high", "medium", "low"]
    versions: list[Version] = Field(min_length=1)

    def on(self, day: date) -> Version | None:
        """The version in force on `day`, or None before the first."""
        begun = [version for version in self.versions if version.in_force <= day]
        return max(begun, key=lambda version: version.in_force, default=None)


class _LawFile(_Entry):
    laws: list[Law]


class Basis(_Entry):
    """The articles of one law that a rule rests on, in today's numbering."""

    law: str
    articles: list[str] = Field(min_length=1)


class Laws:
    """Every law by its id."""

    def __init__(self, laws: list[Law]) -> None:
        self._laws = {law.id: law for law in laws}

    @classmethod
    def read(cls, path: Path) -> "Laws":
        found, document = read_yaml(path, _LawFile)
        document.unique((law.id, ("laws", i, "id")) for i, law in enumerate(found.laws))
        return cls(found.laws)

    def __contains__(self, law: object) -> bool:
        return law in self._laws

    def name(self, law: str, language: Language) -> str:
        return self._laws[law].name[language]

    def cite(self, bases: list[Basis], day: date, role: str | None) -> tuple[Citation, ...]:
        """The articles in force on `day`, in that day's numbering.

        Where the speaker is not advertising, advertising law gives way if another law remains.
        """
        in_force = [(basis, version) for basis in bases if (version := self._laws[basis.law].on(day))]
        if role in NOT_ADVERTISING:
            others = [(b, v) for b, v in in_force if not self._laws[b.law].advertising]
            in_force = others or in_force
        return tuple(
            Citation(basis.law, version.was.get(article, article), version.in_force.isoformat())
            for basis, version in in_force
            for article in basis.articles
        )


def legal_day(moment: datetime) -> date:
    """The calendar day in Shanghai."""
    return moment.astimezone(SHANGHAI).date()
