"""What people do to a flag, each within one `database.writing` transaction.

Flags themselves never change. NotAllowed, OwnMatter, WrongState, LeaseHeld, LeaseMissing, NoSuchReason.
"""

from datetime import datetime
from typing import Literal

from sqlmodel import Session

from monitor.errors import NoSuchRecord, NotAllowed, OwnMatter, WrongState
from monitor.ledger import act
from monitor.ledger.act import Done
from monitor.ledger.authority import Person, Role, allow
from monitor.ledger.review import lease, suggestion
from monitor.ledger.review.body import Body
from monitor.ledger.review.correction import corrections_of
from monitor.ledger.review.matter import Matter
from monitor.ledger.review.policy import CORRECTION, ESCALATED, FLAG, POLICY
from monitor.ledger.review.reason import check_reason
from monitor.ledger.review.state import BEFORE, DECISIONS, Deed
from monitor.ledger.review.suggestion import What

_RECORDERS = POLICY[FLAG, Deed.APPEALED] - {Role.HOST}


class Ruling(Body):
    """A decision: a reason of `reasons.yaml`, and a note where that says too little."""

    reason: str
    note: str = ""


class Appeal(Body):
    """by: whose appeal it is, whoever records it. statement: in their words."""

    by: Literal["host", "merchant"]
    statement: str


class Note(Body):
    note: str


class Undone(Body):
    """deed: what is taken back; it is the act before this one."""

    deed: str


def may_take(found: Matter, who: Person) -> None:
    """NotAllowed or OwnMatter unless the person may hold the flag for review."""
    allow(who, POLICY, FLAG, "taken", found.scope)
    _may_judge(found, who, "taken")


def decide(session: Session, found: Matter, who: Person, deed: Deed, ruling: Ruling, at: datetime) -> Done:
    """A decision, by whoever holds the lease at `at`; the lease ends with it.

    A dismissal because the words are those approved suggests them as a wording of the point.
    """
    _permit(found, who, deed)
    lease.held_by(session, found.flag.id, who, at)
    _in_state(found, deed)
    check_reason(deed, ruling.reason, ruling.note)
    if (deed, ruling.reason) == (Deed.CORRECTED, "on_air"):
        _heard_corrected(session, found)
    done = _do(session, found, who, deed, ruling)
    lease.release(session, found.flag.id, who, at)
    if (deed, ruling.reason) == (Deed.DISMISSED, "same_as_approved"):
        suggestion.suggest(session, found, who, What.WORDING, done.number)
    return done


def undo(session: Session, found: Matter, who: Person, at: datetime) -> Done:
    """Take one's own decision back, as long as nothing happened since and nobody else holds the flag."""
    _permit(found, who, Deed.UNDONE)
    lease.free(session, found.flag.id, who, at)
    last = found.review.last
    if last is None or not found.review.can_undo(who.id):
        raise WrongState(act=Deed.UNDONE.value, kind=FLAG, key=found.flag.id, state=found.review.state.value)
    suggestion.withdraw(session, found, who, last.number)
    return _do(session, found, who, Deed.UNDONE, Undone(deed=last.kind))


def appeal(session: Session, found: Matter, who: Person, said: Appeal) -> Done:
    """Against a confirmed flag. Hosts appeal for themselves in their own broadcasts; reviewers record any."""
    _permit(found, who, Deed.APPEALED)
    if said.by != "host" and not _records_appeals(who):
        raise NotAllowed(person=who.key, kind=FLAG, act=Deed.APPEALED.value, roles=_named(_RECORDERS))
    _in_state(found, Deed.APPEALED)
    return _do(session, found, who, Deed.APPEALED, said)


def note(session: Session, found: Matter, who: Person, said: Note) -> Done:
    _permit(found, who, Deed.NOTED)
    return _do(session, found, who, Deed.NOTED, said)


def choices(found: Matter, who: Person | None = None) -> list[Deed]:
    """What can be done next, by that person if one is given, once they hold the lease."""
    allowed = [deed for deed in BEFORE if found.review.allows(deed)]
    if who is None:
        return allowed
    if found.review.can_undo(who.id):
        allowed.append(Deed.UNDONE)
    return [deed for deed in allowed if _is_permitted(found, who, deed)]


def is_host_of(found: Matter, who: Person) -> bool:
    return Role.HOST in who.roles and found.broadcast.host in (who.key, who.name)


def _is_permitted(found: Matter, who: Person, deed: Deed) -> bool:
    try:
        _permit(found, who, deed)
    except NotAllowed:
        return False
    return True


def _permit(found: Matter, who: Person, deed: Deed) -> None:
    """NotAllowed or OwnMatter for what the person may not do, whatever state it is in."""
    allow(who, POLICY, FLAG, deed, found.scope)
    if deed in DECISIONS:
        _may_judge(found, who, deed)
    if deed in (Deed.UPHELD, Deed.OVERTURNED) and who.id in found.review.judges:
        raise OwnMatter(person=who.key, kind=FLAG, key=found.flag.id)
    if deed is Deed.APPEALED and not (_records_appeals(who) or is_host_of(found, who)):
        raise NotAllowed(person=who.key, kind=FLAG, act=deed.value, roles=_named(_RECORDERS))


def _may_judge(found: Matter, who: Person, deed: str) -> None:
    """Nobody judges what they said themselves; what was escalated is for some only."""
    if is_host_of(found, who):
        raise OwnMatter(person=who.key, kind=FLAG, key=found.flag.id)
    if found.review.is_escalated and not ESCALATED & who.roles:
        raise NotAllowed(person=who.key, kind=FLAG, act=str(deed), roles=_named(ESCALATED))


def _heard_corrected(session: Session, found: Matter) -> None:
    """NoSuchRecord unless an on-air correction of the flag is on record and confirmed."""
    if not any(one.state == "confirmed" for one in corrections_of(session, found)):
        raise NoSuchRecord(kind=CORRECTION, key=found.flag.id)


def _records_appeals(who: Person) -> bool:
    return bool(_RECORDERS & who.roles)


def _named(roles: frozenset[Role]) -> str:
    return "、".join(sorted(roles))


def _in_state(found: Matter, deed: Deed) -> None:
    if not found.review.allows(deed):
        raise WrongState(act=deed.value, kind=FLAG, key=found.flag.id, state=found.review.state.value)


def _do(session: Session, found: Matter, who: Person, deed: Deed, body: Body) -> Done:
    record = act.open_record(session, found.flag.tenant, FLAG, found.flag.id)
    return act.do(session, record, deed.value, who.id, body.dump())
