"""All that is kept of a tenant, in the pieces in which it is erased."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from sqlmodel import Session, select

from monitor.ledger.act import Done, histories
from monitor.ledger.attachment import ATTACHMENT
from monitor.ledger.authority import PERSON
from monitor.ledger.retention.aired import Aired, aired
from monitor.ledger.retention.classes import Classes, Starts
from monitor.ledger.retention.due import Item
from monitor.ledger.retention.erased import ERASURE
from monitor.ledger.retention.hold import CASE, Hold, hold_of
from monitor.ledger.retention.leaning import Leaning
from monitor.ledger.retention.naming import names
from monitor.ledger.tables import Record

BROADCAST, RECORDING = "broadcast", "recording"


@dataclass(frozen=True, slots=True)
class _Known:
    """A record, its acts, and what they name together with its own key."""

    record: Record
    acts: Sequence[Done]
    named: Mapping[str, frozenset[str]]

    @property
    def last(self) -> datetime:
        return self.acts[-1].at


class Stock:
    """What there is at one moment of the database."""

    def __init__(self, session: Session, tenant: str, classes: Classes) -> None:
        self._starts = {kind: one.starts for one in classes.values() for kind in one.kinds}
        self._aired = aired(session, tenant)
        kinds = session.exec(select(Record.kind).where(Record.tenant == tenant).distinct()).all()
        self._known = [_known(record, acts) for record, acts in histories(session, tenant, kinds)]
        self._by_broadcast = {key: one for one in self._aired for key in (one.id, one.key)}
        self._by_flag = {flag: one for one in self._aired for flag in one.flags}
        self._last_done = _last_done(self._known)
        self._leaning = Leaning()
        self._called = {k.record.key: k.named["host"] for k in self._known if k.record.kind == "host"}
        self._naming: dict[str, set[str]] = defaultdict(set)
        for known in self._known:
            if self._starts.get(known.record.kind) is Starts.LAST_BROADCAST:
                self._leaning.add((known.record.kind, known.record.key), known.named)
            for digest in known.named[ATTACHMENT] - {known.record.key}:
                self._naming[digest].add(known.record.id)

    def holds(self) -> list[Hold]:
        cases = (known for known in self._known if known.record.kind == CASE)
        return [hold_of(known.record.key, known.acts) for known in cases]

    def items(self) -> list[Item]:
        """Broadcasts, recordings and records of which something is left to erase."""
        shared = _shared(self._aired)
        broadcasts = [
            Item(BROADCAST, one.id, one.key, one.ended, one.concerns, one.people, shared[one.id])
            for one in self._aired
            if not one.erased
        ]
        kept = (known for known in self._known if known.record.kind != ERASURE)
        return (
            broadcasts
            + list(self._recordings())
            + [self._item(known) for known in kept if any(a.body for a in known.acts)]
        )

    def _recordings(self) -> Iterator[Item]:
        """Those of which no erasure is recorded. The sound itself lies outside the ledger."""
        erased = {known.record.key for known in self._known if known.record.kind == ERASURE}
        for id_, digest in {id_: d for one in self._aired for id_, d in one.recordings.items()}.items():
            of = [one for one in self._aired if id_ in one.recordings]
            if id_ not in erased:
                yield Item(
                    RECORDING,
                    id_,
                    digest,
                    max(one.ended for one in of),
                    frozenset(chain.from_iterable(one.concerns for one in of)),
                    frozenset(chain.from_iterable(one.people for one in of)),
                )

    def _item(self, known: _Known) -> Item:
        used = self._used_in(known)
        products = {("products", key) for key in known.named["product"]}
        flags = {("flags", key) for key in known.named["flag"]}
        return Item(
            known.record.kind,
            known.record.id,
            known.record.key,
            self._began(known, used),
            frozenset(chain(products, flags, *(one.concerns for one in used))),
            known.named["person"] | known.named["host"],
            frozenset(self._naming.get(known.record.key, ()))
            if known.record.kind == ATTACHMENT
            else frozenset(),
        )

    def _began(self, known: _Known, used: Sequence[Aired]) -> datetime | None:
        """When the record's time began to run."""
        if known.record.kind == PERSON:
            return self._left(known)
        ends = [one.ended for one in used]
        starts = self._starts.get(known.record.kind)
        if starts is Starts.BROADCAST_END and ends:
            return max(ends)
        return max(known.last, *ends) if ends and starts is Starts.LAST_BROADCAST else known.last

    def _left(self, known: _Known) -> datetime | None:
        left = known.acts[-1].kind == "left"
        return max(known.last, self._last_done.get(known.record.id, known.last)) if left else None

    def _used_in(self, known: _Known) -> list[Aired]:
        """The broadcasts that the record is about, or that had on air what it is about."""
        by_key = [self._by_broadcast.get(key) for key in known.named[BROADCAST]]
        by_flag = [self._by_flag.get(flag) for flag in known.named["flag"]]
        found = {one.id: one for one in by_key + by_flag if one}
        if not found and self._starts.get(known.record.kind) is Starts.LAST_BROADCAST:
            ends = self._leaning.ends((known.record.kind, known.record.key))
            products = {key for kind, key in ends if kind == "product"}
            hosts = {name for kind, key in ends if kind == "host" for name in self._called.get(key, {key})}
            found = {one.id: one for one in self._aired if one.products & products or one.people & hosts}
        return list(found.values())


def _known(record: Record, acts: Sequence[Done]) -> _Known:
    named = dict(names(acts))
    if record.kind in named:
        named[record.kind] |= {record.key}
    if record.kind in (PERSON, "host"):
        told = {str(act.body["name"]) for act in acts if act.body and act.body.get("name")}
        named["host"] |= {record.key} | told
    return _Known(record, acts, named)


def _last_done(known: Iterable[_Known]) -> dict[str, datetime]:
    """When each person last did something."""
    last: dict[str, datetime] = {}
    for act in chain.from_iterable(one.acts for one in known):
        if act.person is not None:
            last[act.person] = max(act.at, last.get(act.person, act.at))
    return last


def _shared(every: Iterable[Aired]) -> Mapping[str, frozenset[str]]:
    """By broadcast, the others that were cut from the same recordings."""
    of: dict[str, set[str]] = defaultdict(set)
    for one in every:
        for recording in one.recordings:
            of[recording].add(one.id)
    return {
        one.id: frozenset(chain.from_iterable(of[recording] for recording in one.recordings)) - {one.id}
        for one in every
    }
