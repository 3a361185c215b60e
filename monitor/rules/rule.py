"""The rule file: what may not be said, of which goods, by which law, with its tests beside it."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from monitor.messages import Language
from monitor.rules.citation import Basis
from monitor.rules.grade import Decision, Severity, Verdict

Polarity = Literal["exempts", "irrelevant", "triggers"]
Status = Literal["active", "trial", "retired"]
Mechanism = Literal["characters", "syllables", "fillers", "coded"]
Predicate = Literal["self_scope", "instruction", "inside_name", "when_and_where"]
FactKind = Literal["price_history", "stock", "campaign", "service"]
Sentences = dict[Language, str]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Pattern(_Entry):
    """Either `phrases`, any one of which hits, or `all`: one word of every group, near each other.

    within: most characters between neighbouring groups. A word {time}, {percent}, {money} … stands for
    a spoken quantity of that dimension. topic: what a registered health-food function must name to
    make the words lawful. mechanisms: how the words may be recognised; `characters` alone for words
    whose homophones are common speech.
    """

    phrases: list[str] = []
    all: list[list[str]] = []
    within: int = Field(4, ge=0, le=30)
    ordered: bool = True
    topic: str | None = None
    mechanisms: list[Mechanism] = Field(["characters", "syllables", "fillers", "coded"], min_length=1)

    @model_validator(mode="after")
    def _has_words(self) -> "Pattern":
        if bool(self.phrases) == bool(self.all):
            raise ValueError("phrases / all")
        return self

    @property
    def words(self) -> list[str]:
        return [*self.phrases, *(word for group in self.all for word in group)]


class Exemption(_Entry):
    """A named reason not to flag: the clause has one of `words` and none of `unless`.

    In a rule, the name of one of `exemptions.yaml` stands for it. predicate: what must hold beside
    the words (monitor/rules/exemptions.py). kind `note` bears on the penalty and exempts nothing;
    kind `bars` puts the exemptions it names out of force, from the day `since`.
    """

    id: str
    words: list[str] = []
    unless: list[str] = []
    predicate: Predicate | None = None
    kind: Literal["exempts", "note", "bars"] = "exempts"
    bars: list[str] = []
    since: date | None = None
    evidence: Sentences = {}

    @property
    def is_name(self) -> bool:
        """Whether it only names one that is defined elsewhere."""
        return not self.evidence


def _as_exemption(given: Any) -> Any:
    return {"id": given} if isinstance(given, str) else given


class Case(_Entry):
    """A sentence of the inline tests. hit: the words that must be hit, where it matters.

    functions: the product's registered functions. names: names of products and brands.
    """

    text: str
    category: str | None = None
    hit: str | None = None
    functions: list[str] = []
    names: list[str] = []


def _as_case(given: Any) -> Any:
    return {"text": given} if isinstance(given, str) else given


Cases = list[Annotated[Case, BeforeValidator(_as_case, json_schema_input_type=str | Case)]]


class Tests(_Entry):
    """todo_hit: misses that are known, reported apart."""

    hit: Cases = []
    ok: Cases = []
    todo_hit: Cases = []


class Gate(_Entry):
    """Where a rule applies: category nodes (`*` is every one), less those in `but_not`; and to whom.

    roles: advertising roles of the broadcast; empty is every one.
    """

    categories: list[str] = ["*"]
    but_not: list[str] = []
    roles: list[str] = []


class Coded(_Entry):
    """Words that hosts say in place of `means`."""

    means: str
    words: list[str] = Field(min_length=1)


class Rule(_Entry):
    """One thing that may not be said, or needs evidence, or is the consequence of a comparison.

    severities: by category where it differs. registered: a registered function of the product on
    the pattern's topic makes the words lawful. aliases: coded words for this rule alone. facts: what
    is held against the words where the broadcast gives it. negation: whether a denial exempts, does
    not matter, or is itself what is prohibited.
    """

    id: str
    title: Sentences
    status: Status = "active"
    severity: Severity
    severities: dict[str, Severity] = {}
    verdict: Literal[
        Verdict.PROHIBITED,
        Verdict.EVIDENCE_NEEDED,
        Verdict.EXCEEDS_APPROVAL,
        Verdict.UNREVIEWED,
        Verdict.MISSING_STATEMENT,
        Verdict.PRICE_MISMATCH,
    ] = Verdict.PROHIBITED
    decision: Decision
    basis: list[Basis] = Field(min_length=1)
    applies_to: Gate = Gate()
    patterns: list[Pattern] = []
    negation: Polarity = "exempts"
    allow: list[str] = []
    aliases: list[Coded] = []
    exemptions: list[
        Annotated[Exemption, BeforeValidator(_as_exemption, json_schema_input_type=str | Exemption)]
    ] = []
    registered: bool = False
    facts: FactKind | None = None
    statements: list[str] = []
    within_minutes: float | None = Field(None, gt=0)
    false_positives: list[str] = []
    action: str
    message: Sentences
    tests: Tests = Tests()


class RuleFile(_Entry):
    rules: list[Rule] = []
    coded: list[Coded] = []
    exemptions: list[Exemption] = []
