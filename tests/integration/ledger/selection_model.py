"""Selection as somebody would keep it on paper: what stands now, changed in place. No periods, no folding.

It shares nothing with the program but the names of kinds, acts and roles.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any

SHANGHAI = timezone(timedelta(hours=8))
WRITERS = {"operator", "quality_manager"}
PAPERS = {"quality_manager", "legal"}
WORDS = {"quality_manager", "legal", "reviewer"}
EVERYBODY = {"operator", "quality_manager", "legal", "reviewer"}
DECIDERS = {
    "supplier": PAPERS,
    "qualification": PAPERS,
    "point": WORDS,
    "re_review": WORDS,
}

Body = dict[str, Any]
Name = tuple[str, str]


@dataclass
class Paper:
    """Something written: it may turn out bad for `against`."""

    body: Body
    number: int
    written: datetime
    against: Name | None = None
    bad: bool = False
    awaits: bool = False


@dataclass
class Folder:
    force: Paper | None = None
    pending: Paper | None = None
    authors: set[str] = field(default_factory=set)
    over: bool = False
    papers: list[Paper] = field(default_factory=list)
    acts: int = 0

    @property
    def state(self) -> str:
        if self.force:
            return "revised" if self.pending else "approved"
        return "pending" if self.pending else "over" if self.acts else "new"


MAY = {
    "new": {"submitted"},
    "pending": {"revised", "approved", "rejected", "withdrawn", "corrected"},
    "approved": {"revised", "withdrawn", "revoked", "corrected"},
    "revised": {"revised", "approved", "rejected", "withdrawn", "revoked", "corrected"},
    "over": {"submitted", "corrected"},
}


@dataclass
class Person:
    role: str
    suppliers: set[str] = field(default_factory=set)
    here: bool = True


class Model:
    def __init__(self, people: dict[str, Person]) -> None:
        self.people = people
        self.folders: dict[Name, Folder] = {}

    def folder(self, name: Name) -> Folder:
        return self.folders.setdefault(name, Folder())

    def may(self, who: str, deed: str, name: Name, body: Body | None) -> bool:
        person, folder = self.people[who], self.folder(name)
        if not person.here or person.role not in self.roles(name[0], deed):
            return False
        if not self.answers(person, name, folder, body) or deed not in MAY[folder.state]:
            return False
        if deed in ("submitted", "revised"):
            assert body is not None
            return self.all_there(body) and self.is_the_same(name, folder, body)
        if deed in ("approved", "rejected") and who in folder.authors:
            return False
        outcome_due = deed == "approved" and name[0] == "re_review"
        return not (outcome_due and folder.pending and folder.pending.body["outcome"] is None)

    def roles(self, kind: str, deed: str) -> set[str]:
        if deed in ("submitted", "revised", "withdrawn"):
            return EVERYBODY if kind == "re_review" else WRITERS
        if deed == "corrected":
            return EVERYBODY
        return PAPERS if deed == "revoked" else DECIDERS.get(kind, {"quality_manager"})

    def answers(self, person: Person, name: Name, folder: Folder, body: Body | None) -> bool:
        if not person.suppliers:
            return True
        now = [paper.body for paper in (folder.force, folder.pending) if paper]
        told = [*now, *([body] if body else [])] or [paper.body for paper in folder.papers[-1:]]
        found = {self.supplier(name, one) for one in told} - {None}
        return found <= person.suppliers

    def supplier(self, name: Name, body: Body) -> str | None:
        if name[0] == "supplier":
            return name[1]
        if "supplier" in body:
            return str(body["supplier"])
        under = ("product", body["product"]) if "product" in body else (body["of"]["kind"], body["of"]["key"])
        folder = self.folder(under)
        newest = folder.force or (folder.papers[-1] if folder.papers else None)
        if under[0] == "supplier":
            return under[1]
        return self.supplier(under, newest.body) if newest else None

    def all_there(self, body: Body) -> bool:
        return all(self.folder(name).acts for name in named(body))

    def is_the_same(self, name: Name, folder: Folder, body: Body) -> bool:
        if name[0] != "re_review" or not folder.papers:
            return True
        return all(folder.papers[0].body[part] == body[part] for part in ("of", "cause", "due"))

    def write(self, who: str, deed: str, name: Name, body: Body | None, at: datetime) -> None:
        """An act that may be done, done."""
        folder = self.folder(name)
        folder.acts += 1
        if deed in ("submitted", "revised"):
            assert body is not None
            folder.pending = Paper(body, folder.acts, at)
            folder.papers.append(folder.pending)
            folder.authors = (folder.authors if deed == "revised" else set()) | {who}
            self.look_for_harm(name, folder.pending)
        elif deed == "approved":
            self.approve(name, folder)
        elif deed == "rejected":
            assert folder.pending is not None
            folder.pending.bad = False
            if folder.pending.body.get("outcome", "") is None:
                folder.pending.awaits = False
            folder.pending, folder.authors = None, set()
        elif deed in ("withdrawn", "revoked"):
            folder.pending = folder.force = None
            folder.authors = set()

    def look_for_harm(self, name: Name, paper: Paper) -> None:
        kind, body = name[0], paper.body
        if kind in ("sample", "inspection", "re_review"):
            about = body.get("of")
            paper.against = (about["kind"], about["key"]) if about else ("product", body["product"])
            paper.bad = body["outcome"] == "failed"
            paper.awaits = kind == "re_review"

    def approve(self, name: Name, folder: Folder) -> None:
        paper = folder.force = folder.pending
        assert paper is not None
        folder.pending, folder.authors = None, set()
        for older in folder.papers:
            if older.number < paper.number:
                older.bad = False
            if older.number <= paper.number:
                older.awaits = False
        if paper.body.get("outcome") == "passed" and name[0] in ("re_review", "sample"):
            self.forgive(name[0], paper)

    def forgive(self, kind: str, paper: Paper) -> None:
        """Earlier harm to the same thing is over: a sample speaks of samples only, a re-review of all."""
        for (other_kind, _), folder in self.folders.items():
            for old in folder.papers:
                if old.against != paper.against or (kind == "sample" and other_kind != "sample"):
                    continue
                if old.written < paper.written:
                    old.bad = False
                if kind == "re_review" and other_kind == "re_review" and due(old) < paper.written:
                    old.awaits = False

    def counting(self, now: datetime) -> set[tuple[str, str]]:
        """Point and wording of all that may be said now."""
        points = [(key, folder) for (kind, key), folder in self.folders.items() if kind == "point"]
        return {
            (key, folder.force.body["text"])
            for key, folder in points
            if folder.force and self.good(("point", key), now)
        }

    def good(self, name: Name, now: datetime, above: tuple[Name, ...] = ()) -> bool:
        paper = self.folder(name).force
        if paper is None or name in above or self.harmed(name, now) or not in_time(paper.body, now):
            return False
        needed = [need for need in named(paper.body) if self.is_leant_on(name, need)]
        if name[0] == "product" and not self.sampled(name[1], now):
            return False
        if name[0] == "sample" and paper.body["outcome"] == "failed":
            return False
        return all(self.good(need, now, (*above, name)) for need in needed)

    def is_leant_on(self, name: Name, need: Name) -> bool:
        """A qualification is of a product, and a sample too, without leaning on it."""
        return not (name[0] == "qualification" and need[0] != "qualification") and name[0] != "sample"

    def sampled(self, product: str, now: datetime) -> bool:
        samples = [(name, folder.force) for name, folder in self.folders.items() if name[0] == "sample"]
        return any(
            paper and paper.body["product"] == product and self.good(name, now) for name, paper in samples
        )

    def harmed(self, name: Name, now: datetime) -> bool:
        against = [p for folder in self.folders.values() for p in folder.papers if p.against == name]
        return any(paper.bad or (paper.awaits and due(paper) <= now) for paper in against)


def named(body: Body) -> list[Name]:
    found: list[Name] = []
    for key, kind in (("supplier", "supplier"), ("product", "product"), ("authorised_by", "qualification")):
        if body.get(key):
            found.append((kind, body[key]))
    if "of" in body:
        found.append((body["of"]["kind"], body["of"]["key"]))
    found += [("qualification", key) for key in body.get("qualifications", [])]
    evidence = body.get("evidence", {})
    found += [("qualification", key) for key in evidence.get("qualifications", [])]
    return found + [("sample", key) for key in evidence.get("samples", [])]


def in_time(body: Body, now: datetime) -> bool:
    today = now.astimezone(SHANGHAI).date()
    begin, end = body.get("valid_from"), body.get("valid_until")
    return not ((begin and today < date.fromisoformat(begin)) or (end and today > date.fromisoformat(end)))


def due(paper: Paper) -> datetime:
    """The moment after its last day."""
    after = date.fromisoformat(paper.body["due"]) + timedelta(days=1)
    return datetime(after.year, after.month, after.day, tzinfo=SHANGHAI)
