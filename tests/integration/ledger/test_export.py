"""The inspection ledger of the sample, on both databases."""

import json
from hashlib import sha256

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from monitor.errors import LedgerBroken, NothingInScope
from monitor.ledger.act import do, open_record
from monitor.ledger.checkpoint.choice import Choice
from monitor.ledger.database import reading, writing
from monitor.ledger.entry import EntryType, now
from monitor.ledger.export.export import SUFFIXES, Made, Wanted, export
from monitor.ledger.export.layout import shipped_layout
from monitor.ledger.merkle import includes
from monitor.ledger.tables import Checkpoint, Entry
from monitor.ledger.verify import verify
from samples.ledger import fill

EVERYTHING = Choice()


@pytest.fixture
def sample(engine: Engine) -> Engine:
    fill(engine)
    return engine


def _export(engine: Engine, choice: Choice = EVERYTHING, *suffixes: str) -> Made:
    return export(engine, Wanted("default", choice, shipped_layout(), "zh"), suffixes or (".jsonl",))


def _rows(made: Made) -> list[dict[str, object]]:
    return [json.loads(line) for line in made.files[".jsonl"].decode().splitlines()][1:]


def test_the_sample_verifies(sample: Engine) -> None:
    assert verify(sample).sound


def test_every_act_flag_and_scan_is_on_a_sheet_once(sample: Engine) -> None:
    made = _export(sample)
    with reading(sample) as session:
        entries = session.exec(select(Entry.index).where(Entry.type != EntryType.WINDOW_MANIFEST)).all()
    assert sorted(row["entry"] for row in _rows(made)) == sorted(entries)


def test_every_row_verifies_against_what_the_files_were_cut_at(sample: Engine) -> None:
    made = _export(sample)
    for row in _rows(made):
        salt, payload, leaf = (str(row[name]) for name in ("salt", "payload", "leaf"))
        assert (
            json.loads(leaf)["payload_digest"] == sha256(bytes.fromhex(salt) + payload.encode()).hexdigest()
        )
        hashed = sha256(b"\0" + leaf.encode()).digest()
        path = [bytes.fromhex(str(step)) for step in row["path"]]  # type: ignore[attr-defined]
        assert includes(int(str(row["entry"])), made.cut.size, hashed, path, made.cut.root)


def test_a_row_says_who_decided_what_when_and_why(sample: Engine) -> None:
    rows = [row["cells"] for row in _rows(_export(sample)) if row["sheet"] == "points"]
    refused = rows[-1]
    assert isinstance(refused, dict)
    assert (refused["person"], refused["decision"]) == ("王㛃（rev）", "驳回")
    assert "没有依据" in refused["reason"]
    assert "清润精华液" in refused["product"]


def test_every_form_can_be_had_at_once(sample: Engine) -> None:
    made = _export(sample, Choice(product="serum"), *SUFFIXES)
    assert set(made.files) == set(SUFFIXES)
    assert made.files[".pdf"].startswith(b"%PDF-")


def test_what_came_after_the_checkpoint_is_in_no_file(sample: Engine) -> None:
    made = _export(sample)
    with writing(sample, "default") as session:
        root = made.cut.root
        session.add(Checkpoint(tenant="default", size=made.cut.size, root=root, note="n", signed_at=now()))
    fill_more(sample)
    later = _export(sample)
    assert (later.cut.size, later.later, later.rows) == (made.cut.size, 1, made.rows)
    assert later.cut.signed_at is not None


def test_a_checkpoint_that_the_log_does_not_give_is_refused(sample: Engine) -> None:
    with writing(sample, "default") as session:
        session.add(Checkpoint(tenant="default", size=5, root=b"\0" * 32, note="n", signed_at=now()))
    with pytest.raises(LedgerBroken):
        _export(sample)


def test_an_empty_scope_is_said(sample: Engine) -> None:
    with pytest.raises(NothingInScope) as raised:
        _export(sample, Choice(product="none such"))
    assert "none such" in raised.value.sentence("zh")


def fill_more(engine: Engine) -> None:
    with writing(engine, "default") as session:
        do(session, open_record(session, "default", "training", "t-08"), "submitted", None, {"title": "x"})
