"""The kinds of records of selection, and what may be done to them."""

from enum import StrEnum


class Kind(StrEnum):
    SUPPLIER = "supplier"
    PRODUCT = "product"
    QUALIFICATION = "qualification"
    SAMPLE = "sample"
    POINT = "point"
    INSPECTION = "inspection"
    RE_REVIEW = "re_review"
    HOST = "host"
    HOST_REPORT = "host_report"
    SHEET = "sheet"
    AGENCY_CHECK = "agency_check"
    TRAINING = "training"


class Deed(StrEnum):
    """Kinds of acts. What is submitted or revised has to be decided by somebody else."""

    SUBMITTED = "submitted"
    REVISED = "revised"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    CORRECTED = "corrected"


Subject = tuple[Kind, str]
"""A record by its kind and the user's key."""
