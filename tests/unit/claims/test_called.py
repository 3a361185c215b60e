import pytest

from monitor.claims.called import Called
from monitor.claims.catalogue import Catalogue, Product

CREAM = Product(id="cream", name="水润保湿面霜", aliases=["面霜"], link="2", category="cosmetics")
SERUM = Product(id="2", name="玫瑰精华液", aliases=["精华"], link="03", category="cosmetics")
TWIN = Product(id="twin", name="玫瑰礼盒", aliases=["精华"], link="五号链接", category="cosmetics")
CALLED = Called(Catalogue((CREAM, SERUM, TWIN), "v"))


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ("cream", ["cream"]),
        ("保湿面霜 水润", ["cream"]),
        ("水润保湿面霜", ["cream"]),
        ("3号链接", ["2"]),
        ("三号", ["2"]),
        ("链接5", ["twin"]),
        ("2", ["2"]),
        ("3号链接 玫瑰精华液", ["2"]),
        ("2号链接和3号链接", ["cream", "2"]),
        ("精华", ["2", "twin"]),
        ("电饭煲", []),
        ("11月3号", []),
    ],
)
def test_a_cell_calls_a_product_by_id_name_alias_or_link(said: str, ids: list[str]) -> None:
    assert [product.id for product in CALLED.by(said)] == ids


def test_a_number_in_a_column_of_links_is_a_link_before_it_is_an_id() -> None:
    assert CALLED.by("2", link=True) == [CREAM]


@pytest.mark.parametrize(
    "said", ["3号链接", "三号链接：玫瑰精华液（讲解10分钟）", "产品2：玫瑰精华液", "一、玫瑰精华液"]
)
def test_a_line_that_does_nothing_but_name_a_product_is_a_heading(said: str) -> None:
    assert CALLED.only(said) is SERUM


@pytest.mark.parametrize(
    "said", ["玫瑰精华液可以美白", "3号链接和2号链接", "精华", "大家好", "它比3号链接更轻"]
)
def test_a_line_that_says_more_is_none(said: str) -> None:
    assert CALLED.only(said) is None


def test_close_names_are_offered() -> None:
    assert CALLED.close_to("玫瑰精华")[0] == "玫瑰精华液"
