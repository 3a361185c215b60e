from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from monitor.speech.word import Word
from monitor.text.clauses import LONGEST, clauses, utterances
from monitor.text.utterance import Utterance


def words(text: str, pauses: dict[int, float] | None = None) -> list[Word]:
    at, found = 0.0, []
    for index, character in enumerate(text):
        found.append(Word(character, at, at + 0.2, 0.9, character))
        at += 0.2 + (pauses or {}).get(index, 0.0)
    return found


def test_an_utterance_ends_at_a_pause() -> None:
    spoken = words("保温两天容量很大", {3: 0.8})
    assert [u.text for u in utterances(spoken)] == ["保温两天", "容量很大"]


def test_a_short_pause_does_not_end_an_utterance() -> None:
    assert len(list(utterances(words("保温两天容量很大", {3: 0.4})))) == 1


def test_an_utterance_ends_at_a_full_stop_and_keeps_its_times() -> None:
    first, second = utterances([*words("好。"), Word("行", 0.4, 0.6, 0.9, "行")])
    assert (first.text, first.start, first.end) == ("好。", 0.0, 0.4)
    assert second.text == "行"


@given(st.text("保温两天。,a", max_size=200))
def test_utterances_spell_all_words_and_stay_short(text: str) -> None:
    found = list(utterances(words(text)))
    assert "".join(u.text for u in found) == text
    assert all(len(u.text) <= LONGEST for u in found)


def test_clauses_are_cut_at_punctuation_but_not_inside_numbers() -> None:
    cut = [c.text for c in clauses(Utterance("吸力12,000帕,充电1.5小时,很轻。"))]
    assert cut == ["吸力12,000帕", "充电1.5小时", "很轻"]


def test_run_on_speech_is_cut_at_its_joints() -> None:
    cut = [c.text for c in clauses(Utterance("这个杯子保温二十四个小时而且内胆是不锈钢的"))]
    assert cut == ["这个杯子保温二十四个小时", "而且内胆是不锈钢的"]


@given(st.text(max_size=80))
def test_clauses_lie_in_order_inside_the_text(text: str) -> None:
    cut = clauses(Utterance(text))
    assert all(0 <= c.begin < c.stop <= len(text) for c in cut)
    assert all(left.stop <= right.begin for left, right in pairwise(cut))


def test_no_clause_is_longer_than_an_utterance_may_be() -> None:
    cut = clauses(Utterance("最好" * 500))
    assert max(c.stop - c.begin for c in cut) == LONGEST
    assert "".join(c.text for c in cut) == "最好" * 500
