"""`boshen catalogue`: catalogues from tables and into tables."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from monitor.claims.catalogue_files import read_products, write_products
from monitor.claims.learning import learned, read_decisions
from monitor.cli.common import CLEAR, TO_REVIEW, LangOption, LexiconsOption, language_of, told, words
from monitor.cli.judging import lexicon_of
from monitor.messages import Language, say

app = typer.Typer(help=words("catalogue_group"), no_args_is_help=True)

Source = Annotated[Path, typer.Argument(metavar="SOURCE", help=words("catalogue_source"))]
Target = Annotated[Path, typer.Argument(metavar="TARGET", help=words("catalogue_target"))]
Decisions = Annotated[Path, typer.Argument(metavar="DECISIONS", help=words("catalogue_decisions"))]
_YAML = (".yaml", ".yml")


@app.command("import", help=words("catalogue_import"))
def catalogue_import(
    source: Source, target: Target, lexicons: LexiconsOption = None, lang: LangOption = None
) -> None:
    _turn(source, target, _YAML, lexicons, language_of(lang), "catalogue.imported")


@app.command("export", help=words("catalogue_export"))
def catalogue_export(
    source: Source, target: Target, lexicons: LexiconsOption = None, lang: LangOption = None
) -> None:
    _turn(source, target, (".xlsx", ".csv", *_YAML), lexicons, language_of(lang), "catalogue.exported")


@app.command("learn", help=words("catalogue_learn"))
def catalogue_learn(
    decisions: Decisions,
    catalogue: Source,
    target: Target,
    lexicons: LexiconsOption = None,
    lang: LangOption = None,
) -> None:
    language = language_of(lang)
    with told(language):
        products = read_products(catalogue, lexicon_of(lexicons).categories)
        result = learned(products, read_decisions(decisions))
        write_products(target, result.products, language, _YAML)
    for left in result.left:
        print(left.sentence(language), file=sys.stderr)
    counts = {"taken": result.taken, "known": result.known, "left": len(result.left)}
    print(say("catalogue.learned", language, **counts, file=target))
    raise typer.Exit(TO_REVIEW if result.left else CLEAR)


def _turn(
    source: Path, target: Path, suffixes: Sequence[str], lexicons: Path | None, language: Language, done: str
) -> None:
    with told(language):
        products = read_products(source, lexicon_of(lexicons).categories)
        write_products(target, products, language, suffixes)
    claims = sum(len(product.claims) for product in products)
    print(say(done, language, products=len(products), claims=claims, file=target))
