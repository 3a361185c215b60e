"""The published JSON Schema is the one the program reads by."""

from pathlib import Path

import pytest

from monitor.messages import LANGUAGES, sentences
from monitor.rules.lexicon import SHIPPED, load_lexicons
from monitor.rules.schema import MODELINE, SCHEMA_FILE, rule_schema, schema_text

LEXICON = load_lexicons()
MODELS = {"RuleFile": rule_schema(LEXICON), **rule_schema(LEXICON)["$defs"]}
RULE_FILES = sorted({source.file for source in LEXICON.sources.values()})


def test_the_published_schema_is_the_generated_one() -> None:
    published = (SHIPPED / SCHEMA_FILE).read_text("utf-8")
    assert published == schema_text(LEXICON), f"run: boshen rules schema > lexicons/{SCHEMA_FILE}"


def test_every_field_is_described_in_both_languages() -> None:
    fields = {f"schema.{model}.{f}" for model, found in MODELS.items() for f in found.get("properties", {})}
    models = {f"schema.{model}" for model, found in MODELS.items() if "properties" in found}
    for language in LANGUAGES:
        described = {code for code in sentences(language) if code.startswith("schema.")}
        assert described == fields | models


def test_a_misspelt_key_is_refused() -> None:
    assert all(found["additionalProperties"] is False for found in MODELS.values() if "properties" in found)


@pytest.mark.parametrize(
    ("model", "field", "offered"),
    [("Basis", "law", "AD"), ("Case", "category", "cosmetics")],
)
def test_editors_are_offered_what_there_is(model: str, field: str, offered: str) -> None:
    assert offered in MODELS[model]["properties"][field]["examples"]


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: path.name)
def test_every_rule_file_names_the_schema(path: Path) -> None:
    assert path.read_text("utf-8").startswith(MODELINE)
