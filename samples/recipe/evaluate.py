"""Measure a converted model as it is used: by faster-whisper, in batches, with word times.

    python -m samples.recipe.evaluate MODEL [--transcripts FILE] [--training FOLDER]
                                            [--sentences 300] [--seed 7]

Prints one JSON object. `--transcripts` names a file of rows {"text": ...}: real hosts' sentences, to be
spoken by the synthesiser. `--training` names the shards, so that sentences heard in training are
passed over. Character error rates (CER) are taken over NFKC, simplified, unpunctuated text.
"""

import argparse
import json
import random
import re
import statistics
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from faster_whisper import BatchedInferencePipeline, WhisperModel
from faster_whisper.vad import get_speech_timestamps
from numpy.typing import NDArray
from opencc import OpenCC
from pypinyin import lazy_pinyin

from . import sound, text
from .data import manner
from .voice import SAMPLE_RATE, SEEN_VARIANTS, UNSEEN_VARIANTS, Speech, Synthesiser

Sound = NDArray[np.float32]
LONGEST_WINDOW_S = 27.0
SIMPLIFIED = OpenCC("t2s")


def normal(said: str) -> str:
    simplified = SIMPLIFIED.convert(unicodedata.normalize("NFKC", said))
    return "".join(letter for letter in simplified if letter.isalnum())


@dataclass(frozen=True)
class Spoken:
    """A sentence inside a window: its text without punctuation, and the start of each character in s.

    No starts where the synthesiser could not tell them.
    """

    text: str
    starts: list[float]


@dataclass
class Window:
    """What one decoding sees: at most 28 s, gaps included."""

    audio: Sound
    spoken: list[Spoken]

    @property
    def text(self) -> str:
        return "".join(spoken.text for spoken in self.spoken)


@dataclass(frozen=True)
class Heard:
    text: str
    starts: list[float]


def domain_sentences(count: int, seed: int, known: set[str]) -> list[str]:
    dice, found = random.Random(f"evaluate {seed}"), dict[str, None]()
    while len(found) < count:
        sentence = text.domain_sentence(dice)
        if sentence not in known:
            found[sentence] = None
    return list(found)


def sentences_of_hosts(file: Path, count: int, seed: int) -> list[str]:
    """Sentences of 6 to 40 Chinese characters and no digit, drawn by `seed`."""
    rows = (json.loads(line)["text"] for line in file.read_text(encoding="utf-8").splitlines() if line)
    pieces = {piece.strip("，、") for row in rows for piece in re.split("[。！？；!?;]", row)}
    chinese = sorted(
        p for p in pieces if re.fullmatch("[\u4e00-\u9fff，、]+", p) and 6 <= len(normal(p)) <= 40
    )
    return random.Random(f"hosts {seed}").sample(chinese, min(count, len(chinese)))


def known_sentences(folder: Path | None) -> set[str]:
    shards = folder.glob("shard????.json") if folder else ()
    return {row[0] for shard in shards for row in json.loads(shard.read_text(encoding="utf-8"))}


def spoken_windows(
    sentences: list[str], variants: tuple[str, ...], seed: int, packed: bool, synthesiser: Synthesiser
) -> list[Window]:
    """Each sentence alone, or as many as fit a window with pauses, as a scan would cut them."""
    dice, windows = random.Random(f"voices {seed}"), list[Window]()
    longest = LONGEST_WINDOW_S if packed else 0.0
    for sentence in sentences:
        speech = synthesiser.say(sentence, manner(dice, variants))
        gap = np.zeros(int(SAMPLE_RATE * dice.uniform(0.2, 0.9)), np.float32)
        last = windows[-1] if windows else Window(gap[:0], [])
        if not windows or (len(last.audio) + len(gap) + len(speech.audio)) / SAMPLE_RATE > longest:
            windows.append(Window(np.zeros(4800, np.float32), []))
        window = windows[-1]
        window.spoken.append(placed(speech, len(window.audio) / SAMPLE_RATE))
        window.audio = np.concatenate([window.audio, speech.audio, gap])
    return windows


def placed(speech: Speech, at: float) -> Spoken:
    said, starts = normal(speech.text), [at + start for _, start, _ in speech.chars]
    return Spoken(said, starts if len(starts) == len(said) else [])


def heard(model: BatchedInferencePipeline, windows: list[Sound]) -> list[Heard]:
    """What the model writes for each window, each character with its start in s."""
    lengths = [len(audio) / SAMPLE_RATE for audio in windows]
    clips = [{"start": 30.0 * n, "end": 30.0 * n + length} for n, length in enumerate(lengths)]
    found = [Heard("", []) for _ in windows]
    if not windows:
        return found
    joined = np.zeros(30 * SAMPLE_RATE * len(windows), np.float32)
    for n, audio in enumerate(windows):
        joined[30 * SAMPLE_RATE * n :][: len(audio)] = audio
    segments, _ = model.transcribe(
        joined,
        language="zh",
        beam_size=5,
        clip_timestamps=clips,
        vad_filter=False,
        batch_size=8,
        word_timestamps=True,
    )
    for segment in segments:
        window = segment.seek // 3000
        pieces = [piece for word in segment.words for piece in timed_letters(word)]
        now = found[window]
        found[window] = Heard(
            now.text + "".join(letter for letter, _ in pieces),
            now.starts + [start - 30 * window for _, start in pieces],
        )
    return found


def timed_letters(word: Any) -> Iterator[tuple[str, float]]:
    letters = normal(word.word)
    for n, letter in enumerate(letters):
        yield letter, word.start + (word.end - word.start) * n / len(letters)


def distances(said: list[str], wrote: list[str]) -> NDArray[np.int32]:
    """Edit distances between every beginning of `said` and every beginning of `wrote`."""
    table = np.zeros((len(said) + 1, len(wrote) + 1), np.int32)
    table[:, 0], table[0] = range(len(said) + 1), range(len(wrote) + 1)
    for i, a in enumerate(said, 1):
        for j, b in enumerate(wrote, 1):
            table[i, j] = min(table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (a != b))
    return table


def same_letters(said: str, wrote: str) -> list[tuple[int, int]]:
    """Index pairs of equal letters along a cheapest alignment."""
    table, pairs = distances(list(said), list(wrote)), []
    i, j = len(said), len(wrote)
    while i and j:
        if table[i, j] == table[i - 1, j - 1] + (said[i - 1] != wrote[j - 1]):
            i, j = i - 1, j - 1
            if said[i] == wrote[j]:
                pairs.append((i, j))
        elif table[i, j] == table[i - 1, j] + 1:
            i -= 1
        else:
            j -= 1
    return pairs


def error_rate(pairs: list[tuple[list[str], list[str]]]) -> float:
    wrong = sum(int(distances(said, wrote)[-1, -1]) for said, wrote in pairs)
    return round(wrong / sum(len(said) for said, _ in pairs), 4)


def recited(pairs: list[tuple[str, str]]) -> list[str]:
    """Selling phrases of our grammar that were written down though nobody said them."""
    slots = text.grammar()["slots"]
    phrases = [phrase for phrase in (*slots["plain"], *slots["bold"]) if len(phrase) >= 4]
    return [phrase for said, wrote in pairs for phrase in phrases if phrase in wrote and phrase not in said]


def figures(windows: list[Window], found: list[Heard]) -> dict[str, Any]:
    pairs = [(window.text, heard.text) for window, heard in zip(windows, found, strict=True)]
    late = []
    for window, wrote in zip(windows, found, strict=True):
        starts = [start for spoken in window.spoken for start in spoken.starts]
        if len(starts) == len(window.text):
            late += [abs(starts[i] - wrote.starts[j]) for i, j in same_letters(window.text, wrote.text)]
    phrases = recited(pairs)
    return {
        "sentences": sum(len(window.spoken) for window in windows),
        "windows": len(windows),
        "characters": sum(len(said) for said, _ in pairs),
        "cer": error_rate([(list(said), list(wrote)) for said, wrote in pairs]),
        "syllable_error": error_rate([(lazy_pinyin(said), lazy_pinyin(wrote)) for said, wrote in pairs]),
        "word_time_error_s": round(statistics.median(late), 3) if late else None,
        "recited": len(phrases),
        "recited_phrases": sorted(set(phrases)),
    }


def without_speech(model: BatchedInferencePipeline, seed: int) -> dict[str, Any]:
    """Characters written over 60 s in which nobody speaks, raw and behind voice activity detection."""
    report: dict[str, Any] = {}
    for name, maker in (("noise", sound.noise), ("music", sound.music)):
        audio = maker(60 * SAMPLE_RATE, np.random.default_rng(seed)) * 0.05
        raw = heard(model, [audio[: 29 * SAMPLE_RATE], audio[29 * SAMPLE_RATE : 58 * SAMPLE_RATE]])
        spans = get_speech_timestamps(audio)
        behind = heard(model, [audio[span["start"] :][: 29 * SAMPLE_RATE] for span in spans])
        report[name] = {
            "characters_raw": sum(len(wrote.text) for wrote in raw),
            "characters_after_vad": sum(len(wrote.text) for wrote in behind),
        }
    return report


def suites(transcripts: Path | None, training: Path | None, count: int, seed: int) -> dict[str, Any]:
    """Name to sentences and the voices that say them."""
    own = domain_sentences(count, seed, known_sentences(training))
    found = {"domain_seen_voices": (own, SEEN_VARIANTS), "domain_unseen_voices": (own, UNSEEN_VARIANTS)}
    if transcripts:
        hosts = sentences_of_hosts(transcripts, count, seed)
        found["hosts_seen_voices"] = (hosts, SEEN_VARIANTS)
        found["hosts_unseen_voices"] = (hosts, UNSEEN_VARIANTS)
    return found


def evaluate(model: Path, chosen: dict[str, Any], seed: int) -> dict[str, Any]:
    pipeline = BatchedInferencePipeline(WhisperModel(str(model), device="cpu", compute_type="int8"))
    synthesiser = Synthesiser()
    report: dict[str, Any] = {"model": json.loads((model / "demo.json").read_text("utf-8")), "seed": seed}
    for name, (sentences, variants) in chosen.items():
        report[name] = {}
        for mode, packed in (("packed", True), ("single", False)):
            windows = spoken_windows(sentences, variants, seed, packed, synthesiser)
            found = heard(pipeline, [window.audio for window in windows])
            report[name][mode] = figures(windows, found)
    return report | {"without_speech": without_speech(pipeline, seed)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("model", type=Path)
    parser.add_argument("--transcripts", type=Path)
    parser.add_argument("--training", type=Path)
    parser.add_argument("--sentences", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args()
    spoken = suites(chosen.transcripts, chosen.training, chosen.sentences, chosen.seed)
    measured = evaluate(chosen.model, spoken, chosen.seed)
    print(json.dumps(measured, ensure_ascii=False, indent=2))
