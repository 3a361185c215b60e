"""What the bodies of acts have in common, and the bodies of decisions."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from monitor.ledger.selection.kind import Kind, Subject

Text = Annotated[str, Field(min_length=1)]
Key = Annotated[str, Field(min_length=1, max_length=200)]
Day = Annotated[date, Field(ge=date(1900, 1, 1))]
Outcome = Literal["passed", "failed"]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class Attached(Body):
    """A file by the hex SHA-256 of its bytes. size: bytes. name: a file name, never a path."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int = Field(ge=0)
    media_type: Text
    name: str = Field(pattern=r"^[^/\\]+$")


class About(Body):
    """The record that another is about."""

    kind: Kind
    key: Key

    @property
    def subject(self) -> Subject:
        return self.kind, self.key


class Verification(Body):
    """Who somebody is, verified: when, how, and when it is to be done again."""

    verified_on: Day
    method: Text
    number: str | None = None
    renew_by: Day | None = None
    attachments: tuple[Attached, ...] = ()


class Decision(Body):
    """of: the number of the act that submitted what is decided on."""

    of: int
    reason: str = ""
    attachments: tuple[Attached, ...] = ()


class Refusal(Decision):
    """A decision against something: it has a reason."""

    reason: Text


class Correction(Body):
    """A mistake of the record: in which act, and what is right. What is in force stays as it is."""

    of: int
    reason: Text


def one_of(about: About, kinds: frozenset[Kind]) -> About:
    """`about`, if it is of one of the kinds."""
    if about.kind not in kinds:
        raise PydanticCustomError("enum", "kind", {"expected": "、".join(sorted(kinds))})
    return about


def after(last: date | None, info: ValidationInfo, first: str) -> date | None:
    """`last`, unless it is before the field `first`."""
    begin = info.data.get(first)
    if last is not None and begin is not None and last < begin:
        raise PydanticCustomError("dates", "value.dates")
    return last
