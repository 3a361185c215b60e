"""`boshen evaluate`: the rules on labelled texts."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from monitor.cli.common import (
    CategoryOption,
    LangOption,
    LexiconsOption,
    Whole,
    WholeOption,
    language_of,
    print_json,
    told,
    words,
)
from monitor.cli.judging import lexicon_of, today
from monitor.cli.tables import evaluation_tables
from monitor.rules.grade import Decision
from monitor.work.evaluate import FLAGGED, Criteria
from monitor.work.evaluate import evaluate as evaluate_passages
from monitor.work.passages import known_category, read_passages

app = typer.Typer()


@app.command("evaluate", help=words("evaluate"))
def evaluate(
    file: Annotated[Path, typer.Argument(help=words("labelled"))],
    category: CategoryOption = None,
    positive: Annotated[list[str] | None, typer.Option("--positive", help=words("positive"))] = None,
    rule: Annotated[list[str] | None, typer.Option("--rule", help=words("counted_rule"))] = None,
    decision: Annotated[
        list[Decision] | None, typer.Option("--decision", help=words("counted_decision"))
    ] = None,
    strip: Annotated[bool, typer.Option("--strip-punctuation", help=words("strip"))] = False,
    errors: Annotated[int, typer.Option("--errors", min=0, help=words("errors"))] = 20,
    seed: Annotated[int, typer.Option("--seed", min=0, help=words("seed"))] = 1,
    form: WholeOption = Whole.TABLE,
    lexicons: LexiconsOption = None,
    lang: LangOption = None,
) -> None:
    language = language_of(lang)
    with told(language):
        lexicon = lexicon_of(lexicons)
        criteria = Criteria(
            day=today(),
            positive=frozenset(positive or ()),
            rules=tuple(rule or ()),
            decisions=frozenset(decision or FLAGGED),
            category=known_category(lexicon.categories, category),
            strip_punctuation=strip,
            seed=seed,
        )
        found = evaluate_passages(read_passages(file, lexicon.categories), lexicon, criteria)
    if form is Whole.JSON:
        print_json(asdict(found))
    else:
        Console().print(evaluation_tables(found, errors, language))
