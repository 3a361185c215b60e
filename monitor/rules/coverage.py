"""Which topics of the law the rules cover, for which goods and speakers, and with how many sentences."""

from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from pydantic import BaseModel, ConfigDict

from monitor.messages import Language
from monitor.rules.lexicon import SHIPPED, TOPICS, Lexicon
from monitor.rules.rule import Rule
from monitor.text.yaml_file import read_yaml


class Topic(BaseModel):
    """rules: patterns of ids beside its own. elsewhere: where it is dealt with if not by a rule."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: dict[Language, str]
    rules: list[str] = []
    elsewhere: dict[Language, str] = {}

    def covers(self, rule: str) -> bool:
        return any(fnmatchcase(rule, pattern) for pattern in (self.id, f"{self.id}.*", *self.rules))


class _TopicFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    topics: list[Topic]


@dataclass(frozen=True, slots=True)
class Covered:
    """name: a topic, category or role. hit, ok, todo: how many sentences its rules have of each."""

    name: str
    title: str
    rules: list[str]
    hit: int
    ok: int
    todo: int
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Active rules by what they are for. open: topics nothing deals with. apart: rules of no topic."""

    topics: list[Covered]
    categories: list[Covered]
    roles: list[Covered]
    open: list[str]
    apart: list[str]


def read_topics() -> list[Topic]:
    """The shipped topics."""
    found, document = read_yaml(SHIPPED / TOPICS, _TopicFile)
    document.unique((topic.id, ("topics", i, "id")) for i, topic in enumerate(found.topics))
    return found.topics


def coverage(lexicon: Lexicon, topics: list[Topic], language: Language) -> Coverage:
    active = [rule for rule in lexicon.rules if rule.status == "active"]
    roles = sorted({role for rule in active for role in rule.applies_to.roles})
    covered = [_topic(topic, active, language) for topic in topics]
    return Coverage(
        topics=covered,
        categories=[
            _covered(name, "", _for_category(lexicon, active, name)) for name in lexicon.categories.names
        ],
        roles=[
            _covered(role, "", [r for r in active if role in (r.applies_to.roles or roles)]) for role in roles
        ],
        open=[topic.name for topic in covered if not topic.rules and not topic.elsewhere],
        apart=[rule.id for rule in active if not any(topic.covers(rule.id) for topic in topics)],
    )


def _topic(topic: Topic, active: list[Rule], language: Language) -> Covered:
    rules = [rule for rule in active if topic.covers(rule.id)]
    elsewhere = topic.elsewhere.get(language, "")
    return replace(_covered(topic.id, topic.title[language], rules), elsewhere=elsewhere)


def _for_category(lexicon: Lexicon, rules: list[Rule], category: str) -> list[Rule]:
    covers = lexicon.categories.covers
    return [
        rule
        for rule in rules
        if covers(rule.applies_to.categories, category) and not covers(rule.applies_to.but_not, category)
    ]


def _covered(name: str, title: str, rules: list[Rule]) -> Covered:
    return Covered(
        name,
        title,
        [rule.id for rule in rules],
        sum(len(rule.tests.hit) for rule in rules),
        sum(len(rule.tests.ok) for rule in rules),
        sum(len(rule.tests.todo_hit) for rule in rules),
    )
