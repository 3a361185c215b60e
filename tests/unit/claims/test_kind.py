import pytest

from monitor.claims.catalogue import Product
from monitor.claims.kind import kind_of, shipped_kinds


@pytest.mark.parametrize(
    ("name", "called"),
    [("维生素钙片", "钙片"), ("真丝围巾", "围巾"), ("玻尿酸补水面膜", "面膜"), ("自动洗拖扫地机", "扫地机")],
)
def test_the_end_of_a_name_tells_the_kind(name: str, called: str) -> None:
    kind = kind_of(Product(id="a", name=name, category="other"))
    assert kind is not None
    assert called in kind.of


def test_an_alias_tells_it_where_the_name_does_not_and_else_nothing_does() -> None:
    assert kind_of(Product(id="a", name="清风一号", category="other")) is None
    by_alias = kind_of(Product(id="a", name="清风一号", aliases=["空调"], category="other"))
    assert by_alias is not None
    assert "空调" in by_alias.of


def test_what_goods_are_called_belongs_to_one_kind() -> None:
    called = [name for kind in shipped_kinds() for name in kind.of]
    assert len(called) == len(set(called))
