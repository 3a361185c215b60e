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
    goods = "food ordinary_food health_food fsmp beverage tea candy drink alcohol infant_food infant_formula"
    care = "cosmetics daily_goods apparel appliance pet jewelry toothpaste soap disinfectant baby_goods"
    medical = "drug rx_drug otc_drug medical_device medical_beauty tobacco ecig"
    rest = "finance franchise course_wealth education realestate used_car vehicle"
    farm = "pesticide vet_drug seed feed other"
    names = f"{goods} {care} {medical} {rest} {farm}"
    assert set(TREE.names) == set(names.split())


def test_a_misspelt_name_is_answered_with_close_ones() -> None:
    assert "health_food" in TREE.close_to("healthfood")
