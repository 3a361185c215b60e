"""What the law asks to be said of a product, and by when."""

import pytest

from monitor.claims.catalogue import Product
from monitor.claims.statement import Missing, Statements
from monitor.rules.lexicon import load_lexicons
from monitor.rules.rule import Rule

LEXICON = load_lexicons()
TABLET = Product(id="tablet", name="钙片", category="health_food")
OIL = Product(id="oil", name="鱼油", category="health_food", required_statements=["请放在儿童够不到的地方"])
TEA = Product(id="tea", name="绿茶", category="tea")


def statements(*, within_minutes: float | None = None) -> Statements:
    rules = [_with(rule, within_minutes) for rule in LEXICON.rules]
    return Statements(rules, [TABLET, OIL, TEA], LEXICON.categories)


def _with(rule: Rule, within: float | None) -> Rule:
    return rule.model_copy(update={"within_minutes": within}) if rule.statements else rule


def told(missing: Missing) -> tuple[str, str, float | None]:
    assert missing.product is not None
    return missing.product.id, missing.required.rule.id, missing.due


def test_a_statement_of_the_category_is_missed_once_something_was_claimed() -> None:
    duties = statements()
    duties.claim(TABLET, 10.0)
    duties.claim(TABLET, 40.0)
    assert [told(m) for m in duties.conclude()] == [("tablet", "statement.health_food", 40.0)]


def test_nothing_is_asked_where_nothing_was_claimed_or_the_category_asks_for_none() -> None:
    duties = statements()
    duties.claim(TEA, 10.0)
    assert list(duties.conclude()) == []


@pytest.mark.parametrize(
    "said",
    [
        "本品不能代替药物",
        "保健食品不是药物，不能代替药物治疗疾病",
        "提醒一下它不能替代药物哦",
        "本品不能带替药物",
    ],
)
def test_any_wording_will_do(said: str) -> None:
    duties = statements()
    duties.claim(TABLET, 10.0)
    assert duties.hear(TABLET, said, 20.0)
    assert list(duties.conclude()) == []


def test_it_may_be_spread_over_clauses() -> None:
    duties = statements()
    duties.claim(TABLET, 10.0)
    for part in ("保健食品不是药物", "不能代替", "药物治疗疾病"):
        duties.hear(TABLET, part, 20.0)
    assert list(duties.conclude()) == []


def test_its_contrary_is_not_it() -> None:
    duties = statements()
    duties.claim(TABLET, 10.0)
    duties.hear(TABLET, "这个就能代替药物", 20.0)
    assert len(list(duties.conclude())) == 1


def test_what_was_said_of_one_product_does_not_serve_another() -> None:
    duties = statements()
    duties.claim(TABLET, 10.0)
    duties.claim(OIL, 11.0)
    duties.hear(OIL, "本品不能代替药物", 20.0)
    assert [told(m)[:2] for m in duties.conclude()] == [
        ("tablet", "statement.health_food"),
        ("oil", "claim.missing_statement"),
    ]


def test_within_minutes_it_is_due_after_each_claim_and_told_as_soon_as_it_is_late() -> None:
    duties = statements(within_minutes=5)
    duties.claim(TABLET, 100.0)
    assert list(duties.overdue(400.0)) == []
    assert [told(m) for m in duties.overdue(400.5)] == [("tablet", "statement.health_food", 400.0)]
    assert list(duties.overdue(900.0)) == []
    duties.claim(TABLET, 1000.0)
    assert [told(m)[2] for m in duties.overdue(1301.0)] == [1300.0]


def test_within_minutes_one_said_shortly_before_the_claim_serves_too() -> None:
    duties = statements(within_minutes=5)
    duties.claim(TABLET, 10.0)
    duties.hear(TABLET, "本品不能代替药物", 50.0)
    duties.claim(TABLET, 300.0)
    assert list(duties.overdue(9000.0)) == []
    duties.claim(TABLET, 400.0)
    assert [told(m)[2] for m in duties.overdue(9000.0)] == [700.0]


def test_a_statement_of_the_catalogue_that_the_law_asks_for_is_asked_for_once() -> None:
    tablet = TABLET.model_copy(update={"required_statements": ["本品不能代替药物"]})
    duties = Statements(LEXICON.rules, [tablet], LEXICON.categories)
    duties.claim(tablet, 10.0)
    assert [m.required.rule.id for m in duties.conclude()] == ["statement.health_food"]
