"""The JSON Schema of the rule file, so that editors complete and check it as it is written."""

import json
from typing import Any

from monitor.messages import LANGUAGES, sentences
from monitor.rules.category import EVERYTHING
from monitor.rules.lexicon import Lexicon
from monitor.rules.rule import RuleFile

SCHEMA_FILE = "rule.schema.json"
MODELINE = f"# yaml-language-server: $schema={SCHEMA_FILE}"


def rule_schema(lexicon: Lexicon) -> dict[str, Any]:
    """JSON Schema 2020-12; the laws, categories and exemptions of `lexicon` are offered as examples."""
    schema = RuleFile.model_json_schema()
    models = {"RuleFile": schema, **schema["$defs"]}
    for name, model in models.items():
        if "properties" not in model:
            continue
        model["description"] = _described(f"schema.{name}")
        for field, found in model["properties"].items():
            found.pop("title", None)
            found["description"] = _described(f"schema.{name}.{field}")
    _offer(models, lexicon)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def schema_text(lexicon: Lexicon) -> str:
    return json.dumps(rule_schema(lexicon), ensure_ascii=False, indent=1) + "\n"


def _described(code: str) -> str:
    """In every language, for an editor does not say which one its user reads."""
    return "\n".join(sentences(language)[code] for language in LANGUAGES)


def _offer(models: dict[str, Any], lexicon: Lexicon) -> None:
    categories = [EVERYTHING, *lexicon.categories.names]
    models["Basis"]["properties"]["law"]["examples"] = lexicon.laws.ids
    models["Case"]["properties"]["category"]["examples"] = lexicon.categories.names
    for field in ("categories", "but_not"):
        models["Gate"]["properties"][field]["items"]["examples"] = categories
    models["Rule"]["properties"]["exemptions"]["items"]["anyOf"][0]["examples"] = [
        exemption.id for exemption in lexicon.exemptions
    ]
