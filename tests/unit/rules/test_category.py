from monitor.rules.lexicon import shipped_categories

TREE = shipped_categories()


def test_a_gate_covers_what_is_under_it() -> None:
    assert TREE.covers(["food"], "tea")
    assert TREE.covers(["food"], "infant_formula")
    assert TREE.covers(["cosmetics"], "toothpaste")
    assert TREE.covers(["*"], "other")


def test_a_gate_does_not_cover_what_is_above_or_beside_it() -> None:
    assert not TREE.covers(["tea"], "food")
    assert not TREE.covers(["food"], "drug")


def test_goods_of_unknown_category_are_under_general_rules_alone() -> None:
    assert TREE.covers(["*"], None)
    assert not TREE.covers(["food"], None)


def test_every_name_of_the_rule_facts_is_there() -> None:
    names = "food ordinary_food health_food cosmetics daily_goods apparel appliance pet jewelry beverage tea candy drink"
    more = "drug medical_device toothpaste soap rx_drug otc_drug disinfectant infant_food infant_formula baby_goods alcohol"
    rest = "tobacco ecig medical_beauty finance franchise course_wealth education realestate used_car vehicle"
    last = "pesticide vet_drug seed feed fsmp other"
    assert set(TREE.names) == set(f"{names} {more} {rest} {last}".split())


def test_a_misspelt_name_is_answered_with_close_ones() -> None:
    assert "health_food" in TREE.close_to("healthfood")
