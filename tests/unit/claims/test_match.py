from datetime import date

import pytest

from monitor.claims.catalogue import SellingPoint
from monitor.claims.match import Outcome, approved, form_of, matches

DAY = date(2026, 3, 1)


def outcome(claim: str, said: str, **policy: object) -> tuple[str, str] | None:
    point = SellingPoint.model_validate({"id": "p", "text": claim, **policy})
    found = matches(form_of(said), [approved(point)], DAY)
    if not found:
        return None
    difference = found[0].difference
    return found[0].outcome.value, difference.slot if difference else ""


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("保温48小时", "它能保温整整两天"),
        ("保温48小时", "保温四十八个小时没有问题"),
        ("净含量500克", "净含量是一斤"),
        ("羊绒含量90%", "羊绒含量有九成"),
        ("不添加蔗糖", "没有添加蔗糖的"),
        ("内胆采用316不锈钢", "内胆是三一六不锈钢"),
        ("有助于增强免疫力", "可以帮助增强免疫力"),
        ("适合成人使用", "适合大人使用"),
        ("整机保修两年", "整机保修二十四个月"),
        ("约8小时持妆", "差不多八小时持妆"),
        ("保温48小时", "包温四十八小时"),
        ("不生锈", "部生锈的"),
        ("无需稀释，原液直接喷洒", "原液直接喷洒"),
        ("功率50千瓦", "功率五万瓦"),
    ],
)
def test_said_in_other_words(claim: str, said: str) -> None:
    assert outcome(claim, said) == ("approved", "")


@pytest.mark.parametrize(
    ("claim", "said", "slot"),
    [
        ("保温24小时", "保温四十八小时", "time"),
        ("保温24小时", "保温至少二十四小时", "comparator"),
        ("最长保温24小时", "保温二十四小时", "comparator"),
        ("净含量500克", "净含量五百斤", "unit"),
        ("净含量500克", "净含量五百毫升", "unit"),
        ("吹风机锁鲜14天", "吹风机锁鲜十四千卡", "unit"),
        ("粉底液持妆7个月", "粉底液持妆七千瓦", "unit"),
        ("原料产自海拔1200米", "原料产自海拔一千二百千焦", "unit"),
        ("支持7天无理由退货", "支持二十八天无理由退货", "time"),
        ("10分钟充满电", "不到十分钟充满电", "time"),
        ("含酒精", "不含酒精", "negation"),
        ("不含酒精", "含有酒精的", "negation"),
        ("零脂肪", "没有零脂肪", "negation"),
        ("帮助轻薄不闷", "不能帮助轻薄不闷的哈", "negation"),
        ("有助于补水保湿", "补水保湿", "certainty"),
        ("可以改善暗沉", "彻底改善暗沉", "intensity"),
        ("可以改善暗沉", "肯定能改善暗沉", "certainty"),
        ("适合成人使用", "适合成人和儿童使用", "population"),
        ("适合成人使用", "适合所有人使用", "population"),
        ("适合三岁以上儿童", "适合三岁以上儿童和婴儿", "population"),
        ("采用316不锈钢", "采用304不锈钢", "number"),
        ("30分钟充到50%", "10分钟充到百分之五十", "time"),
        ("噪音低至65分贝", "噪音只有四十分贝", "number"),
    ],
)
def test_beyond_the_approval(claim: str, said: str, slot: str) -> None:
    assert outcome(claim, said) == ("exceeds", slot)


def test_less_than_approved_is_a_policy_of_the_selling_point() -> None:
    assert outcome("保温24小时", "保温十二小时") == ("weaker", "time")
    assert outcome("保温24小时", "保温达不到二十四小时") == ("weaker", "time")
    assert outcome("保温24小时", "保温十二小时", allow_weaker=True) == ("approved", "")


def test_out_of_date_approvals_approve_nothing() -> None:
    assert outcome("保温24小时", "保温二十四小时", valid_until="2026-02-28") == ("out_of_date", "valid_until")
    assert outcome("保温24小时", "保温二十四小时", valid_from="2026-03-02") == ("out_of_date", "valid_from")
    assert outcome("保温24小时", "保温二十四小时", valid_from="2026-03-01", valid_until="2026-03-01") == (
        "approved",
        "",
    )


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("保温24小时", "保冷二十四小时"),
        ("净含量500克", "添加了五十克燕麦"),
        ("保温24小时", "二十四小时内发货"),
    ],
)
def test_other_things_do_not_match(claim: str, said: str) -> None:
    assert outcome(claim, said) is None


def test_an_approving_point_comes_before_a_conflicting_one() -> None:
    points = [SellingPoint(id="a", text="续航8小时"), SellingPoint(id="b", text="续航12小时")]
    found = matches(form_of("续航十二小时"), [approved(p) for p in points], DAY)
    assert (found[0].point.id, found[0].outcome) == ("b", Outcome.APPROVED)


def test_the_difference_is_written_as_it_was_said() -> None:
    found = matches(form_of("保温 48h"), [approved(SellingPoint(id="p", text="保温24小时"))], DAY)
    difference = found[0].difference
    assert difference is not None
    assert (difference.approved, difference.said) == ("24小时", "48h")
