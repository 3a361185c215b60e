"""Text made to break the rules' engine; the long form is `python -m bench.hostile`."""

import pytest

from bench.hostile import LONG, judge, utterances
from monitor.rules.examine import Examiner
from monitor.rules.lexicon import load_lexicons

EXAMINER = Examiner(load_lexicons())


@pytest.mark.parametrize("seed", [1, 2])
def test_no_utterance_breaks_the_engine_or_gets_a_span_outside_it(seed: int) -> None:
    assert sum(judge(EXAMINER, text) for text in utterances(400, 0, seed)) > 0


def test_words_hidden_by_invisible_characters_are_found() -> None:
    assert judge(EXAMINER, "\u200b降\u0301血\u2060糖\ufeff") == judge(EXAMINER, "降血糖") > 0


def test_a_very_long_utterance_is_judged_to_its_end() -> None:
    text = "这个很好喝，" * (LONG // 6) + "它能降血糖"
    assert judge(EXAMINER, text) == judge(EXAMINER, "它能降血糖") > 0
