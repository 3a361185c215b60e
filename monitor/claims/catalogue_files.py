"""Catalogues as files: YAML, which the program works with, and the tables that people work in."""

import csv
from collections.abc import Callable, Sequence
from io import StringIO
from pathlib import Path
from typing import Any, cast

import yaml
from openpyxl.utils import get_column_letter

from monitor.claims.catalogue import Product, load_catalogue
from monitor.claims.catalogue_book import workbook
from monitor.claims.catalogue_table import COLUMNS, products_of, rows_of
from monitor.claims.cells import is_clean
from monitor.errors import BadTable, Fault, FileUnreadable
from monitor.messages import Language
from monitor.rules.category import Categories
from monitor.text.new_file import write_new
from monitor.text.sheet import guarded, read_csv, read_workbook

_LONGEST = 32_767
_Writer = Callable[[Sequence[Product], Language], bytes]


def read_products(path: Path, categories: Categories) -> tuple[Product, ...]:
    """A catalogue's products from .xlsx, .csv or .yaml. FileError; BadTable with every fault of a table."""
    suffix = path.suffix.lower()
    if suffix in (".yaml", ".yml"):
        return load_catalogue(path, categories).products
    if suffix == ".xlsx":
        return products_of(path, read_workbook(path), categories)
    if suffix == ".csv":
        return products_of(path, read_csv(path), categories)
    raise FileUnreadable(file=path, line=0, reason="value.catalogue_format", said=suffix or path.name)


def write_products(
    path: Path, products: Sequence[Product], language: Language, suffixes: Sequence[str]
) -> None:
    """A new catalogue file, its headings in `language`.

    FileUnreadable where the suffix is none of `suffixes`, BadTable for text that no cell can hold.
    """
    suffix = path.suffix.lower()
    if suffix not in suffixes:
        told = {"said": suffix or path.name, "known": "、".join(suffixes)}
        raise FileUnreadable(file=path, line=0, reason="value.catalogue_target", **told)
    if suffix in (".xlsx", ".csv"):
        _fits(path, products, language)
    write_new(path, _WRITERS[suffix](products, language))


def _fits(path: Path, products: Sequence[Product], language: Language) -> None:
    faults = []
    for number, row in enumerate(rows_of(products, language), 2):
        for index, cell in enumerate(row):
            if isinstance(cell, str) and (code := _unfit(cell)):
                told: dict[str, object] = {"heading": COLUMNS[index].heading(language)}
                faults.append(Fault(number, get_column_letter(index + 1), code, None, told))
    if faults:
        raise BadTable(file=path, line=faults[0].row, faults=tuple(faults))


def _unfit(text: str) -> str | None:
    if len(text) > _LONGEST:
        return "cell.long"
    return None if is_clean(text) else "cell.control"


def yaml_of(products: Sequence[Product], _language: Language = "zh") -> bytes:
    """A catalogue file with what differs from the defaults."""
    rows = [product.model_dump(exclude_defaults=True) for product in products]
    return yaml.dump(
        {"products": rows}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110
    ).encode()


def csv_of(products: Sequence[Product], language: Language) -> bytes:
    """UTF-8 with a byte order mark, by which spreadsheets know it; no cell is taken for a formula."""
    table = StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow([column.heading(language) for column in COLUMNS])
    for row in rows_of(products, language):
        writer.writerow([guarded(cell) if isinstance(cell, str) else _plain(cell) for cell in row])
    return table.getvalue().encode("utf-8-sig")


_WRITERS: dict[str, _Writer] = {".yaml": yaml_of, ".yml": yaml_of, ".xlsx": workbook, ".csv": csv_of}


class _Dumper(cast("type[yaml.SafeDumper]", getattr(yaml, "CSafeDumper", yaml.SafeDumper))):  # type: ignore[misc]
    """Text that could be read as a number, a truth or nothing is quoted; whole yuan have no decimals."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    plain = value[:1].isalpha() and value.lower() not in ("null", "true", "false")
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=None if plain else "'")


def _number(dumper: yaml.SafeDumper, value: float) -> yaml.ScalarNode:
    return dumper.represent_int(int(value)) if value.is_integer() else dumper.represent_float(value)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(float, _number)


def _plain(cell: object) -> str:
    """Whole numbers without decimals, days as they are written everywhere."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return "" if cell is None else str(cell)
