"""What became of a clause held against a selling point."""

from enum import StrEnum


class Outcome(StrEnum):
    APPROVED = "approved"
    EXCEEDS = "exceeds"
    WEAKER = "weaker"
    OUT_OF_DATE = "out_of_date"
