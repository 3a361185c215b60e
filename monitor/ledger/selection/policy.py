"""Who may do what in selection. Hosts, auditors and admins may do nothing here."""

from monitor.ledger.authority import Policy, Role
from monitor.ledger.selection.kind import Deed, Kind

_SUBMIT = frozenset({Role.OPERATOR, Role.QUALITY_MANAGER})
_DECIDE = frozenset({Role.QUALITY_MANAGER})
_OF_WORDS = frozenset({Role.QUALITY_MANAGER, Role.REVIEWER, Role.LEGAL})
_OF_PAPERS = frozenset({Role.QUALITY_MANAGER, Role.LEGAL})
_CORRECT = frozenset({Role.OPERATOR, Role.QUALITY_MANAGER, Role.REVIEWER, Role.LEGAL})

_DECIDED_BY = {
    Kind.SUPPLIER: _OF_PAPERS,
    Kind.QUALIFICATION: _OF_PAPERS,
    Kind.POINT: _OF_WORDS,
    Kind.SHEET: _OF_WORDS,
    Kind.RE_REVIEW: _OF_WORDS,
}
_SUBMITTED_BY = {Kind.RE_REVIEW: _CORRECT, Kind.SHEET: _SUBMIT | {Role.REVIEWER}}


def _roles(kind: Kind, deed: Deed) -> frozenset[Role]:
    if deed in (Deed.SUBMITTED, Deed.REVISED, Deed.WITHDRAWN):
        return _SUBMITTED_BY.get(kind, _SUBMIT)
    if deed is Deed.CORRECTED:
        return _CORRECT
    if deed is Deed.REVOKED:
        return _OF_PAPERS
    return _DECIDED_BY.get(kind, _DECIDE)


POLICY: Policy = {(kind, deed): _roles(kind, deed) for kind in Kind for deed in Deed}
