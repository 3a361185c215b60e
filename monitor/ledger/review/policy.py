"""Who may do what in reviewing. What is not named here nobody may do."""

from monitor.ledger.authority import Policy, Role
from monitor.ledger.review.state import DECISIONS, Deed

FLAG, CORRECTION, SUGGESTION = "flag", "correction", "suggestion"
TASK, CASE, NOTICE, SLICE = "task", "case", "notice", "slice"

_DECIDE = frozenset({Role.REVIEWER, Role.LEGAL, Role.QUALITY_MANAGER, Role.ADMIN})
_HEAD = frozenset({Role.LEGAL, Role.QUALITY_MANAGER, Role.ADMIN})
_ON_AIR = _DECIDE | {Role.OPERATOR}

ESCALATED = frozenset({Role.LEGAL, Role.QUALITY_MANAGER})
"""Those who decide what has been escalated."""

POLICY: Policy = {
    **{(FLAG, deed.value): _DECIDE for deed in DECISIONS},
    (FLAG, "taken"): _DECIDE,
    (FLAG, Deed.UNDONE): _DECIDE,
    (FLAG, Deed.NOTED): _DECIDE,
    (FLAG, Deed.APPEALED): _DECIDE | {Role.HOST},
    (FLAG, Deed.ON_AIR): _ON_AIR,
    (CORRECTION, "recorded"): _ON_AIR,
    (CORRECTION, "confirmed"): _DECIDE,
    (CORRECTION, "withdrawn"): _ON_AIR,
    (SUGGESTION, "suggested"): _DECIDE,
    (SUGGESTION, "taken"): _HEAD,
    (SUGGESTION, "refused"): _HEAD,
    (SUGGESTION, "withdrawn"): _DECIDE,
    (TASK, "opened"): _DECIDE,
    (TASK, "extended"): _DECIDE,
    (TASK, "done"): frozenset(Role) - {Role.AUDITOR},
    (TASK, "verified"): _DECIDE,
    (TASK, "returned"): _DECIDE,
    (TASK, "cancelled"): _DECIDE,
    (CASE, "opened"): _DECIDE,
    (CASE, "gathered"): _DECIDE,
    (CASE, "dropped"): _DECIDE,
    (CASE, "hold_placed"): _HEAD,
    (CASE, "hold_lifted"): _HEAD,
    (CASE, "closed"): _HEAD,
    (CASE, "reopened"): _HEAD,
    (NOTICE, "imported"): _DECIDE,
    (NOTICE, "matched"): _DECIDE,
    (NOTICE, "missed"): _DECIDE,
    (SLICE, "linked"): _ON_AIR,
    (SLICE, "unlinked"): _ON_AIR,
}
