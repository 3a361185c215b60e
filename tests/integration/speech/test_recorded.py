import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from threading import Event

import numpy as np
import pytest

from monitor.media.block import AudioBlock, Lost
from monitor.speech.characters import Token
from monitor.speech.coverage import Coverage, Fate, Stretch
from monitor.speech.decoding import Decoder, Heard, Sound
from monitor.speech.model import SpeechModel
from monitor.speech.recorded import Transcriber
from monitor.speech.result import WindowResult
from monitor.speech.word import Label

SECOND = 16_000


def blocks(sound: np.ndarray, size: int = SECOND) -> Iterator[AudioBlock | Lost]:
    for at in range(0, len(sound), size):
        yield AudioBlock(at, sound[at : at + size])


def covered(results: list[WindowResult]) -> Coverage:
    coverage = Coverage()
    for result in results:
        coverage.extend(result.stretches)
    return coverage


def spelled(results: list[WindowResult]) -> str:
    return "".join(w.text for r in results for p in r.passages for w in p.words)


@pytest.fixture(scope="module")
def once(model: SpeechModel, speech: np.ndarray) -> list[WindowResult]:
    return list(Transcriber(model).transcribe(blocks(speech)))


@pytest.fixture
def spoiled(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Decoders that spoil the result of every clip on the first try; gives the batch sizes asked for."""
    batches: list[int] = []
    real = Decoder.decode

    def decode(self: Decoder, batch: list[Sound]) -> list[Heard]:
        batches.append(len(batch))
        return [replace(heard, avg_logprob=-3.0) for heard in real(self, batch)]

    monkeypatch.setattr(Decoder, "decode", decode)
    return batches


def test_speech_becomes_words_with_times_inside_their_passage(
    once: list[WindowResult], speech: np.ndarray
) -> None:
    passages = [passage for result in once for passage in result.passages]
    words = [word for passage in passages for word in passage.words]

    assert len(words) > 20
    assert all(0 <= w.start <= w.end <= len(speech) / SECOND and 0 <= w.confidence <= 1 for w in words)
    assert all(p.start <= w.start and w.end <= p.end for p in passages for w in p.words)
    assert [w.start for w in words] == sorted(w.start for w in words)


def test_every_sample_is_accounted_for(once: list[WindowResult], speech: np.ndarray) -> None:
    coverage = covered(once)

    assert coverage.end == len(speech)
    assert coverage.samples(Fate.TRANSCRIBED) > 8 * SECOND
    assert coverage.samples(Fate.NON_SPEECH) > 2 * SECOND


def test_the_pause_between_sentences_is_no_speech(once: list[WindowResult]) -> None:
    pauses = [s for s in covered(once).stretches if s.fate is Fate.NON_SPEECH]

    assert any(s.end - s.start > 1.4 * SECOND for s in pauses[1:-1])


@pytest.mark.usefixtures("short_windows")
def test_a_scan_goes_on_from_any_windows_end_as_if_it_had_never_stopped(
    model: SpeechModel, speech: np.ndarray
) -> None:
    transcriber = Transcriber(model)
    whole = list(transcriber.transcribe(blocks(speech)))

    assert len(whole) >= 2
    for done, result in enumerate(whole[:-1], start=1):
        resumed = transcriber.transcribe(blocks(speech, 7001), begin=result.end)
        assert list(resumed) == whole[done:]


def test_results_come_back_from_json_exactly(once: list[WindowResult]) -> None:
    assert [WindowResult.from_json(json.loads(json.dumps(r.to_json()))) for r in once] == once


def test_lost_sound_is_lost_and_the_speech_it_touches_is_cut_there(
    model: SpeechModel, speech: np.ndarray
) -> None:
    start, end = 2 * SECOND, 3 * SECOND
    pieces = [
        AudioBlock(0, speech[:start]),
        Lost(start, end, "media.damaged"),
        AudioBlock(end, speech[end:]),
    ]

    results = list(Transcriber(model).transcribe(pieces))

    coverage = covered(results)
    assert coverage.end == len(speech)
    assert Stretch(start, end, Fate.LOST, reason="media.damaged") in coverage.stretches
    edges = {edge for s in coverage.stretches if s.fate is Fate.TRANSCRIBED for edge in (s.start, s.end)}
    assert {start, end} <= edges
    assert not any(p.start * SECOND < end and start < p.end * SECOND for r in results for p in r.passages)


def test_a_wholly_lost_recording_has_no_words(model: SpeechModel) -> None:
    (result,) = Transcriber(model).transcribe([Lost(0, 5 * SECOND, "media.damaged")])

    assert result == WindowResult(
        0, 5 * SECOND, (), (Stretch(0, 5 * SECOND, Fate.LOST, reason="media.damaged"),)
    )


def test_silence_and_noise_give_no_words(model: SpeechModel) -> None:
    noise = np.random.default_rng(3).normal(0, 0.05, 20 * SECOND).astype(np.float32)
    sound = np.concatenate((np.zeros(10 * SECOND, np.float32), noise))

    (result,) = Transcriber(model).transcribe(blocks(sound))

    assert result.passages == ()
    assert result.stretches == (Stretch(0, 30 * SECOND, Fate.NON_SPEECH),)


def test_what_fails_twice_keeps_its_words_with_a_label(
    model: SpeechModel, speech: np.ndarray, spoiled: list[int]
) -> None:
    results = list(Transcriber(model).transcribe(blocks(speech)))

    assert len(spoiled) == 2
    passages = [passage for result in results for passage in result.passages]
    assert all(Label.UNSURE in passage.labels for passage in passages)
    assert len(spelled(results)) > 20
    assert covered(results).heard == 0.0
    assert not covered(results).assessed
    assert all(s.reason for s in covered(results).stretches if s.fate is Fate.TRANSCRIBED)


def made_up(duration: float) -> Heard:
    """A character every 0.2 s."""
    tokens = tuple(Token("好", i / 5, (i + 1) / 5, 0.9) for i in range(int(duration * 5)))
    return Heard(tokens, no_speech_prob=0.0, avg_logprob=-0.3, compression_ratio=1.0, ended=True)


def test_what_fails_once_is_taken_from_the_second_try_in_shorter_parts(
    model: SpeechModel, speech: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[list[float]] = []

    def decode(_: Decoder, batch: list[Sound]) -> list[Heard]:
        tries.append([item.duration for item in batch])
        heard = [made_up(item.duration) for item in batch]
        return [replace(h, compression_ratio=3.0) for h in heard] if len(tries) == 1 else heard

    monkeypatch.setattr(Decoder, "decode", decode)
    results = list(Transcriber(model).transcribe(blocks(speech)))

    assert len(tries) == 2
    assert max(tries[0]) > 14
    assert max(tries[1]) <= 14
    assert [p.labels for r in results for p in r.passages] == [()] * len(tries[1])
    assert covered(results).end == len(speech)
    assert covered(results).heard == 1.0


def test_words_are_not_given_up_for_a_second_try_that_hears_nobody(
    model: SpeechModel, speech: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    def decode(_: Decoder, batch: list[Sound]) -> list[Heard]:
        nobody = Heard((), no_speech_prob=0.9, avg_logprob=-2.0, compression_ratio=1.0, ended=True)
        long = any(item.duration > 14 for item in batch)
        return [replace(made_up(item.duration), avg_logprob=-2.0) if long else nobody for item in batch]

    monkeypatch.setattr(Decoder, "decode", decode)
    (result,) = Transcriber(model).transcribe(blocks(speech))

    assert [p.labels for p in result.passages] == [(Label.UNSURE,)]
    assert len(result.passages[0].words) > 50


def test_what_neither_try_hears_keeps_the_first_with_all_its_labels(
    model: SpeechModel, speech: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    def decode(_: Decoder, batch: list[Sound]) -> list[Heard]:
        return [replace(made_up(3.0), avg_logprob=-2.0) for _ in batch]

    monkeypatch.setattr(Decoder, "decode", decode)
    (result,) = Transcriber(model).transcribe(blocks(speech))

    assert [p.labels for p in result.passages] == [(Label.UNSURE, Label.CUT_SHORT)]
    assert len(result.passages[0].words) == 15


@pytest.mark.usefixtures("short_windows")
def test_progress_reaches_the_end(model: SpeechModel, speech: np.ndarray) -> None:
    reached: list[int] = []
    results = list(Transcriber(model).transcribe(blocks(speech), progress=reached.append))

    assert reached == sorted(reached)
    assert reached[-1] == results[-1].end == len(speech)


@pytest.mark.usefixtures("short_windows")
def test_batches_are_decoded_side_by_side_and_come_in_order(
    model: SpeechModel, speech: np.ndarray, once: list[WindowResult], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = count(1)
    another = Event()

    def decode(_: Decoder, batch: list[Sound]) -> list[Heard]:
        if next(begun) == 2:
            another.set()
        assert another.wait(60), "the first batch is decoded alone"
        return [made_up(item.duration) for item in batch]

    monkeypatch.setattr(Decoder, "decode", decode)
    monkeypatch.setattr(model, "workers", 2)
    results = list(Transcriber(model).transcribe(blocks(np.tile(speech, 2))))

    assert len(results) > len(once)
    assert [r.begin for r in results] == [0, *(r.end for r in results[:-1])]


def test_an_error_while_decoding_comes_through(model: SpeechModel, speech: np.ndarray) -> None:
    def broken() -> Iterator[AudioBlock]:
        yield AudioBlock(0, speech)
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        list(Transcriber(model).transcribe(broken()))


@pytest.mark.usefixtures("short_windows")
def test_a_scan_that_is_left_closes_its_source(model: SpeechModel, speech: np.ndarray) -> None:
    closed = []

    def endless() -> Iterator[AudioBlock]:
        at = 0
        try:
            while True:
                yield AudioBlock(at, speech)
                at += len(speech)
        finally:
            closed.append(at)

    results = Transcriber(model).transcribe(endless())
    next(results)
    results.close()

    assert closed
