import json

from hypothesis import given
from hypothesis import strategies as st

from monitor.speech.coverage import Fate, Stretch
from monitor.speech.result import WindowResult
from monitor.speech.word import Label, Passage, Word

numbers = st.floats(allow_nan=False, allow_infinity=False)
passages = st.builds(
    Passage,
    start=numbers,
    end=numbers,
    words=st.lists(st.builds(Word, st.text(), numbers, numbers, numbers, st.text())).map(tuple),
    labels=st.lists(st.sampled_from(Label)).map(tuple),
    no_speech_prob=numbers,
    avg_logprob=numbers,
    compression_ratio=numbers,
)
stretches = st.builds(
    Stretch, st.integers(), st.integers(), st.sampled_from(Fate), confident=st.booleans(), reason=st.text()
)
results = st.builds(
    WindowResult,
    begin=st.integers(),
    end=st.integers(),
    passages=st.lists(passages, max_size=3).map(tuple),
    stretches=st.lists(stretches, max_size=3).map(tuple),
)


@given(results)
def test_a_result_comes_back_from_json_exactly(result: WindowResult) -> None:
    assert WindowResult.from_json(json.loads(json.dumps(result.to_json()))) == result


def test_fates_and_labels_come_back_as_such() -> None:
    given = WindowResult(
        0, 10, (Passage(0.1, 0.2, (), (Label.UNSURE,)),), (Stretch(0, 10, Fate.LOST, reason="media.damaged"),)
    )
    result = WindowResult.from_json(json.loads(json.dumps(given.to_json())))

    assert result.passages[0].labels[0] is Label.UNSURE
    assert result.stretches[0].fate is Fate.LOST
