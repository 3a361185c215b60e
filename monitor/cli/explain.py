"""`boshen rules explain`: one sentence, every step of its judgement."""

from dataclasses import asdict
from typing import Annotated, Any

import typer

from monitor.cli.common import (
    CLEAR,
    TO_REVIEW,
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
from monitor.messages import Language, say
from monitor.report.wording import name, step
from monitor.rules.examine import Considered, Examiner, Goods, Occasion
from monitor.rules.grade import Decision
from monitor.text.clauses import clauses
from monitor.text.normal import normal
from monitor.text.utterance import Clause, Utterance
from monitor.work.passages import known_category


def rules_explain(
    sentence: Annotated[str, typer.Argument(help=words("sentence"))],
    category: CategoryOption = None,
    function: Annotated[list[str] | None, typer.Option("--function", help=words("functions"))] = None,
    form: WholeOption = Whole.TABLE,
    lexicons: LexiconsOption = None,
    lang: LangOption = None,
) -> None:
    language = language_of(lang)
    with told(language):
        lexicon = lexicon_of(lexicons)
        known = known_category(lexicon.categories, category)
        goods = Goods(known, tuple(normal(said).text for said in function or ()))
        examiner = Examiner(lexicon, occasion=Occasion(today()))
        cut = clauses(Utterance(sentence))
        found = [(clause, examiner.explain(clause, goods, cut[:i])) for i, clause in enumerate(cut)]
    if form is Whole.JSON:
        print_json([_row(clause, considered) for clause, considered in found])
    else:
        for clause, considered in found:
            _print(clause, considered, language)
    charges = [c.charge for _, considered in found for c in considered if c.charge]
    raise typer.Exit(TO_REVIEW if any(c.decision is not Decision.PASS for c in charges) else CLEAR)


def _print(clause: Clause, considered: list[Considered], language: Language) -> None:
    print(say("explain.clause", language, text=clause.text, form=normal(clause.text).text))
    if not considered:
        print(f"  {say('explain.nothing', language)}")
    for found in considered:
        print(f"  {found.rule.id} {found.rule.title[language]}")
        for taken in found.steps:
            print(f"    · {step(taken, language)}")
        print(f"    → {_conclusion(found, language)}")


def _conclusion(found: Considered, language: Language) -> str:
    charge = found.charge
    if charge is None:
        return say("explain.not_flagged", language)
    graded = (("verdict", charge.verdict), ("decision", charge.decision), ("severity", charge.severity))
    names = {kind: name(kind, code, language) for kind, code in graded}
    return say("explain.charged", language, **names, reason=charge.reason[language])


def _row(clause: Clause, considered: list[Considered]) -> dict[str, Any]:
    return {
        "clause": clause.text,
        "begin": clause.begin,
        "stop": clause.stop,
        "normal": normal(clause.text).text,
        "considered": [
            {
                "rule": found.rule.id,
                "span": [found.begin, found.stop],
                "stream": found.stream,
                "steps": [asdict(taken) for taken in found.steps],
                "verdict": found.charge and found.charge.verdict,
                "decision": found.charge and found.charge.decision,
                "severity": found.charge and found.charge.severity,
                "reason": found.charge and found.charge.reason,
            }
            for found in considered
        ],
    }
