"""The files that a book becomes, as the programs that open them see them."""

import csv
import json
import re
import zlib
from hashlib import sha256
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from monitor.ledger.checkpoint.proof import Hashes, inclusion, root_of
from monitor.ledger.export.csv_file import csv_of
from monitor.ledger.export.font import Face
from monitor.ledger.export.jsonl_file import Evidence, jsonl_of
from monitor.ledger.export.pdf_file import pdf_of
from monitor.ledger.export.xlsx_file import xlsx_of
from monitor.ledger.merkle import includes, leaf_hash
from tests.unit.ledger.export.books import book

FORMULAS = ("=1+1", "+86", "-cmd|'/C calc'!A0", "@SUM(A1)", "\t=1", "＝1")


@pytest.mark.parametrize("said", FORMULAS)
def test_nothing_said_is_a_formula(said: str) -> None:
    made = book((1, said))
    rows = list(csv.reader(StringIO(csv_of(made).decode("utf-8-sig"))))
    assert rows[-1][1] == f"'{said}"
    cell = load_workbook(BytesIO(xlsx_of(made)))["标记与处置"]["B4"]
    assert (cell.data_type, cell.value) == ("s", said)


def test_csv_is_known_as_utf8_and_says_what_it_is() -> None:
    content = csv_of(book((1, "补水")))
    assert content.startswith(b"\xef\xbb\xbf")
    assert "疑似" in content.decode()


def test_the_workbook_repeats_and_freezes_its_headings_and_prints_across() -> None:
    sheet = load_workbook(BytesIO(xlsx_of(book((1, "补水")))))["标记与处置"]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A4", "$3:$3")
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet["B4"].font.name == "Microsoft YaHei"


def test_the_same_book_gives_the_same_bytes() -> None:
    made = book((1, "补水"))
    assert (pdf_of(made), xlsx_of(made), csv_of(made)) == (pdf_of(made), xlsx_of(made), csv_of(made))


def test_the_pdf_carries_its_font_and_every_character_can_be_copied_out() -> None:
    found = pdf_of(book((1, "䶮㛃𠅤")))
    streams = [zlib.decompress(one) for one in re.findall(rb"stream\n(.*?)\nendstream", found, re.DOTALL)]
    mapped = b"\n".join(streams)
    assert b"/FontFile3" in found
    for one in "䶮㛃𠅤":
        assert f"<{one.encode('utf-16-be').hex()}>".encode() in mapped


@pytest.mark.parametrize("one", ["𬎆", "😀", "\u200d", "\x07"])
def test_a_character_without_a_glyph_is_named_not_dropped(one: str) -> None:
    assert Face().shown(f"刘{one}") == f"刘〔U+{ord(one):04X}〕"


def test_each_line_of_jsonl_verifies_against_the_checkpoint() -> None:
    leaves = [b"a", b"b", b"c"]
    tree = Hashes(leaf_hash(leaf) for leaf in leaves)
    root = root_of(tree.node, tree.size)
    evidence = {
        index: Evidence(
            leaf.decode(), leaf_hash(leaf), b"s" * 32, "{}", tuple(inclusion(tree.node, index, 3))
        )
        for index, leaf in enumerate(leaves)
    }
    head, *rows = map(json.loads, jsonl_of(book((1, "甲"), (2, "乙")), evidence).decode().splitlines())
    assert (head["checkpoint"]["size"], head["legal_advice"]) == (3, False)
    for row in rows:
        hashed = sha256(b"\0" + row["leaf"].encode()).digest()
        assert hashed.hex() == row["leaf_hash"]
        assert includes(row["entry"], 3, hashed, [bytes.fromhex(step) for step in row["path"]], root)
