"""What the demo model is taught and what the samples say can be spoken as it is written."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

RECIPE = Path(__file__).parents[3] / "samples" / "recipe"
SENTENCES = sorted((RECIPE / "sentences").glob("*.txt"))


def words(content: Any) -> list[str]:
    """Every string below `content`, keys left out."""
    if isinstance(content, str):
        return [content]
    inner = content.values() if isinstance(content, dict) else content
    return [word for part in inner for word in words(part)]


@pytest.mark.parametrize("file", SENTENCES, ids=lambda file: file.stem)
def test_sentences_hold_no_figures_and_no_latin_letters(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    assert len(lines) > 500
    assert [line for line in lines if re.search(r"[0-9A-Za-z０-９]", line)] == []


def test_the_grammar_holds_no_figures() -> None:
    grammar = yaml.safe_load((RECIPE / "grammar.yaml").read_text(encoding="utf-8"))
    assert [word for word in words(grammar) if re.search(r"[0-9０-９]", word)] == []


def test_every_slot_of_a_template_is_filled_from_somewhere() -> None:
    grammar = yaml.safe_load((RECIPE / "grammar.yaml").read_text(encoding="utf-8"))
    named = {slot for template in grammar["templates"] for slot in re.findall(r"\{(\w+)\}", template)}
    assert named <= grammar["slots"].keys() | {"n", "claim", "place"}


@pytest.mark.parametrize("name", ["beauty", "food"])
def test_scripts_are_written_as_they_are_spoken(name: str) -> None:
    script = yaml.safe_load((RECIPE.parent / "broadcasts" / f"{name}.script.yaml").read_text("utf-8"))
    said = [row[who] for row in script["lines"] for who in ("host", "assistant") if who in row]
    assert len(said) > 60
    assert [line for line in said if not re.fullmatch(r"[\u4e00-\u9fff，]+", line)] == []
