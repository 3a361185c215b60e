"""The inspection ledger cut at a checkpoint and made into files."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from monitor.errors import FileUnreadable, LedgerBroken, NothingInScope
from monitor.ledger import log
from monitor.ledger.checkpoint.choice import Choice
from monitor.ledger.checkpoint.proof import Hashes, inclusion, root_of
from monitor.ledger.checkpoint.prove import hashes_of
from monitor.ledger.database import reading
from monitor.ledger.export.csv_file import csv_of
from monitor.ledger.export.item import Item, material
from monitor.ledger.export.jsonl_file import Evidence, jsonl_of
from monitor.ledger.export.layout import Layout
from monitor.ledger.export.pdf_file import pdf_of
from monitor.ledger.export.rows import Teller
from monitor.ledger.export.scope import nodes_of, within
from monitor.ledger.export.sheet import Book, Cut
from monitor.ledger.export.wording import moment, signed
from monitor.ledger.export.xlsx_file import xlsx_of
from monitor.ledger.tables import Checkpoint, Entry, Tree
from monitor.messages import Language, say

SUFFIXES = (".xlsx", ".pdf", ".csv", ".jsonl")


@dataclass(frozen=True, slots=True)
class Wanted:
    tenant: str
    choice: Choice
    layout: Layout
    language: Language


@dataclass(frozen=True, slots=True)
class Made:
    """files: contents by suffix. later: entries that the log has after the checkpoint, in no file."""

    files: Mapping[str, bytes]
    cut: Cut
    rows: int
    later: int


def suffix_of(path: Path) -> str:
    """FileUnreadable where no such file is made."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        told = {"said": suffix or path.name, "known": "、".join(SUFFIXES)}
        raise FileUnreadable(file=path, line=0, reason="value.catalogue_target", **told)
    return suffix


def export(engine: Engine, wanted: Wanted, suffixes: Iterable[str]) -> Made:
    """The ledger in scope, in each of the forms asked for.

    It is cut at the newest signed checkpoint, or where there is none at the log's end, and says which.
    NothingInScope; LedgerBroken where the log does not give the checkpoint's root.
    """
    with reading(engine) as session:
        tree = session.get(Tree, wanted.tenant) or log.empty_tree(wanted.tenant)
        return _made(session, wanted, tree, tree.size, suffixes)


def tables(session: Session, wanted: Wanted, size: int) -> Mapping[str, bytes]:
    """The files that go into a bundle of evidence, by name, cut at the checkpoint of `size` entries.

    None where nothing is in its scope.
    """
    tree = session.get_one(Tree, wanted.tenant)
    try:
        made = _made(session, wanted, tree, size, SUFFIXES)
    except NothingInScope:
        return {}
    return {f"ledger{suffix}": content for suffix, content in made.files.items()}


def _made(session: Session, wanted: Wanted, tree: Tree, size: int, suffixes: Iterable[str]) -> Made:
    cut = _cut(session, tree, size)
    hashes = hashes_of(session, wanted.tenant, cut.size)
    if root_of(hashes.node, cut.size) != cut.root:
        raise LedgerBroken(reason="export.root_mismatch", entry=cut.size)
    known = material(session, wanted.tenant, cut.size)
    items = within(known, wanted.choice)
    if not items:
        raise NothingInScope(scope=scope_words(wanted.choice, wanted.language))
    book = _book(wanted, cut, Teller(known, wanted.language), items)
    evidence = _evidence(session, wanted.tenant, book, hashes) if ".jsonl" in suffixes else {}
    files = {suffix: _written(book, evidence, suffix) for suffix in suffixes}
    return Made(files, cut, sum(len(sheet.lines) for sheet in book.sheets), tree.size - cut.size)


def scope_words(choice: Choice, language: Language) -> str:
    """The scope in words, `all of it` too."""
    told = [say(f"export.scope.{kind}", language, key=key) for kind, key in nodes_of(choice)]
    told += [
        say(f"export.scope.{bound}", language, at=moment(at))
        for bound in ("since", "until")
        if (at := getattr(choice, bound)) is not None
    ]
    return say("export.scope.joint", language).join(told) or say("export.scope.all", language)


def _written(book: Book, evidence: Mapping[int, Evidence], suffix: str) -> bytes:
    if suffix == ".jsonl":
        return jsonl_of(book, evidence)
    return {".xlsx": xlsx_of, ".pdf": pdf_of, ".csv": csv_of}[suffix](book)


def _cut(session: Session, tree: Tree, size: int) -> Cut:
    """The newest checkpoint of no more than `size` entries."""
    newest = session.exec(
        select(Checkpoint)
        .where(Checkpoint.tenant == tree.tenant, Checkpoint.size <= size)
        .order_by(col(Checkpoint.size).desc(), col(Checkpoint.signed_at).desc())
    ).first()
    if newest is None:
        return Cut(tree.size, log.compact_range(tree).root)
    return Cut(newest.size, newest.root, newest.note, newest.signed_at)


def _evidence(session: Session, tenant: str, book: Book, hashes: Hashes) -> dict[int, Evidence]:
    indexes = sorted({line.entry for sheet in book.sheets for line in sheet.lines})
    found: dict[int, Evidence] = {}
    for start in range(0, len(indexes), 500):
        some = col(Entry.index).in_(indexes[start : start + 500])
        for row in session.exec(select(Entry).where(Entry.tenant == tenant, some)):
            path = tuple(inclusion(hashes.node, row.index, book.cut.size))
            found[row.index] = Evidence(row.leaf, row.leaf_hash, row.salt, row.payload, path)
    return found


def _book(wanted: Wanted, cut: Cut, teller: Teller, items: Sequence[Item]) -> Book:
    language = wanted.language
    scope = scope_words(wanted.choice, language)
    sheets = teller.sheets(items, wanted.layout)
    counted = [
        say("export.counted", language, title=sheet.title, count=len(sheet.lines))
        for sheet in sheets
        if sheet.lines
    ]
    about = {
        "scope": scope,
        "checkpoint": say("export.cut", language, size=cut.size, root=cut.root.hex()),
        "signed": signed(cut, language),
        "note": cut.note.strip() or say("export.no_note", language),
        "times": say("export.times", language),
        "entries": say("export.entries", language),
        "suspected": say("export.suspected", language),
        "verify": say("export.verify", language),
        "sheets": say("export.joint", language).join(counted),
    }
    headed = tuple((say(f"export.about.{key}", language), words) for key, words in about.items())
    return Book(say("export.title", language), language, cut, scope, headed, sheets)
