"""What is submitted of suppliers, their goods and the claims made of them."""

from datetime import date
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from monitor.claims.product import Price
from monitor.ledger.selection.body import (
    About,
    Attached,
    Body,
    Day,
    Key,
    Outcome,
    Text,
    Verification,
    after,
    one_of,
)
from monitor.ledger.selection.kind import Kind

QUALIFIED = frozenset({Kind.SUPPLIER, Kind.PRODUCT, Kind.HOST})
RE_REVIEWED = frozenset({Kind.SUPPLIER, Kind.PRODUCT, Kind.QUALIFICATION, Kind.POINT})


Cause = Literal["periodic", "expiry", "change", "flag"]


class Supplier(Body):
    """qualifications: those it leans on. verification: of the merchant and its licence."""

    name: Text
    verification: Verification
    qualifications: tuple[Key, ...] = ()
    note: str = ""
    attachments: tuple[Attached, ...] = ()


class Product(Body):
    """The keys of the catalogue file, with its supplier and the qualifications it leans on."""

    supplier: Key
    name: Text
    category: Text
    aliases: tuple[str, ...] = ()
    link: str | None = None
    price: Price = Price()
    registered_functions: tuple[str, ...] = ()
    registration_no: str | None = None
    required_statements: tuple[str, ...] = ()
    qualifications: tuple[Key, ...] = ()
    note: str = ""
    attachments: tuple[Attached, ...] = ()


class Qualification(Body):
    """of: whose it is. valid_from, valid_until: both days are within it; open where none is given.

    authorised_by: the qualification that this one derives from, in a chain of authorisations.
    """

    of: About
    type: Literal[
        "licence",
        "production_permit",
        "registration",
        "filing",
        "trademark",
        "patent",
        "inspection_report",
        "authorisation",
    ]
    number: Text
    issuer: Text
    scope: str = ""
    valid_from: Day | None = None
    valid_until: Day | None = None
    authorised_by: Key | None = None
    attachments: tuple[Attached, ...] = ()

    @field_validator("of")
    @classmethod
    def _can_be_qualified(cls, of: About) -> About:
        return one_of(of, QUALIFIED)

    @field_validator("valid_until")
    @classmethod
    def _in_order(cls, last: date | None, info: ValidationInfo) -> date | None:
        return after(last, info, "valid_from")


class Sample(Body):
    """A sample evaluated or tested; or waived, with the reason and what stands in for it."""

    product: Key
    way: Literal["evaluation", "sampling_test", "waived"]
    outcome: Outcome | None = None
    by: str = ""
    tested_on: Day | None = None
    reason: str = ""
    substitute: str = ""
    attachments: tuple[Attached, ...] = ()

    @model_validator(mode="after")
    def _is_told(self) -> "Sample":
        waived = self.way == "waived"
        if waived and not (self.reason and (self.substitute or self.attachments)):
            raise PydanticCustomError("waiver", "value.waiver")
        if waived == (self.outcome is not None):
            raise PydanticCustomError("outcome", "value.outcome")
        return self

    @property
    def serves(self) -> bool:
        """Whether the product may go on with it, once it is approved."""
        return self.way == "waived" or self.outcome == "passed"


class Evidence(Body):
    """What a point leans on. note: evidence in words, such as a report's number."""

    qualifications: tuple[Key, ...] = ()
    samples: tuple[Key, ...] = ()
    note: str = ""
    attachments: tuple[Attached, ...] = ()


class Point(Body):
    """One selling point, to be said as it stands or in a wording of `also`; valid on both of its days."""

    product: Key
    text: Text
    also: tuple[Text, ...] = ()
    evidence: Evidence
    allow_weaker: bool = False
    valid_from: Day | None = None
    valid_until: Day | None = None

    @field_validator("evidence")
    @classmethod
    def _has_evidence(cls, evidence: Evidence) -> Evidence:
        if evidence == Evidence():
            raise PydanticCustomError("evidence", "value.no_evidence")
        return evidence

    @field_validator("valid_until")
    @classmethod
    def _in_order(cls, last: date | None, info: ValidationInfo) -> date | None:
        return after(last, info, "valid_from")


class Inspection(Body):
    """A test by somebody else, or goods bought as a customer would. stage: of the sale."""

    product: Key
    by: Literal["third_party", "mystery"]
    stage: Literal["before", "during", "after"]
    outcome: Outcome
    inspected_on: Day
    body: str = Field("", description="who tested")
    number: str | None = None
    note: str = ""
    attachments: tuple[Attached, ...] = ()


class ReReview(Body):
    """Something approved, looked at again by the end of `due`. outcome: None as long as it is open.

    flag: the confirmed flag that caused it.
    """

    of: About
    cause: Cause
    due: Day
    outcome: Outcome | None = None
    reason: str = ""
    flag: str | None = None
    attachments: tuple[Attached, ...] = ()

    @field_validator("of")
    @classmethod
    def _can_be_reviewed(cls, of: About) -> About:
        return one_of(of, RE_REVIEWED)
