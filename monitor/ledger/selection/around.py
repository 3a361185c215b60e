"""What is submitted around a broadcast: hosts, the review before it, checks of the agency, training."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from monitor.ledger.selection.body import About, Attached, Body, Day, Key, Outcome, Text, Verification, one_of
from monitor.ledger.selection.kind import Kind

CHECKED = frozenset({Kind.SUPPLIER, Kind.PRODUCT})


class Host(Body):
    """A host's identity, agency and qualifications, as verified (article 28)."""

    name: Text
    verification: Verification
    channel: str | None = None
    agency: str | None = None
    qualifications: tuple[Key, ...] = ()
    note: str = ""


class HostReport(Body):
    """The host's identity and qualifications, told to the platform before a broadcast (article 28)."""

    host: Key
    broadcast: Text
    platform: Text
    reported_at: AwareDatetime
    channel: str | None = None
    receipt: str | None = None
    attachments: tuple[Attached, ...] = ()


class Item(Body):
    """One part of the review before a broadcast. What is changed or failed needs a note."""

    outcome: Literal["passed", "changed", "failed", "not_used"]
    note: str = Field("", validate_default=True)
    attachments: tuple[Attached, ...] = ()

    @field_validator("note")
    @classmethod
    def _is_explained(cls, note: str, info: ValidationInfo) -> str:
        if info.data.get("outcome") in ("changed", "failed") and not note:
            raise PydanticCustomError("note", "value.note")
        return note


class Sheet(Body):
    """The review before a broadcast, of all that will be said and seen (article 30)."""

    broadcast: Text
    spoken: Item
    display: Item
    costume: Item
    set: Item
    props: Item
    channel: str | None = None
    note: str = ""


class AgencyCheck(Body):
    """What an agency found when it checked a supplier or its goods for itself (article 45)."""

    agency: Text
    of: About
    outcome: Outcome
    checked_on: Day
    note: str = ""
    attachments: tuple[Attached, ...] = ()

    @field_validator("of")
    @classmethod
    def _is_of_goods(cls, of: About) -> About:
        return one_of(of, CHECKED)


class Training(Body):
    """Training that hosts were given (articles 10 and 41). hours: how long it took."""

    title: Text
    held_on: Day
    by: Text
    hosts: Annotated[tuple[Key, ...], Field(min_length=1)]
    hours: float | None = Field(None, gt=0)
    channel: str | None = None
    note: str = ""
    attachments: tuple[Attached, ...] = ()
