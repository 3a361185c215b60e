"""Which version of which law applied on the day of a broadcast."""

from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, model_validator

from monitor.messages import Language
from monitor.rules.grade import Citation
from monitor.text.yaml_file import read_yaml

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOT_ADVERTISING = frozenset({"seller", "merchant", "not_advertising", "non_advertising"})


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Version(_Entry):
    """One text of a law, in force from `in_force` through `until`; None is open.

    dated: whether the day is certain; where not, `in_force` is the end of the month or year that the
    source names. was: today's article number → its number in this version, or None where it had none.
    text_read: the articles whose wording was read in this version, or `all`; the others are cited from
    summaries.
    """

    in_force: date
    until: date | None = None
    dated: bool = True
    was: dict[str, str | None] = {}
    text_read: Literal["all"] | list[str] = []

    def number(self, article: str) -> str | None:
        """Today's `11(4)` as this version numbers it: by the item, else by the article it is of."""
        article, bracket, item = article.partition("(")
        if (whole := article + bracket + item) in self.was:
            return self.was[whole]
        number = self.was.get(article, article)
        return None if number is None else number + bracket + item

    def confirms(self, number: str) -> bool:
        """Whether the wording of an article, by this version's number, was read and its day is certain."""
        return self.dated and (self.text_read == "all" or number.partition("(")[0] in self.text_read)


class Law(_Entry):
    """source: a public address of the text, or None. confidence: how far what is said of it here holds."""

    id: str
    name: dict[Language, str]
    issuer: str
    advertising: bool = False
    source: str | None
    confidence: Literal["high", "medium", "low"]
    versions: list[Version] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_at_a_time(self) -> "Law":
        if any(not a.until or not a.in_force <= a.until < b.in_force for a, b in pairwise(self.versions)):
            raise ValueError("in_force / until")
        return self

    def on(self, day: date) -> Version | None:
        """The version in force on `day`, or None before the first and after the last."""
        return next((v for v in self.versions if v.in_force <= day and (not v.until or day <= v.until)), None)


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

    @property
    def ids(self) -> list[str]:
        return list(self._laws)

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
        numbered = [
            (basis.law, number, version)
            for basis, version in in_force
            for article in basis.articles
            if (number := version.number(article))
        ]
        return tuple(
            Citation(law, number, version.in_force.isoformat(), version.confirms(number))
            for law, number, version in numbered
        )


def legal_day(moment: datetime) -> date:
    """The calendar day in Shanghai."""
    return moment.astimezone(SHANGHAI).date()
