from monitor.claims.catalogue import Catalogue, Product, SellingPoint
from monitor.claims.finding import Decision, Finding, Severity, Verdict
from monitor.claims.suggest import Suggester

OIL = Product(
    id="oil",
    name="鱼油软胶囊",
    category="health_food",
    claims=[
        SellingPoint(id="grain", text="每粒一千毫克"),
        SellingPoint(id="lipids", text="有助于维持血脂健康水平"),
        SellingPoint(id="hours", text="二十四小时保湿"),
    ],
)
CATALOGUE = Catalogue((OIL,), "v")


def suggested(
    claim: str, verdict: Verdict = Verdict.UNREVIEWED, point: str | None = None, **refused: bool
) -> str | None:
    finding = Finding(
        claim, (0, 1), claim, verdict, Decision.REVIEW, Severity.HIGH, product="oil", selling_point=point
    )
    return Suggester(CATALOGUE, lambda _, point: point.id not in refused).suggest(finding)


def test_the_selling_point_that_was_exceeded_is_the_wording() -> None:
    assert suggested("每粒两千毫克", Verdict.EXCEEDS_APPROVAL, "grain") == "每粒一千毫克"


def test_a_near_point_answers_what_nobody_reviewed_and_what_is_prohibited() -> None:
    assert suggested("深层补水保湿") == "二十四小时保湿"
    assert suggested("根治高血脂", Verdict.PROHIBITED) == "有助于维持血脂健康水平"


def test_where_nothing_is_near_nothing_is_suggested() -> None:
    assert suggested("根治近视", Verdict.PROHIBITED) is None
    assert suggested("全网销量第一", Verdict.PROHIBITED) is None


def test_other_verdicts_get_no_suggestion() -> None:
    assert suggested("二十四小时保湿", Verdict.APPROVED, "hours") is None
    assert suggested("二十四小时保湿", Verdict.EVIDENCE_NEEDED) is None


def test_wording_that_would_itself_be_flagged_is_never_suggested() -> None:
    assert suggested("每粒两千毫克", Verdict.EXCEEDS_APPROVAL, "grain", grain=True) is None
