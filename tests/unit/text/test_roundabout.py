"""Amounts that hosts tell without a number and its unit."""

import pytest

from monitor.text.normal import normal
from monitor.text.quantities import quantities


@pytest.mark.parametrize(
    ("said", "canonical"),
    [
        ("开着一昼夜", "time:86400"),
        ("泡三天三夜", "time:259200"),
        ("润一整晚", "time:28800"),
        ("早上七点出门到晚上七点还在响", "time:43200"),
        ("早上八点到第二天早上八点", "time:86400"),
        ("从早到晚", "time:43200"),
        ("用一整年", "time:3.1536e+07"),
        ("一个多月", "time:2.628e+06"),
        ("三刻钟", "time:2700"),
        ("棉占九成五", "percent:95"),
        ("三个九", "percent:99.9"),
        ("十二三岁", "age:12-13"),
        ("一百二三十斤", "mass:60000-65000"),
        ("耐磨四级", "grade:4"),
        ("它是IP67的", "grade:ip:7"),
        ("十八K金", "karat:18"),
    ],
)
def test_an_amount_told_in_a_roundabout_way_has_its_value(said: str, canonical: str) -> None:
    assert [q.canonical for q in quantities(normal(said).text)] == [canonical]


@pytest.mark.parametrize("said", ["三年级的孩子", "一级棒", "这一块我们管", "成千上万次", "牛肉三牛肉"])
def test_what_only_looks_like_an_amount_is_none(said: str) -> None:
    assert quantities(normal(said).text) == []
