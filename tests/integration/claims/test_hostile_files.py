"""Files that are broken, disguised or made to hurt: each is refused with a code, in time."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from monitor.claims.catalogue import Catalogue
from monitor.claims.catalogue_files import read_products
from monitor.claims.script import load_script
from monitor.errors import FileError
from monitor.rules.lexicon import shipped_categories

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
NOTHING = Catalogue((), "v")


def code(path: Path) -> str:
    """The code under which the file is refused, as a catalogue or else as a script."""
    with pytest.raises(FileError) as caught:
        read(path)
    assert str(path) in caught.value.sentence("zh")
    assert str(path) in caught.value.sentence("en")
    reason = caught.value.fields.get("reason")
    return f"{caught.value.code} {reason}" if reason else caught.value.code


def read(path: Path) -> object:
    if path.suffix in (".xlsx", ".csv"):
        return read_products(path, shipped_categories())
    return load_script(path, NOTHING)


def good(path: Path) -> Path:
    if path.suffix == ".docx":
        document = docx.Document()
        document.add_paragraph("大家好")
        document.save(str(path))
    else:
        book = openpyxl.Workbook()
        book.active.append(("商品编号", "商品名称", "品类", "卖点编号", "卖点"))
        book.save(path)
    return path


def rewritten(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The archive with each part as `change` makes it."""
    with zipfile.ZipFile(good(path)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, change(name, content))
    return path


@pytest.fixture(params=[".docx", ".xlsx"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return tmp_path / f"file{request.param}"


def test_a_password_or_an_old_format(office: Path) -> None:
    office.write_bytes(OLE)
    assert code(office) == "file.encrypted"


def test_an_encrypted_archive(office: Path) -> None:
    content = bytearray(good(office).read_bytes())
    at = content.rfind(b"PK\x01\x02")
    content[at + 8] |= 1
    office.write_bytes(bytes(content))
    assert code(office) == "file.encrypted"


@pytest.mark.parametrize("content", [b"", b"hello", b"\xff\xfe" + "你好".encode("utf-16-le")])
def test_what_is_no_archive(office: Path, content: bytes) -> None:
    office.write_bytes(content)
    assert code(office) == "file.disguised"


def test_one_kind_under_the_name_of_the_other(office: Path) -> None:
    other = office.with_suffix(".xlsx" if office.suffix == ".docx" else ".docx")
    office.write_bytes(good(other).read_bytes())
    assert code(office) == "file.disguised"


def test_an_archive_that_breaks_off_or_is_altered(office: Path) -> None:
    whole = good(office).read_bytes()
    office.write_bytes(whole[: len(whole) // 2])
    assert code(office) == "file.unreadable value.damaged"
    at = whole.index(b"PK\x03\x04") + 60
    office.write_bytes(whole[:at] + b"\0" * 40 + whole[at + 40 :])
    assert code(office) == "file.unreadable value.damaged"


def test_xml_that_is_no_xml(office: Path) -> None:
    rewritten(
        office, lambda name, content: content[:-20] if "document.xml" in name or "sheet1" in name else content
    )
    assert code(office) == "file.unreadable value.damaged"


def test_a_document_type_with_its_entities(office: Path) -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;&b;">]>'
    rewritten(
        office,
        lambda _, content: content.replace(b"?>", b"?>" + bomb, 1) if b"?>" in content else bomb + content,
    )
    assert code(office) == "file.unreadable value.doctype"


@pytest.mark.timeout(60)
def test_an_archive_that_unpacks_to_too_much(office: Path) -> None:
    with (
        zipfile.ZipFile(good(office), "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("bomb.bin", "w") as part,
    ):
        for _ in range(300):
            part.write(bytes(1 << 20))
    assert office.stat().st_size < 1 << 20
    assert code(office) == "file.too_large"


@pytest.mark.timeout(60)
def test_more_elements_than_are_read(office: Path) -> None:
    many = b"<w:p/>" * 4_000_001 if office.suffix == ".docx" else b"<c/>" * 4_000_001
    rewritten(
        office,
        lambda name, content: content + many if "document.xml" in name or "sheet1" in name else content,
    )
    assert code(office) == "file.too_large"


@pytest.mark.timeout(60)
@pytest.mark.parametrize("cell", ["XFD2", "A999999999"])
def test_a_cell_far_away(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "c.xlsx"
    row = "".join(filter(str.isdigit, cell))
    far = f'<row r="{row}"><c r="{cell}" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'.encode()
    rewritten(
        path, lambda name, content: content.replace(b"</sheetData>", far) if "sheet1" in name else content
    )
    assert code(path) == "file.too_large"


@pytest.mark.timeout(60)
def test_a_merge_over_the_whole_sheet(tmp_path: Path) -> None:
    path = tmp_path / "c.xlsx"
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    rewritten(
        path, lambda name, content: content.replace(b"</sheetData>", merge) if "sheet1" in name else content
    )
    assert code(path) == "file.table"


@pytest.mark.parametrize("name", ["file.csv", "file.txt", "file.md"])
@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a\0b", "file.unreadable value.nul"),
        ("大家好".encode("utf-16"), "file.unreadable value.encoding"),
        (b"\xef\xbb\xbf\xff\xff", "file.unreadable value.encoding"),
        ("家人们晚上好欢迎来到直播间".encode()[:-1], "file.unreadable value.encoding"),
        (b"PK\x03\x04rest", "file.disguised"),
        (OLE, "file.disguised"),
    ],
)
def test_text_that_is_none(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert code(path) == expected


@pytest.mark.parametrize("name", ["none.docx", "none.xlsx", "none.csv", "none.md"])
def test_no_file_and_a_folder(tmp_path: Path, name: str) -> None:
    assert code(tmp_path / name) == "file.missing"
    (tmp_path / name).mkdir()
    assert code(tmp_path / name).startswith("file.unreadable")


def test_another_suffix(tmp_path: Path) -> None:
    path = tmp_path / "script.pdf"
    path.write_text("大家好", "utf-8")
    assert code(path) == "file.unreadable value.script_format"
