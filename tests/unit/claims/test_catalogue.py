from datetime import date
from pathlib import Path

import pytest

from monitor.claims.catalogue import load_catalogue
from monitor.errors import BadValue, DuplicateId, FileError, FileMissing, MissingKey, UnknownKey

GOOD = """products:
  - id: cup
    name: 山风保温杯
    category: daily_goods
    aliases: [保温杯]
    link: 2
    price: {live: 99, list: 129.5}
    claims:
      - {id: warm, text: 保温24小时, evidence: 报告, valid_until: 2027-01-31, allow_weaker: true}
  - id: 007
    name: 杯刷
    category: other
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "catalogue.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_catalogue_is_read(tmp_path: Path) -> None:
    catalogue = load_catalogue(written(tmp_path, GOOD))
    cup = catalogue.by_id["cup"]
    assert (cup.link, cup.price.live, cup.price.list) == ("2", 99.0, 129.5)
    assert (cup.claims[0].valid_until, cup.claims[0].allow_weaker) == (date(2027, 1, 31), True)
    assert catalogue.by_id["007"].claims == []
    assert len(catalogue.version) == 16


@pytest.mark.parametrize(
    ("old", "new", "error", "line"),
    [
        ("aliases:", "alias:", UnknownKey, 5),
        ("{live: 99,", "{now: 99,", UnknownKey, 7),
        ("allow_weaker: true", "weaker: true", UnknownKey, 9),
        ("    name: 杯刷\n", "", MissingKey, 10),
        ("id: 007", "id: cup", DuplicateId, 10),
        ("2027-01-31", "2027-02-31", BadValue, 9),
        ("2027-01-31", "明年", BadValue, 9),
        ("category: other", "category: cups", BadValue, 12),
        ("live: 99", "live: 九十九", BadValue, 7),
        ("live: 99", "live: -1", BadValue, 7),
        ("[保温杯]", "保温杯", BadValue, 5),
        ("valid_until", "valid_from: 2027-03-01, valid_until", BadValue, 9),
        ("products:", "goods:", FileError, 1),
    ],
)
def test_what_is_wrong_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, error: type[FileError], line: int
) -> None:
    with pytest.raises(error) as caught:
        load_catalogue(written(tmp_path, GOOD.replace(old, new, 1)))
    assert caught.value.fields["line"] == line
    assert f"{line}" in caught.value.sentence("zh")


def test_a_selling_point_id_twice_in_one_product(tmp_path: Path) -> None:
    twice = GOOD.replace("  - id: 007", "      - {id: warm, text: 保冷, evidence: 报告}\n  - id: 007")
    with pytest.raises(DuplicateId) as caught:
        load_catalogue(written(tmp_path, twice))
    assert (caught.value.fields["line"], caught.value.fields["first"]) == (10, 9)


def test_an_unknown_category_is_answered_with_close_ones(tmp_path: Path) -> None:
    with pytest.raises(BadValue) as caught:
        load_catalogue(written(tmp_path, GOOD.replace("daily_goods", "daily_good")))
    assert "daily_goods" in caught.value.sentence("zh")
    assert "daily_goods" in caught.value.sentence("en")


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        load_catalogue(tmp_path / "none.yaml")
