from fnmatch import fnmatchcase
from pathlib import Path

from monitor.rules.coverage import Topic, coverage, read_topics
from monitor.rules.lexicon import load_lexicons
from tests.rule_files import rule, write

LEXICON = load_lexicons()


def topic(name: str, *rules: str, elsewhere: str = "") -> Topic:
    told = {"zh": elsewhere, "en": elsewhere} if elsewhere else {}
    return Topic(id=name, title={"zh": name, "en": name}, rules=list(rules), elsewhere=told)


def test_a_topic_is_covered_by_its_own_id_by_what_is_under_it_and_by_pattern(ours: Path) -> None:
    write(ours / "shipped.yaml", *(rule(name) for name in ("a", "a.more", "other", "ab")))
    found = coverage(load_lexicons(ours), [topic("a", "oth*"), topic("b"), topic("c", elsewhere="x")], "en")
    assert [covered.rules for covered in found.topics] == [["a", "a.more", "other"], [], []]
    assert (found.topics[0].hit, found.topics[0].ok, found.topics[0].todo) == (24, 24, 0)
    assert (found.open, found.apart) == (["b"], ["ab"])


def test_rules_that_are_not_applied_cover_nothing(ours: Path) -> None:
    write(ours / "shipped.yaml", rule("a", status="trial"), rule("a.old", status="retired"))
    assert coverage(load_lexicons(ours), [topic("a")], "en").open == ["a"]


def test_rules_by_category_and_by_role(ours: Path) -> None:
    gates = {
        "a": {"categories": ["cosmetics"], "but_not": ["toothpaste"], "roles": ["publisher"]},
        "b": {"categories": ["*"]},
        "c": {"categories": ["drug"], "roles": ["seller"]},
    }
    write(ours / "shipped.yaml", *(rule(name, applies_to=gate) for name, gate in gates.items()))
    found = coverage(load_lexicons(ours), [], "en")
    by_category = {covered.name: covered.rules for covered in found.categories}
    assert by_category["cosmetics"] == ["a", "b"]
    assert by_category["toothpaste"] == ["b"]
    assert {covered.name: covered.rules for covered in found.roles} == {
        "publisher": ["a", "b"],
        "seller": ["b", "c"],
    }


def test_the_47_topics_of_the_law_are_all_dealt_with() -> None:
    found = coverage(LEXICON, read_topics(), "zh")
    assert len(found.topics) == 47
    assert found.open == []


def test_every_pattern_of_a_topic_meets_a_rule() -> None:
    patterns = [pattern for topic in read_topics() for pattern in topic.rules]
    assert [p for p in patterns if not any(fnmatchcase(rule, p) for rule in LEXICON.by_id)] == []


def test_every_shipped_rule_belongs_to_a_topic() -> None:
    assert coverage(LEXICON, read_topics(), "zh").apart == []
