import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.speech.spans import LONGEST, PAD, WIDEST_GAP, Span, clips, quietest, speech_spans, voice, without
from monitor.speech.vad import FRAME

SECOND = 16_000
LOUD = np.ones(120 * SECOND, np.float32)


def probabilities(*runs: tuple[float, int]) -> np.ndarray:
    return np.concatenate([np.full(frames, value, np.float32) for value, frames in runs])


def test_speech_goes_on_below_the_threshold_until_it_is_silent_for_long() -> None:
    heard = probabilities((0.1, 50), (0.9, 20), (0.4, 10), (0.1, 9), (0.9, 5), (0.1, 50))

    assert speech_spans(heard, 144 * FRAME) == [Span(50 * FRAME - PAD, 94 * FRAME + PAD)]


def test_a_click_is_not_speech() -> None:
    assert speech_spans(probabilities((0.1, 50), (0.9, 2), (0.1, 50)), 102 * FRAME) == []


def test_padding_stops_at_the_recording_and_in_the_middle_between_two_spans() -> None:
    heard = probabilities((0.9, 10), (0.1, 11), (0.9, 10))

    spans = speech_spans(heard, 31 * FRAME - 100)

    assert spans == [
        Span(0, 10 * FRAME + 11 * FRAME // 2),
        Span(21 * FRAME - 11 * FRAME // 2, 31 * FRAME - 100),
    ]


@given(st.lists(st.floats(0, 1, width=32), min_size=1, max_size=300), st.integers(0, FRAME - 1))
def test_spans_are_in_order_apart_and_inside(values: list[float], short: int) -> None:
    length = len(values) * FRAME - short
    spans = speech_spans(np.array(values, np.float32), length)

    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert all(0 <= span.start < span.end <= length for span in spans)


def test_a_hole_cuts_the_speech_that_it_touches() -> None:
    spans = [Span(0, 1000), Span(5000, 40_000)]

    assert without(spans, [Span(10_000, 20_000)]) == [Span(0, 1000), Span(5000, 10_000), Span(20_000, 40_000)]


def test_a_sliver_beside_a_hole_is_dropped() -> None:
    assert without([Span(5000, 40_000)], [Span(6000, 20_000)]) == [Span(20_000, 40_000)]


def test_spans_merge_into_one_cut_with_the_real_gaps_between_them() -> None:
    spans = [Span(0, 10 * SECOND), Span(12 * SECOND, 20 * SECOND), Span(21 * SECOND, 30 * SECOND)]

    merged = clips(spans, LOUD)

    assert [(clip.start, clip.end) for clip in merged] == [(0, 20 * SECOND), (21 * SECOND, 30 * SECOND)]
    assert merged[0].speech == tuple(spans[:2])
    assert merged[0].spoken == 18 * SECOND


def test_speech_far_apart_is_not_merged() -> None:
    assert len(clips([Span(0, 100), Span(100 + WIDEST_GAP, WIDEST_GAP + 300)], LOUD)) == 1
    assert len(clips([Span(0, 100), Span(101 + WIDEST_GAP, WIDEST_GAP + 300)], LOUD)) == 2


def test_nothing_is_merged_over_a_hole() -> None:
    assert len(clips([Span(0, 5000), Span(6000, 9000)], LOUD, [Span(5000, 6000)])) == 2


def test_a_long_span_is_split_where_it_is_quietest() -> None:
    samples = LOUD.copy()
    samples[20 * SECOND : 20 * SECOND + 3200] = 0.01

    found = clips([Span(0, 40 * SECOND)], samples)

    assert [(clip.start, clip.end) for clip in found] == [(0, found[0].end), (found[0].end, 40 * SECOND)]
    assert 20 * SECOND <= found[0].end <= 20 * SECOND + 3200


@given(st.integers(1, 100 * SECOND))
def test_no_clip_is_longer_than_28_seconds_and_nothing_is_left_out(length: int) -> None:
    found = clips([Span(0, length)], LOUD)

    assert found[0].start == 0
    assert found[-1].end == length
    assert all(clip.end - clip.start <= LONGEST for clip in found)
    assert [clip.end for clip in found[:-1]] == [clip.start for clip in found[1:]]


@pytest.mark.parametrize("at", [1600, 80_000])
def test_the_quietest_point_is_found(at: int) -> None:
    samples = LOUD[: 10 * SECOND].copy()
    samples[at : at + 1600] = 0

    assert quietest(samples, 0, 10 * SECOND) == at + 800


def test_a_short_word_is_as_sure_as_its_voiced_frames_however_wide_the_padding() -> None:
    heard = probabilities((0.05, 50), (0.9, 4), (0.05, 50))
    spans = speech_spans(heard, 104 * FRAME)

    assert voice(heard, spans) == pytest.approx(0.9)


def test_padding_alone_is_no_voice() -> None:
    assert voice(probabilities((0.1, 20)), [Span(0, 5 * FRAME)]) == 0.5
