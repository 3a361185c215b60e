import pytest

from monitor.speech.coverage import Coverage, Fate, Stretch


def coverage(*stretches: Stretch) -> Coverage:
    found = Coverage()
    found.extend(stretches)
    return found


def test_speech_heard_with_confidence_is_counted_against_all_speech() -> None:
    found = coverage(
        Stretch(0, 900, Fate.TRANSCRIBED),
        Stretch(900, 5000, Fate.NON_SPEECH),
        Stretch(5000, 5100, Fate.TRANSCRIBED, confident=False, reason="unsure"),
    )

    assert found.heard == 0.9
    assert not found.assessed


@pytest.mark.parametrize("fate", [Fate.LOST, Fate.UNPROCESSED])
def test_what_is_lost_or_unprocessed_may_have_been_speech(fate: Fate) -> None:
    assert coverage(Stretch(0, 949, Fate.TRANSCRIBED), Stretch(949, 1000, fate)).assessed is False
    assert coverage(Stretch(0, 951, Fate.TRANSCRIBED), Stretch(951, 1000, fate)).assessed is True


def test_a_silent_recording_is_heard_wholly() -> None:
    assert coverage(Stretch(0, 1000, Fate.NON_SPEECH)).heard == 1.0


def test_an_interrupted_scan_leaves_the_rest_unprocessed() -> None:
    found = coverage(Stretch(0, 400, Fate.TRANSCRIBED))
    found.finish(1000)
    found.finish(1000)

    assert found.stretches[-1] == Stretch(400, 1000, Fate.UNPROCESSED, confident=False)
    assert found.end == 1000


def test_a_gap_is_refused() -> None:
    with pytest.raises(ValueError, match="from 400 to 500"):
        coverage(Stretch(0, 400, Fate.TRANSCRIBED), Stretch(500, 600, Fate.TRANSCRIBED))
