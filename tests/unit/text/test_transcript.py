from pathlib import Path

import pytest

from monitor.errors import BadSyntax, BadValue, FileError, FileMissing, FileUnreadable, MissingKey, UnknownKey
from monitor.text.transcript import read_transcript


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_of_json_lines(tmp_path: Path) -> None:
    path = written(
        tmp_path, "a.jsonl", '{"text":"你好","start":1,"end":2.5,"product":"cup","id":7}\n\n{"text":"在吗"}\n'
    )
    first, second = read_transcript(path)
    assert (first.text, first.start, first.end, first.product, first.id) == ("你好", 1.0, 2.5, "cup", "7")
    assert (second.text, second.start, second.id) == ("在吗", None, None)


def test_lines_of_text(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt", "\ufeff第一句\n\n 第二句 \n")
    assert [u.text for u in read_transcript(path)] == ["第一句", "第二句"]


def test_subtitles(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "a.srt",
        "1\n00:00:01,500 --> 00:00:03,000\n保温\n两天\n\n2\n00:01:00,000 --> 00:01:01,000\n好\n",
    )
    first, second = read_transcript(path)
    assert (first.text, first.start, first.end) == ("保温，两天", 1.5, 3.0)
    assert second.start == 60.0


def test_web_subtitles(tmp_path: Path) -> None:
    path = written(tmp_path, "a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000 align:start\n<v 主播>你好</v>\n")
    (only,) = read_transcript(path)
    assert (only.text, only.start, only.end, only.speaker) == ("你好", 1.0, 2.0, "主播")


def test_a_row_may_name_who_speaks(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", '{"text":"你好","speaker":"阿宁"}\n{"text":"在吗"}\n')
    assert [u.speaker for u in read_transcript(path)] == ["阿宁", None]


@pytest.mark.parametrize(
    ("name", "text", "error", "line"),
    [
        ("a.jsonl", '{"text":"好"}\n{"text":"好","txt":1}', UnknownKey, 2),
        ("a.jsonl", '{"start":1}', MissingKey, 1),
        ("a.jsonl", '{"text":"好"}\n{"text":', BadSyntax, 2),
        ("a.jsonl", "[1]", BadSyntax, 1),
        ("a.jsonl", '{"text":3}', BadValue, 1),
        ("a.jsonl", '{"text":"好","start":"一"}', BadValue, 1),
        ("a.jsonl", '{"text":"好","start":NaN}', BadValue, 1),
        ("a.jsonl", '{"text":"好","start":5,"end":4}', BadValue, 1),
        ("a.jsonl", '{"text":"好","product":[1]}', BadValue, 1),
        ("a.srt", "1\n00:01 -> 2\n好\n\n2\n00:00:0x --> 00:00:01,000\n好", BadSyntax, 6),
        ("a.docx", "好", FileUnreadable, 0),
    ],
)
def test_what_is_wrong_is_named_with_its_line(
    tmp_path: Path, name: str, text: str, error: type[FileError], line: int
) -> None:
    with pytest.raises(error) as caught:
        read_transcript(written(tmp_path, name, text))
    assert caught.value.fields["line"] == line
    assert all(caught.value.sentence(language) for language in ("zh", "en"))


def test_a_missing_or_binary_file(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        read_transcript(tmp_path / "none.txt")
    (tmp_path / "b.txt").write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(FileUnreadable):
        read_transcript(tmp_path / "b.txt")
