from datetime import date

import pytest

from monitor.claims.catalogue import SellingPoint
from monitor.claims.match import approved, form_of, matches


def outcome(claim: str, said: str, before: str | None = None) -> str | None:
    point = SellingPoint.model_validate({"id": "p", "text": claim})
    form = form_of(said, form_of(before) if before else None)
    found = matches(form, [approved(point)], date(2026, 3, 1))
    return found[0].outcome.value if found else None


@pytest.mark.parametrize(
    ("claim", "said", "before"),
    [
        ("每100克含膳食纤维8克", "一公斤粉里膳食纤维有八十克", None),
        ("咖啡因含量0.2%", "一百克豆子里咖啡因是零点二克", None),
        ("粗灰分7%至9%", "粗灰分七十克到九十克", "你称一公斤粮出来"),
        ("稀释500至1000倍使用", "稀释起来一吨水兑一公斤", None),
        ("总糖每升20至30克", "总糖二十五克上下差五克一升", None),
        ("酒精度42%vol", "酒精度四十二度", None),
    ],
)
def test_an_amount_of_an_amount(claim: str, said: str, before: str | None) -> None:
    assert outcome(claim, said, before) == "approved"


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("每100克含膳食纤维8克", "一公斤粉里膳食纤维有八百克"),
        ("咖啡因含量0.2%", "一百克豆子里咖啡因是两克"),
        ("酒精度42%vol", "酒精度五十三度"),
        ("整机保修2年", "整机保修管你一辈子"),
        ("含酒精70%", "一滴酒精都没有"),
    ],
)
def test_another_amount(claim: str, said: str) -> None:
    assert outcome(claim, said) == "exceeds"
