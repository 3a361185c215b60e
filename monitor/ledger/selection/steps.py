"""The steps of selection: submit, revise, decide, correct. Each is one act in the caller's transaction."""

from collections.abc import Iterator, Sequence

from sqlmodel import Session

from monitor.errors import FourEyes, NoSuchRecord, NotTheSame, WrongState
from monitor.ledger import act as acts
from monitor.ledger.act import Done
from monitor.ledger.authority import Person, allow
from monitor.ledger.selection.bodies import leans_on, plain
from monitor.ledger.selection.body import About, Attached, Body, Correction, Decision, Refusal
from monitor.ledger.selection.goods import ReReview
from monitor.ledger.selection.kind import Deed, Kind, Subject
from monitor.ledger.selection.policy import POLICY
from monitor.ledger.selection.selection import Thing, read_thing
from monitor.ledger.selection.standing import MAY, standing

_JUDGED = (Deed.APPROVED, Deed.REJECTED)


class Steps:
    """What one person does to one tenant's records, in one transaction (`database.writing`).

    Each step raises NotAllowed where the person's roles or responsibility do not reach, WrongState where the
    record does not stand so that it could be done, NoSuchRecord where something named is not there.
    """

    def __init__(self, session: Session, tenant: str, who: Person) -> None:
        self._session, self._tenant, self._who = session, tenant, who

    def submit(self, kind: Kind, key: str, body: Body) -> Done:
        """Anew, or again after it was rejected, withdrawn or revoked."""
        return self._write(Deed.SUBMITTED, self._held(kind, key), body)

    def revise(self, kind: Kind, key: str, body: Body) -> Done:
        """Other content, which has to be approved; what is in force stays so until then."""
        return self._write(Deed.REVISED, read_thing(self._session, self._tenant, kind, key), body)

    def decide(
        self, deed: Deed, kind: Kind, key: str, reason: str = "", attachments: Sequence[Attached] = ()
    ) -> Done:
        """Approve, reject, withdraw or revoke. FourEyes for who wrote what is approved or rejected.

        All but an approval needs a reason.
        """
        thing = read_thing(self._session, self._tenant, kind, key)
        self._allow(deed, thing)
        self._may(deed, thing)
        content = thing.standing.pending or thing.standing.in_force
        if content is None:
            raise self._wrong(deed, thing)
        if deed in _JUDGED:
            self._judge(deed, thing, content.authors)
        form = Decision if deed is Deed.APPROVED else Refusal
        return self._do(deed, thing, form(of=content.act, reason=reason, attachments=tuple(attachments)))

    def correct(self, kind: Kind, key: str, correction: Correction) -> Done:
        """Say which act has a mistake in it, and what is right."""
        thing = read_thing(self._session, self._tenant, kind, key)
        self._allow(Deed.CORRECTED, thing)
        self._may(Deed.CORRECTED, thing)
        if correction.of not in range(1, len(thing.acts) + 1):
            raise NoSuchRecord(kind="act", key=f"{key} #{correction.of}")
        return self._do(Deed.CORRECTED, thing, correction)

    def _held(self, kind: Kind, key: str) -> Thing:
        try:
            return read_thing(self._session, self._tenant, kind, key)
        except NoSuchRecord:
            return Thing(kind, key, (), standing(()))

    def _write(self, deed: Deed, thing: Thing, body: Body) -> Done:
        self._allow(deed, thing, body)
        self._may(deed, thing)
        for kind, key in leans_on(body):
            read_thing(self._session, self._tenant, kind, key)
        self._keeps(thing, body)
        return self._do(deed, thing, body)

    def _do(self, deed: Deed, thing: Thing, body: Body) -> Done:
        record = acts.open_record(self._session, self._tenant, thing.kind, thing.key)
        return acts.do(self._session, record, deed, self._who.id, plain(body))

    def _may(self, deed: Deed, thing: Thing) -> None:
        if deed not in MAY[thing.standing.state]:
            raise self._wrong(deed, thing)

    def _judge(self, deed: Deed, thing: Thing, authors: frozenset[str | None]) -> None:
        if self._who.id in authors:
            raise FourEyes(person=self._who.key, kind=thing.kind, key=thing.key)
        body = thing.body(thing.standing.pending)
        if deed is Deed.APPROVED and isinstance(body, ReReview) and body.outcome is None:
            raise WrongState(act=deed, kind=thing.kind, key=thing.key, state="open")

    def _keeps(self, thing: Thing, body: Body) -> None:
        """A re-review is not put off, nor turned to something else."""
        first = thing.body(thing.standing.contents[0]) if thing.standing.contents else None
        if isinstance(first, ReReview) and isinstance(body, ReReview) and _fixed(first) != _fixed(body):
            raise NotTheSame(key=thing.key)

    def _wrong(self, deed: Deed, thing: Thing) -> WrongState:
        return WrongState(act=deed, kind=thing.kind, key=thing.key, state=thing.standing.state)

    def _allow(self, deed: Deed, thing: Thing, body: Body | None = None) -> None:
        """The person answers for what the record is about, as it stands and as it is to be."""
        held = thing.standing
        bodies = [body, thing.body(held.in_force), thing.body(held.pending)]
        subject = thing.kind, thing.key
        known: list[Body | None] = [one for one in bodies if one is not None]
        for one in known or [thing.newest]:
            allow(self._who, POLICY, thing.kind, deed, dict(self._scope(subject, one)))

    def _scope(self, subject: Subject, body: Body | None) -> Iterator[tuple[str, str]]:
        channel = getattr(body, "channel", None)
        if channel is not None:
            yield "channel", channel
        supplier = self._supplier(subject, body)
        if supplier is not None:
            yield "supplier", supplier

    def _supplier(self, subject: Subject, body: Body | None) -> str | None:
        if subject[0] is Kind.SUPPLIER:
            return subject[1]
        supplier: str | None = getattr(body, "supplier", None)
        if supplier is not None:
            return supplier
        about = getattr(body, "of", None)
        product = getattr(body, "product", None)
        under = about.subject if isinstance(about, About) else (Kind.PRODUCT, product) if product else None
        return self._supplier(under, self._held(*under).newest) if under else None


def _fixed(review: ReReview) -> tuple[object, ...]:
    return review.of, review.cause, review.due
