"""The rule file: what may not be said, of which goods, by which law, with its tests beside it."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from monitor.messages import Language
from monitor.rules.citation import Basis
from monitor.rules.grade import Decision, Severity, Verdict

Polarity = Literal["exempts", "irrelevant"]
Sentences = dict[Language, str]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Pattern(_Entry):
    """Either `phrases`, any one of which hits, or `all`: one word of every group, near each other.

    within: most characters between neighbouring groups. A word {time}, {percent}, {money} … stands for
    a spoken quantity of that dimension. topic: what a registered health-food function must name to
    make the words lawful.
    """

    phrases: list[str] = []
    all: list[list[str]] = []
    within: int = Field(4, ge=0, le=30)
    ordered: bool = True
    topic: str | None = None

    @model_validator(mode="after")
    def _has_words(self) -> "Pattern":
        if bool(self.phrases) == bool(self.all):
            raise ValueError("phrases / all")
        return self

    @property
    def words(self) -> list[str]:
        return [*self.phrases, *(word for group in self.all for word in group)]


class Exemption(_Entry):
    """A named reason not to flag: the clause has one of `words` and none of `unless`."""

    id: str
    words: list[str] = Field(min_length=1)
    unless: list[str] = []
    evidence: Sentences


class Case(_Entry):
    """A sentence of the inline tests. hit: the words that must be hit, where it matters."""

    text: str
    category: str | None = None
    hit: str | None = None


def _as_case(given: Any) -> Any:
    return {"text": given} if isinstance(given, str) else given


Cases = list[Annotated[Case, BeforeValidator(_as_case)]]


class Tests(_Entry):
    hit: Cases = []
    ok: Cases = []


class Gate(_Entry):
    """Where a rule applies: category nodes (`*` is every one), less those in `but_not`."""

    categories: list[str] = ["*"]
    but_not: list[str] = []


class Rule(_Entry):
    """One thing that may not be said, or needs evidence, or is the consequence of a comparison.

    severities: by category where it differs. registered: a registered function of the product on
    the pattern's topic makes the words lawful.
    """

    id: str
    title: Sentences
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
    exemptions: list[Exemption] = []
    registered: bool = False
    action: str
    message: Sentences
    tests: Tests = Tests()


class Coded(_Entry):
    """Words that hosts say in place of `means`."""

    means: str
    words: list[str] = Field(min_length=1)


class RuleFile(_Entry):
    rules: list[Rule] = []
    coded: list[Coded] = []
