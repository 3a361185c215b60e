"""What an operator changes of the rules without touching them: severities, decisions, mutes."""

from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

from monitor.rules.grade import Decision, Severity
from monitor.rules.rule import Rule
from monitor.text.yaml_file import YamlFile, read_yaml

OVERLAY = "overlay.yaml"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Override(_Entry):
    """Another severity, for every category, or another decision."""

    rule: str
    severity: Severity | None = None
    decision: Decision | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> "Override":
        if self.severity is None and self.decision is None:
            raise ValueError("severity / decision")
        return self

    def on(self, rule: Rule) -> Rule:
        changes: dict[str, object] = {}
        if self.severity is not None:
            changes |= {"severity": self.severity, "severities": {}}
        if self.decision is not None:
            changes |= {"decision": self.decision}
        return rule.model_copy(update=changes)


class Mute(_Entry):
    """A rule whose findings pass, up to and including the day `until`."""

    rule: str
    reason: str = Field(min_length=1)
    until: date


class Overlay(_Entry):
    overrides: list[Override] = []
    mutes: list[Mute] = []

    def on(self, rules: Mapping[str, Rule]) -> dict[str, Rule]:
        """`rules` by id, with the overrides."""
        return dict(rules) | {override.rule: override.on(rules[override.rule]) for override in self.overrides}


def read_overlay(path: Path, rules: Mapping[str, Rule]) -> Overlay:
    """FileError with file and line where it is wrong or names a rule that is not there."""
    overlay, document = read_yaml(path, Overlay)
    named = {"overrides": [o.rule for o in overlay.overrides], "mutes": [m.rule for m in overlay.mutes]}
    for key, ids in named.items():
        places = [(rule, (key, i, "rule")) for i, rule in enumerate(ids)]
        document.unique(places)
        for rule, place in places:
            if rule not in rules:
                raise _unknown(document, place, rule, rules)
    return overlay


def close_to(rule: str, rules: Iterable[str]) -> list[str]:
    """Up to five of `rules` that look like `rule`."""
    known = sorted(rules)
    return get_close_matches(rule, known, n=5, cutoff=0.4) or known[:5]


def _unknown(
    document: YamlFile, place: tuple[str | int, ...], rule: str, rules: Mapping[str, Rule]
) -> Exception:
    return document.bad_value(place, "value.rule", said=rule, near="、".join(close_to(rule, rules)))
