from datetime import date
from pathlib import Path

import pytest

from monitor.claims.broadcast import Broadcast, Turn, load_broadcast
from monitor.claims.catalogue import Catalogue, Product
from monitor.errors import BadValue, FileError, MissingKey, UnknownKey

CATALOGUE = Catalogue(
    (
        Product(id="cup", name="保温杯", category="other"),
        Product(id="pot", name="养生壶", category="appliance"),
    ),
    "v",
)
GOOD = """id: evening
started_at: 2026-03-01T23:30:00+08:00
channel: 山风旗舰店
host: 小林
role: advertiser
run_sheet:
  - {at: 0, product: cup}
  - {at: "12:30", product: pot}
  - {at: 1:02:03, product: cup}
  - {at: 2026-03-02T00:40:00+08:00, product: pot}
facts: {stock: {cup: 20}}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "broadcast.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_broadcast_is_read_and_its_run_sheet_is_on_the_media_clock(tmp_path: Path) -> None:
    broadcast = load_broadcast(written(tmp_path, GOOD), CATALOGUE)
    assert broadcast.run_sheet == (
        Turn(0.0, "cup"),
        Turn(750.0, "pot"),
        Turn(3723.0, "cup"),
        Turn(4200.0, "pot"),
    )
    assert broadcast.role == "advertiser"
    assert broadcast.facts.stock == {"cup": 20}


def test_the_day_is_shanghais_of_the_start_or_today(tmp_path: Path) -> None:
    utc = GOOD.replace("2026-03-01T23:30:00+08:00", "2026-03-01T16:30:00Z")
    today = date(2030, 1, 1)
    assert load_broadcast(written(tmp_path, utc), CATALOGUE).day(today) == date(2026, 3, 2)
    assert Broadcast("b").day(today) == today


@pytest.mark.parametrize(
    ("old", "new", "error", "line"),
    [
        ("channel:", "chanel:", UnknownKey, 3),
        ("{stock: {cup: 20}}", "{stocks: 1}", UnknownKey, 11),
        ("{stock: {cup: 20}}", "{stock: {kettle: 20}}", BadValue, 11),
        ("{stock: {cup: 20}}", "{stock: {cup: many}}", BadValue, 11),
        ("{stock: {cup: 20}}", "{stock: {cup: -1}}", BadValue, 11),
        ("{stock: {cup: 20}}", '{campaign: {"*": {begins: 2026-03-02, ends: 2026-03-01}}}', BadValue, 11),
        ("{stock: {cup: 20}}", "{price_history: {cup: [{day: gestern, price: 9}]}}", BadValue, 11),
        ("{stock: {cup: 20}}", "{service: {cup: 七天无理由}}", BadValue, 11),
        ("at: 0,", "from: 0,", FileError, 7),
        ("id: evening\n", "", MissingKey, 1),
        ("23:30:00+08:00", "23:30:00", BadValue, 2),
        ("2026-03-01T", "2026-13-01T", BadValue, 2),
        ("product: pot", "product: kettle", BadValue, 8),
        ("at: 0", "at: 半夜", BadValue, 7),
        ("at: 0", "at: -5", BadValue, 7),
    ],
)
def test_what_is_wrong_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, error: type[FileError], line: int
) -> None:
    with pytest.raises(error) as caught:
        load_broadcast(written(tmp_path, GOOD.replace(old, new, 1)), CATALOGUE)
    assert caught.value.fields["line"] == line
