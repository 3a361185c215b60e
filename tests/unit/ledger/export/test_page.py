"""Where words stand on a printed page: nothing cut, nothing over the edge."""

from monitor.ledger.export.page import HEIGHT, MARGIN, WIDTH, pages, wrap
from tests.unit.ledger.export.books import book


def _square(text: str) -> float:
    return float(len(text))


def test_a_long_text_is_wrapped_and_none_of_it_is_lost() -> None:
    text = "补水保湿二十四小时" * 9
    lines = wrap(text, 7, _square)
    assert "".join(lines) == text
    assert max(map(len, lines)) <= 7


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() -> None:
    lines = wrap("一二三四五六，七八九十（甲乙）丙丁戊（己）", 6, _square)
    assert "".join(lines) == "一二三四五六，七八九十（甲乙）丙丁戊（己）"
    assert not [line for line in lines if line[0] in "，）" or line[-1] == "（"]


def test_a_number_stays_whole_where_it_fits_and_a_digest_breaks_where_it_must() -> None:
    assert wrap("于 2026-08-01 起", 12, _square) == ["于 2026-08-01", " 起"]
    assert wrap("ab" * 10, 8, _square) == ["abababab", "abababab", "abab"]


def test_rows_go_over_pages_under_the_headings_again() -> None:
    found = pages(book(*((row, f"第{row}句") for row in range(1, 121))), lambda text: len(text) * 1.0)
    assert len(found) > 2
    words = [[run.text for run in page.runs] for page in found]
    assert all("原话" in page for page in words)
    said = [text for page in words for text in page if text.endswith("句")]
    assert said == [f"第{row}句" for row in range(1, 121)]


def test_a_row_higher_than_a_page_is_parted_and_kept_whole() -> None:
    text = "字" * 5000
    found = pages(book((1, text)), _square)
    assert "".join(run.text for page in found for run in page.runs).count("字") == 5000
    assert len(found) > 1


def test_nothing_stands_outside_the_page_and_every_page_says_what_it_is() -> None:
    found = pages(book(*((row, "补水" * 30) for row in range(60))), _square)
    for number, page in enumerate(found, start=1):
        assert all(MARGIN <= run.x < WIDTH and 0 < run.y < HEIGHT for run in page.runs)
        assert all(box.x + box.width <= WIDTH - MARGIN + 0.01 and box.y > 0 for box in page.boxes)
        words = " ".join(run.text for run in page.runs)
        assert "商品 serum" in words
        assert "5a5a5a" in words
        assert "疑似" in words
        assert f"第 {number} 页，共 {len(found)} 页" in words
