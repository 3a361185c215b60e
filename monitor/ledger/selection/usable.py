"""When selling points count: approved, and all that they lean on good at that very moment. Pure.

Good is what is approved, inside its validity, leans on nothing that is not good, and has no setback behind
it: a failed sample or inspection, a failed re-review, or one overdue. A setback holds from the moment it was
written down, approved or not, and ends when somebody else approves that all is well again.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.claims.period import ALWAYS, FOREVER, Period, Periods, common, days, end_of, united, without
from monitor.ledger.selection.around import Host
from monitor.ledger.selection.bodies import body_of
from monitor.ledger.selection.body import Body
from monitor.ledger.selection.goods import (
    Inspection,
    Point,
    Product,
    Qualification,
    ReReview,
    Sample,
    Supplier,
)
from monitor.ledger.selection.kind import Kind, Subject
from monitor.ledger.selection.standing import Content, Standing

Standings = Mapping[Subject, Standing]


@dataclass(frozen=True, slots=True)
class _Said:
    """A content as written. begin: when it came into force, or None. rejected: when, if it was. settled:
    when it was rejected, or something submitted after it came into force."""

    content: Content
    body: Body
    begin: datetime | None
    rejected: datetime
    settled: datetime


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that has to be good. what: the kind of another record, or `setback`, `renewal`, `sampled`,
    `validity` or `serves` of the record itself. periods: when it is."""

    what: str
    key: str
    periods: Periods


class Usable:
    """Over the standings of all records of selection."""

    def __init__(self, standings: Standings) -> None:
        self._standings = standings
        self._said = {subject: list(_said(subject, held)) for subject, held in standings.items()}
        self._samples = self._by_product()
        self._passed = self._all_passed()
        self._setbacks = self._all_setbacks()
        self._known: dict[Subject, Periods] = {}
        self._asked: set[Subject] = set()

    def periods(self, subject: Subject) -> Periods:
        """When the record was good, and will be as things stand. Nothing that leans on itself is."""
        if subject in self._asked or subject not in self._standings:
            return ()
        if subject not in self._known:
            self._asked.add(subject)
            self._known[subject] = united(p for _, periods in self.contents(subject) for p in periods)
            self._asked.remove(subject)
        return self._known[subject]

    def contents(self, subject: Subject) -> list[tuple[Content, Periods]]:
        """Each content of the record that was ever in force, with the periods in which it was good."""
        found = []
        for stood in self._standings[subject].stood:
            body = body_of(subject[0], stood.content.body)
            needs = [] if body is None else [need.periods for need in self._needs(subject, body)]
            found.append((stood.content, () if body is None else common((stood.period,), *needs)))
        return found

    def lacking(self, subject: Subject, at: datetime) -> list[Need]:
        """What keeps the content in force from being good at that moment; nothing where it is good."""
        held = self._standings[subject].in_force
        body = body_of(subject[0], held.body) if held else None
        needs = self._needs(subject, body) if body else ()
        return [need for need in needs if not any(at in period for period in need.periods)]

    def _needs(self, subject: Subject, body: Body) -> Iterator[Need]:
        """When each thing is good that the body leans on, and the record has no setback behind it."""
        yield Need("setback", subject[1], without(ALWAYS, self._setbacks.get(subject, [])))
        match body:
            case Supplier() | Host():
                yield Need("renewal", subject[1], days(None, body.verification.renew_by))
                yield from self._qualified(body.qualifications)
            case Product():
                yield self._need(Kind.SUPPLIER, body.supplier)
                yield from self._qualified(body.qualifications)
                yield Need("sampled", subject[1], self._sampled(subject[1]))
            case Qualification():
                yield Need("validity", subject[1], days(body.valid_from, body.valid_until))
                yield from self._qualified([body.authorised_by] if body.authorised_by else [])
            case Sample():
                yield Need("serves", subject[1], ALWAYS if body.serves else ())
            case Point():
                yield Need("validity", subject[1], days(body.valid_from, body.valid_until))
                yield self._need(Kind.PRODUCT, body.product)
                yield from self._qualified(body.evidence.qualifications)
                yield from (self._need(Kind.SAMPLE, key) for key in body.evidence.samples)

    def _need(self, kind: Kind, key: str) -> Need:
        return Need(kind, key, self.periods((kind, key)))

    def _qualified(self, keys: Iterable[str]) -> Iterator[Need]:
        return (self._need(Kind.QUALIFICATION, key) for key in keys)

    def _sampled(self, product: str) -> Periods:
        """When a sample of the product had passed, or was waived."""
        samples = {subject for subject, _ in self._samples.get(product, [])}
        return united(period for subject in samples for period in self.periods(subject))

    def _by_product(self) -> dict[str, list[tuple[Subject, _Said]]]:
        found: dict[str, list[tuple[Subject, _Said]]] = {}
        for subject, all_said in self._said.items():
            for said in all_said:
                if isinstance(said.body, Sample):
                    found.setdefault(said.body.product, []).append((subject, said))
        return found

    def _all_passed(self) -> dict[Subject, list[tuple[datetime, datetime]]]:
        """When it was written, and when approved, that all was well with a record."""
        found: dict[Subject, list[tuple[datetime, datetime]]] = {}
        for all_said in self._said.values():
            for said in all_said:
                body = said.body
                if said.begin and isinstance(body, ReReview) and body.outcome == "passed":
                    found.setdefault(body.of.subject, []).append((said.content.at, said.begin))
        return found

    def _all_setbacks(self) -> dict[Subject, list[Period]]:
        found: dict[Subject, list[Period]] = {}
        for all_said in self._said.values():
            for said in all_said:
                if (of := _failed(said.body)) is not None:
                    end = min(said.settled, self._well_again(of, said))
                    found.setdefault(of, []).append(Period(said.content.at, end))
                if isinstance(said.body, ReReview):
                    overdue = self._overdue(said.body, said, all_said)
                    found.setdefault(said.body.of.subject, []).append(overdue)
        return found

    def _overdue(self, review: ReReview, said: _Said, all_said: list[_Said]) -> Period:
        """From the end of the day it was due until its outcome, or that of a later one, was approved.

        Rejecting that it was opened ends it; rejecting an outcome does not.
        """
        due = end_of(review.due)
        ends = [o.begin for o in all_said if o.begin and o.content.act >= said.content.act and _is_decided(o)]
        ends += [said.rejected] if review.outcome is None else []
        ends += [begin for at, begin in self._passed.get(review.of.subject, []) if at > due]
        begin = max(due, said.content.at)
        return Period(begin, max(begin, min(ends, default=FOREVER)))

    def _well_again(self, of: Subject, said: _Said) -> datetime:
        """When something was approved that was written after the setback and says that all is well."""
        times = [begin for at, begin in self._passed.get(of, []) if at > said.content.at]
        if isinstance(said.body, Sample):
            times += [
                other.begin
                for _, other in self._samples.get(of[1], [])
                if other.begin and other.content.at > said.content.at and _has_passed(other.body)
            ]
        return min(times, default=FOREVER)


def _said(subject: Subject, held: Standing) -> Iterator[_Said]:
    begins = {stood.content.act: stood.period.begin for stood in held.stood}
    for content in held.contents:
        body = body_of(subject[0], content.body)
        if body is None:
            continue
        later = [begin for act, begin in begins.items() if act > content.act]
        rejected = (held.rejected or {}).get(content.act, FOREVER)
        yield _Said(content, body, begins.get(content.act), rejected, min([*later, rejected]))


def _failed(body: Body) -> Subject | None:
    """What a failure is a setback of."""
    match body:
        case Sample(outcome="failed") | Inspection(outcome="failed"):
            return Kind.PRODUCT, body.product
        case ReReview(outcome="failed"):
            return body.of.subject
    return None


def _is_decided(said: _Said) -> bool:
    return isinstance(said.body, ReReview) and said.body.outcome is not None


def _has_passed(body: Body) -> bool:
    return isinstance(body, Sample) and body.outcome == "passed"
