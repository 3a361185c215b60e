from datetime import date

from monitor.claims.catalogue import Catalogue, Product, SellingPoint
from monitor.claims.match import form_of
from monitor.claims.points import MANY, Points

DAY = date(2026, 3, 1)


def product(name: str, *texts: str) -> Product:
    claims = [SellingPoint(id=f"{name}-{i}", text=text) for i, text in enumerate(texts)]
    return Product(id=name, name=name, category="other", claims=claims)


CUP = product("cup", "保温24小时", "内胆采用316不锈钢")
POT = product("pot", "功率800瓦", "保温12小时")


def ids(points: Points, of: Product, said: str) -> list[str]:
    return [found.point.id for found in points.of(of, said)]


def elsewhere(said: str, on_air: Product | None, *products: Product) -> list[tuple[str, str]]:
    points = Points(Catalogue(products or (CUP, POT), "v"))
    return [(other.id, match.point.id) for other, match in points.elsewhere(form_of(said), on_air, DAY)]


def test_of_few_points_all_are_compared() -> None:
    assert ids(Points(Catalogue((CUP, POT), "v")), CUP, "今天天气不错") == ["cup-0", "cup-1"]


def test_of_very_many_points_those_that_sound_near_are_compared() -> None:
    colours = [f"另一种颜色{chr(0x6000 + n)}" for n in range(MANY)]
    wall = product("wall", *colours, "保温24小时")
    assert ids(Points(Catalogue((wall,), "v")), wall, "它保文二十四小时") == [f"wall-{MANY}"]


def test_no_point_is_brought_into_form_before_it_is_needed() -> None:
    points = Points(Catalogue((CUP, POT), "v"))
    points.of(CUP, "保温")
    assert set(points._own) == {"cup"}


def test_another_products_approval_is_found() -> None:
    assert elsewhere("功率八百瓦", CUP) == [("pot", "pot-0")]
    assert elsewhere("功率八百瓦", None) == [("pot", "pot-0")]


def test_ones_own_approval_and_one_that_does_not_reach_are_none() -> None:
    assert elsewhere("功率八百瓦", POT) == []
    assert elsewhere("功率九百瓦", CUP) == []


def test_one_wording_is_tried_once() -> None:
    pans = [product(f"pan{i}", "功率800瓦") for i in range(3)]
    assert elsewhere("功率八百瓦", CUP, CUP, *pans) == [("pan0", "pan0-0")]
