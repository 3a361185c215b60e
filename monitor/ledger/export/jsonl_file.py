"""Rows as lines of canonical JSON, each with its entry and the path from that to the checkpoint's root."""

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.ledger.entry import Payload, canonical, stamp
from monitor.ledger.export.sheet import Book, Line, Sheet

FORMAT = "boshen.ledger_table/1"


@dataclass(frozen=True, slots=True)
class Evidence:
    """An entry as the log has it. salt, payload: None once erased. path: its inclusion proof, RFC 6962."""

    leaf: str
    leaf_hash: bytes
    salt: bytes | None
    payload: str | None
    path: tuple[bytes, ...]


def jsonl_of(book: Book, evidence: Mapping[int, Evidence]) -> bytes:
    """The first line tells of the export; every other is a row. evidence: by index of the entry."""
    lines = [canonical(_head(book))]
    for sheet in book.filled:
        lines += [canonical(_row(sheet, line, evidence)) for line in sheet.lines]
    return "".join(f"{line}\n" for line in lines).encode()


def _head(book: Book) -> Payload:
    cut = book.cut
    return {
        "format": FORMAT,
        "title": book.title,
        "about": [list(pair) for pair in book.about],
        "checkpoint": {
            "size": cut.size,
            "root": cut.root.hex(),
            "note": cut.note,
            "signed_at": stamp(cut.signed_at) if cut.signed_at else None,
        },
        "suspected_until_confirmed": True,
        "legal_advice": False,
        "sheets": {
            sheet.id: {"title": sheet.title, "columns": {one.key: one.title for one in sheet.columns}}
            for sheet in book.filled
        },
    }


def _row(sheet: Sheet, line: Line, evidence: Mapping[int, Evidence]) -> Payload:
    entry = evidence[line.entry]
    return {
        "sheet": sheet.id,
        "cells": {column.key: cell for column, cell in zip(sheet.columns, line.cells, strict=True)},
        "entry": line.entry,
        "leaf": entry.leaf,
        "leaf_hash": entry.leaf_hash.hex(),
        "salt": entry.salt.hex() if entry.salt else None,
        "payload": entry.payload,
        "path": [step.hex() for step in entry.path],
    }
