"""Sentences beside a rule, run as they are written and mutated."""

from pathlib import Path
from typing import Any

from monitor.rules.lexicon import load_lexicons
from monitor.rules.mutation import Mutation
from monitor.rules.testing import Failure, MutatedOutcome, Outcome, run_mutated, run_tests
from tests.rule_files import HITS, NEAR, rule, write

COUNT = len(HITS)


def run(ours: Path, **fields: Any) -> tuple[Outcome, MutatedOutcome]:
    write(ours / "shipped.yaml", rule(**fields))
    lexicon = load_lexicons(ours)
    return run_tests(lexicon), run_mutated(lexicon)


def test_a_rule_that_passes(ours: Path) -> None:
    plain, mutated = run(ours)
    assert plain == Outcome(2 * COUNT, ())
    assert mutated.tried == mutated.found
    assert mutated.tried[Mutation.FILLER] == mutated.tried[Mutation.HOMOPHONE] == COUNT
    assert mutated.alarms == []
    assert mutated.near_misses > 0


def test_what_fails_is_named(ours: Path) -> None:
    cases = {"hit": [{"text": HITS[0], "hit": "用处"}, NEAR[0]], "ok": [HITS[0]]}
    assert run(ours, tests=cases)[0].failures == (
        Failure("own.rule", "wrong_words", HITS[0], "神通广大"),
        Failure("own.rule", "missed", NEAR[0], ""),
        Failure("own.rule", "false_alarm", HITS[0], "神通广大"),
    )


def test_known_misses_do_not_fail_and_one_that_is_found_is_told(ours: Path) -> None:
    plain, _ = run(ours, tests={"hit": HITS, "ok": NEAR, "todo_hit": [NEAR[0], HITS[0]]})
    assert (plain.failures, plain.known) == ((), 2)
    assert [failure.text for failure in plain.healed] == [HITS[0]]


def test_names_of_products_are_given_to_the_case(ours: Path) -> None:
    cases = {"hit": HITS, "ok": [{"text": "神通广大牌洗衣液", "names": ["神通广大牌"]}]}
    assert run(ours, tests=cases)[0].failures == ()


def test_a_rule_on_trial_is_tested_and_a_retired_one_is_not(ours: Path) -> None:
    assert run(ours, status="trial")[0].cases == 2 * COUNT
    assert run(ours, status="retired")[0].cases == 0


def test_mutated_misses_are_reported_apart(ours: Path) -> None:
    alone = {"words": ["神通某广大"]}
    plain, mutated = run(ours, allow=alone["words"], tests={"hit": HITS[:1], "ok": []})
    assert plain.failures == ()
    assert [(f.kind, f.text) for f in mutated.missed] == [("filler", "第一位说它神通某广大")]
    assert mutated.share_found == 2 / 3
