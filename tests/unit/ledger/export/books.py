"""A small book, for the files that are made of it."""

from monitor.ledger.export.sheet import Book, Cell, Column, Cut, Line, Sheet

CUT = Cut(3, b"\x5a" * 32)


def book(*rows: tuple[Cell, ...], note: str = "哪句话") -> Book:
    columns = (Column("row", "序号", 3), Column("said", "原话", 16))
    lines = tuple(Line(row, number) for number, row in enumerate(rows))
    sheet = Sheet("flags", "标记与处置", note, columns, lines)
    return Book(
        "直播选品审核台账", "zh", CUT, "商品 serum", (("范围", "商品 serum"), ("性质", "疑似")), (sheet,)
    )
