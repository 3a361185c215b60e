"""`boshen rules`: the tools of those who write rules."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from monitor.cli.common import (
    CLEAR,
    TO_REVIEW,
    CategoryOption,
    Format,
    FormatOption,
    LangOption,
    LexiconsOption,
    Whole,
    WholeOption,
    language_of,
    print_json,
    print_rows,
    tell,
    told,
    words,
)
from monitor.cli.explain import rules_explain
from monitor.cli.judging import lexicon_of, today
from monitor.cli.tables import changes_table, coverage_tables, rule_table
from monitor.messages import Language, say
from monitor.report.table import rules_table
from monitor.rules.coverage import coverage, read_topics
from monitor.rules.importing import import_list, write_new
from monitor.rules.lexicon import CATEGORIES, Lexicon, load_lexicons
from monitor.rules.lint import Level, lint
from monitor.rules.listing import list_rules, show_rule
from monitor.rules.schema import schema_text
from monitor.rules.testing import LEAST_FOUND, MutatedOutcome, Outcome, run_mutated, run_tests
from monitor.work.passages import known_category, read_passages
from monitor.work.preview import Previewer

app = typer.Typer(help=words("rules"), no_args_is_help=True)
app.command("explain", help=words("rules_explain"))(rules_explain)


@app.command("list", help=words("rules_list"))
def rules_list(
    form: FormatOption = Format.TABLE, lexicons: LexiconsOption = None, lang: LangOption = None
) -> None:
    language = language_of(lang)
    with told(language):
        rows = list_rules(lexicon_of(lexicons), language)
    if form is Format.TABLE:
        Console().print(rules_table(rows, language))
    else:
        print_rows([asdict(row) for row in rows], form)


@app.command("show", help=words("rules_show"))
def rules_show(
    rule: Annotated[str, typer.Argument(metavar="ID", help=words("rule_id"))],
    form: WholeOption = Whole.TABLE,
    lexicons: LexiconsOption = None,
    lang: LangOption = None,
) -> None:
    language = language_of(lang)
    with told(language):
        shown = show_rule(lexicon_of(lexicons), rule, language, today())
    if form is Whole.JSON:
        print_json(shown)
    else:
        Console().print(rule_table(shown, language))


@app.command("lint", help=words("rules_lint"))
def rules_lint(
    form: FormatOption = Format.TABLE, lexicons: LexiconsOption = None, lang: LangOption = None
) -> None:
    language = language_of(lang)
    with told(language):
        problems = lint(lexicon_of(lexicons))
    if form is not Format.TABLE:
        print_rows([asdict(problem) for problem in problems], form)
    else:
        for problem in problems:
            reason = say(f"lint.{problem.code}", language, **problem.detail)
            level = say(f"lint.{problem.level}", language)
            where = f"{problem.file}:{problem.line}: " if problem.file else ""
            print(f"{where}{level} [{problem.code}] {problem.rule or '*'}: {reason}")
    wrong = sum(problem.level is Level.ERROR for problem in problems)
    tell("lint.done", language, errors=wrong, warnings=len(problems) - wrong)
    raise typer.Exit(TO_REVIEW if wrong else CLEAR)


@app.command("test", help=words("rules_test"))
def rules_test(
    form: WholeOption = Whole.TABLE, lexicons: LexiconsOption = None, lang: LangOption = None
) -> None:
    language = language_of(lang)
    with told(language):
        lexicon = lexicon_of(lexicons)
        tested, mutated = run_tests(lexicon), run_mutated(lexicon)
    if form is Whole.JSON:
        print_json({"plain": asdict(tested), "mutated": _mutated_row(mutated)})
    else:
        _print_tested(tested, mutated, language)
    passed = not tested.failures and not mutated.alarms and mutated.share_found >= LEAST_FOUND
    raise typer.Exit(CLEAR if passed else TO_REVIEW)


def _mutated_row(mutated: MutatedOutcome) -> dict[str, Any]:
    return {
        "tried": dict(mutated.tried),
        "found": dict(mutated.found),
        "near_misses": mutated.near_misses,
        "missed": [asdict(failure) for failure in mutated.missed],
        "alarms": [asdict(failure) for failure in mutated.alarms],
        "share_found": round(mutated.share_found, 4),
    }


def _print_tested(tested: Outcome, mutated: MutatedOutcome, language: Language) -> None:
    for failure in (*tested.failures, *tested.healed, *mutated.alarms):
        print(say(f"cli.rule_{failure.kind}", language, **asdict(failure)))
    for failure in mutated.missed:
        kind = say(f"rules.mutation.{failure.kind}", language)
        print(say("rules.mutated_missed", language, rule=failure.rule, kind=kind, text=failure.text))
    print(say("cli.rules_tested", language, count=tested.cases, failed=len(tested.failures)))
    if tested.known:
        print(say("rules.known", language, count=tested.known, healed=len(tested.healed)))
    for kind, tried in mutated.tried.items():
        named = say(f"rules.mutation.{kind}", language)
        print(say("rules.mutated_kind", language, kind=named, found=mutated.found[kind], tried=tried))
    counts = {"found": mutated.found.total(), "tried": mutated.tried.total()}
    print(say("rules.mutated", language, **counts, share=f"{mutated.share_found:.1%}"))
    silent = mutated.near_misses - len(mutated.alarms)
    print(say("rules.mutated_silent", language, silent=silent, tried=mutated.near_misses))


@app.command("coverage", help=words("rules_coverage"))
def rules_coverage(
    form: WholeOption = Whole.TABLE, lexicons: LexiconsOption = None, lang: LangOption = None
) -> None:
    language = language_of(lang)
    with told(language):
        found = coverage(lexicon_of(lexicons), read_topics(), language)
    if form is Whole.JSON:
        print_json(asdict(found))
    else:
        Console().print(coverage_tables(found, language))
    raise typer.Exit(TO_REVIEW if found.open else CLEAR)


@app.command("import", help=words("rules_import"))
def rules_import(
    file: Annotated[Path, typer.Argument(help=words("word_list"))],
    out: Annotated[Path, typer.Option("--out", help=words("rule_file"))],
    lang: LangOption = None,
) -> None:
    language = language_of(lang)
    with told(language):
        imported = import_list(file)
        write_new(out, imported.text)
    counts = {"rules": imported.rules, "words": imported.words, "file": out}
    print(say("rules.was_imported", language, **counts))
    if imported.skipped:
        lines = "、".join(map(str, imported.skipped[:20]))
        tell("rules.skipped", language, count=len(imported.skipped), lines=lines)


@app.command("schema", help=words("rules_schema"))
def rules_schema(lexicons: LexiconsOption = None, lang: LangOption = None) -> None:
    with told(language_of(lang)):
        print(schema_text(lexicon_of(lexicons)), end="")


@app.command("preview", help=words("rules_preview"))
def rules_preview(
    folder: Annotated[Path, typer.Argument(help=words("new_lexicons"))],
    transcripts: Annotated[list[Path], typer.Argument(help=words("past_transcripts"))],
    category: CategoryOption = None,
    form: WholeOption = Whole.TABLE,
    lexicons: LexiconsOption = None,
    lang: LangOption = None,
) -> None:
    language = language_of(lang)
    with told(language):
        present = lexicon_of(lexicons)
        known = known_category(present.categories, category)
        said = [(path.name, read_passages(path, present.categories)) for path in transcripts]
        found = Previewer(present, _proposed(folder), today(), known).run(said)
    if form is Whole.JSON:
        print_json(asdict(found))
    else:
        Console().print(changes_table(found.changes, language))
        counts = asdict(found) | {"changes": len(found.changes)}
        print(say("rules.previewed", language, **counts))
    raise typer.Exit(TO_REVIEW if found.changes else CLEAR)


def _proposed(folder: Path) -> Lexicon:
    """A whole set of lexicons, or an operator's folder over ours; what is on trial is switched on."""
    whole = (folder / CATEGORIES).is_file()
    return (load_lexicons(folder) if whole else load_lexicons(own=folder)).with_trials()
