"""A recording to words: windows, clips, batches, gates, in bounded memory."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from monitor.media.block import SAMPLE_RATE, AudioBlock, Lost
from monitor.speech import gates
from monitor.speech.ahead import Ahead
from monitor.speech.characters import within, words
from monitor.speech.coverage import Fate, Stretch
from monitor.speech.decoding import BATCH, Decoder, Heard, sound
from monitor.speech.model import SpeechModel
from monitor.speech.result import WindowResult
from monitor.speech.spans import Clip, Span, clips, speech_spans, voice, without
from monitor.speech.windows import Window, windows
from monitor.speech.word import Passage

PROMPT = "以下是普通话的句子。"
SECOND_TRY = 14 * SAMPLE_RATE
"""A clip that failed is decoded again in parts of this length at most, and without the prompt."""


class _Batch(NamedTuple):
    window: Window
    clips: Sequence[Clip]
    heard: "Future[list[Heard]]"
    last: bool


@dataclass(frozen=True, slots=True)
class _Taken:
    """A clip with the passage made of it."""

    clip: Clip
    passage: Passage
    silent: bool

    @property
    def confident(self) -> bool:
        return not self.passage.labels


class Transcriber:
    """Hears recordings with one model. Use one from one thread at a time."""

    def __init__(self, model: SpeechModel, prompt: str | None = PROMPT) -> None:
        self.model = model
        self._first = Decoder(model, prompt)
        self._second = Decoder(model, None)

    def transcribe(
        self,
        pieces: Iterable[AudioBlock | Lost],
        *,
        begin: int = 0,
        progress: Callable[[int], None] | None = None,
    ) -> Iterator[WindowResult]:
        """The recording's windows in order, each as soon as it is done.

        begin: 0, or the end of a window already done; the results are the same as if the scan had
        never stopped. progress: called with the sample reached, after each batch. `pieces` is run in
        another thread. Raises what `pieces` raises; ValueError when they leave a gap.
        """
        pool = ThreadPoolExecutor(self.model.workers)
        try:
            with Ahead(self._begun(pieces, begin, pool), self.model.workers) as batches:
                yield from self._finished(batches, pool, progress)
        finally:
            pool.shutdown(cancel_futures=True)

    def _finished(
        self, batches: Iterator[_Batch], pool: Executor, progress: Callable[[int], None] | None
    ) -> Iterator[WindowResult]:
        taken: list[_Taken] = []
        for batch in batches:
            taken += _all_taken(batch)
            if batch.last:
                yield self._finish(batch.window, taken, pool)
                taken = []
            if progress:
                progress(batch.window.end if batch.last else batch.window.begin + batch.clips[-1].end)

    def _begun(self, pieces: Iterable[AudioBlock | Lost], begin: int, pool: Executor) -> Iterator[_Batch]:
        for window in windows(pieces, begin):
            holes = [Span(part.offset - window.begin, part.end - window.begin) for part in window.lost]
            speech = without(speech_spans(window.probabilities, len(window.samples)), holes)
            plan = clips(speech, window.samples, holes)
            yield from self._batches(window, plan, self._first, pool)

    def _batches(
        self, window: Window, plan: Sequence[Clip], decoder: Decoder, pool: Executor
    ) -> Iterator[_Batch]:
        """`plan` in batches that are being decoded; one empty batch if there is nothing to decode."""
        for at in range(0, max(1, len(plan)), BATCH):
            some = plan[at : at + BATCH]
            heard = pool.submit(self._decoded, decoder, window, some)
            yield _Batch(window, some, heard, last=at + BATCH >= len(plan))

    def _decoded(self, decoder: Decoder, window: Window, some: Sequence[Clip]) -> list[Heard]:
        sounds = [sound(self.model, window.samples[clip.start : clip.end]) for clip in some]
        return decoder.decode(sounds) if sounds else []

    def _finish(self, window: Window, taken: Sequence[_Taken], pool: Executor) -> WindowResult:
        taken = self._try_again(window, taken, pool)
        return WindowResult(
            begin=window.begin,
            end=window.end,
            passages=tuple(item.passage for item in taken if not item.silent),
            stretches=tuple(_stretches(window, taken)),
        )

    def _try_again(self, window: Window, taken: Sequence[_Taken], pool: Executor) -> list[_Taken]:
        failed = [item for item in taken if not item.confident and not item.silent]
        plans = [clips(item.clip.speech, window.samples, longest=SECOND_TRY) for item in failed]
        parts = [part for plan in plans for part in plan]
        batches = list(self._batches(window, parts, self._second, pool))
        results = (item for batch in batches for item in _all_taken(batch))
        better = {
            id(item): _better(item, list(islice(results, len(p))))
            for item, p in zip(failed, plans, strict=True)
        }
        return [part for item in taken for part in better.get(id(item), [item])]


def _better(first: _Taken, again: list[_Taken]) -> list[_Taken]:
    """The second hearing, unless no words in it are better than the first."""
    return again if any(part.confident and not part.silent for part in again) else [first]


def _all_taken(batch: _Batch) -> list[_Taken]:
    heard = batch.heard.result()
    return [_taken(batch.window, clip, result) for clip, result in zip(batch.clips, heard, strict=True)]


def _taken(window: Window, clip: Clip, heard: Heard) -> _Taken:
    speech = [((s.start - clip.start) / SAMPLE_RATE, (s.end - clip.start) / SAMPLE_RATE) for s in clip.speech]
    start = (window.begin + clip.start) / SAMPLE_RATE
    tokens = [t._replace(start=start + t.start, end=start + t.end) for t in within(heard.tokens, speech)]
    found = tuple(words(tokens))
    silent = gates.silent(heard)
    labels = (
        () if silent else gates.labels(heard, speech, voice(window.probabilities, clip.speech), len(found))
    )
    passage = Passage(
        start=start,
        end=(window.begin + clip.end) / SAMPLE_RATE,
        words=found,
        labels=labels,
        no_speech_prob=heard.no_speech_prob,
        avg_logprob=heard.avg_logprob,
        compression_ratio=heard.compression_ratio,
    )
    return _Taken(clip, passage, silent)


def _stretches(window: Window, taken: Iterable[_Taken]) -> Iterator[Stretch]:
    known = [stretch for item in taken for stretch in _spoken(window, item)]
    known += [Stretch(part.offset, part.end, Fate.LOST, reason=part.reason) for part in window.lost]
    at = window.begin
    for stretch in sorted(known, key=lambda s: s.start):
        if at < stretch.start:
            yield Stretch(at, stretch.start, Fate.NON_SPEECH)
        yield stretch
        at = stretch.end
    if at < window.end:
        yield Stretch(at, window.end, Fate.NON_SPEECH)


def _spoken(window: Window, item: _Taken) -> Iterator[Stretch]:
    fate = Fate.NON_SPEECH if item.silent else Fate.TRANSCRIBED
    reason = "no_speech" if item.silent else next(iter(item.passage.labels), "")
    for span in item.clip.speech:
        yield Stretch(
            window.begin + span.start,
            window.begin + span.end,
            fate,
            confident=item.confident,
            reason=str(reason),
        )
