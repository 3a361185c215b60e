"""Training data: shards of timed synthetic speech, and windows cut from them.

python -m samples.recipe.data FOLDER FIRST COUNT     makes shards FIRST .. FIRST+COUNT-1
"""

import json
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.utils.data import IterableDataset, get_worker_info

from . import sound, text
from .tokenizer import package_file
from .voice import SAMPLE_RATE, SEEN_VARIANTS, Manner, Speech, Synthesiser

SHARD_SIZE = 3000
NEAR_FROM = 48
"""Shards from this number on keep close to the sample broadcasts."""
BROAD_HOURS = 244.0
"""How long a training hears everything, two shards in six of them near; after that, the near ones alone."""
LONGEST_S = 14.0
IGNORED = -100
PROMPTS = ("以下是普通话的句子。", "以下是普通话的句子，有标点。")


def manner(dice: random.Random, variants: tuple[str, ...] = SEEN_VARIANTS) -> Manner:
    return Manner(
        dice.choice(variants),
        round(dice.triangular(160, 320, 260)),
        dice.randint(20, 80),
        dice.randint(30, 70),
    )


def write_shard(folder: Path, number: int) -> None:
    """One shard: sound as int16, and a JSON of texts with character and phone times."""
    dice, synthesiser = random.Random(f"shard {number}"), Synthesiser()
    pieces, rows = [], []
    style, shares = manner(dice), text.NEAR if number >= NEAR_FROM else text.BROAD
    while len(rows) < SHARD_SIZE:
        if len(rows) % 4 == 0:
            style = manner(dice)
        spoken = synthesiser.say(text.utterance(dice, shares), style)
        if spoken.chars and 0.3 < len(spoken.audio) / SAMPLE_RATE < LONGEST_S:
            pieces.append((spoken.audio * 32767).astype(np.int16))
            rows.append((spoken.text, len(spoken.audio), spoken.chars, spoken.phones))
    np.save(folder / f"shard{number:04}.part.npy", np.concatenate(pieces))
    (folder / f"shard{number:04}.json").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    (folder / f"shard{number:04}.part.npy").rename(folder / f"shard{number:04}.npy")


def read_shard(path: Path) -> list[Speech]:
    audio = np.load(path)
    speeches, at = [], 0
    for said, length, chars, phones in json.loads(path.with_suffix(".json").read_text("utf-8")):
        speeches.append(Speech(said, audio[at : at + length], chars, phones))
        at += length
    return speeches


def syllables_of(speech: Speech) -> list[str]:
    """The phones of each spoken character, joined: its syllable as espeak-ng said it, without tone."""
    middles = [((start + end) / 2, name) for name, start, end in speech.phones if not name.startswith("_")]
    return ["".join(name for at, name in middles if start <= at < end) for _, start, end in speech.chars]


@dataclass(frozen=True)
class Vocabulary:
    """What training distinguishes: BPE ids that occur, phone names, characters, syllables."""

    tokens: dict[int, int]
    phones: dict[str, int]
    chars: dict[str, int]
    syllables: dict[str, int]

    @property
    def sizes(self) -> tuple[int, int, int, int]:
        return len(self.tokens), len(self.phones), len(self.chars), len(self.syllables)

    @classmethod
    def build(cls, tokenizer: Tokenizer, shards: list[Path]) -> "Vocabulary":
        everyday = sorted({c for word in text.dictionary()[""].words for c in word})
        dice = random.Random("vocabulary")
        sample = [text.utterance(dice) for _ in range(30_000)] + everyday + text.sentences()
        sample += [*text.dictionary()[""].words, "，。？！、：%", *PROMPTS, *"0123456789"]
        ids = {i for e in tokenizer.encode_batch(sample, add_special_tokens=False) for i in e.ids}
        ids |= {*range(256), *range(50257, tokenizer.get_vocab_size())}
        speeches = [speech for shard in shards[:4] for speech in read_shard(shard)]
        phones = sorted({name for speech in speeches for name, _, _ in speech.phones})
        syllables = sorted({s for speech in speeches for s in syllables_of(speech)})
        return cls(
            {token: n for n, token in enumerate(sorted(ids))},
            {name: n for n, name in enumerate(phones)},
            {char: n for n, char in enumerate(everyday)},
            {syllable: n for n, syllable in enumerate(syllables)},
        )

    def save(self, path: Path) -> None:
        kinds = (self.tokens, self.phones, self.chars, self.syllables)
        path.write_text(json.dumps([list(kind) for kind in kinds]), "utf-8")

    @classmethod
    def load(cls, path: Path) -> "Vocabulary":
        kinds = json.loads(path.read_text("utf-8"))
        return cls(*({value: n for n, value in enumerate(kind)} for kind in kinds))


class LogMel:
    """faster-whisper's features: (samples,) to (80, frames), 100 frames a second."""

    def __init__(self) -> None:
        self._filters = torch.from_numpy(np.load(package_file("mel_filters.npz"))["mel_80"])
        self._window = torch.hann_window(400)

    def __call__(self, audio: NDArray[np.float32]) -> torch.Tensor:
        padded = torch.from_numpy(np.pad(audio, (0, 160)))
        spectrum = torch.stft(padded, 400, 160, window=self._window, return_complex=True)
        mel = (self._filters @ spectrum[:, :-1].abs() ** 2).clamp(min=1e-10).log10()
        mel = torch.maximum(mel, mel.max() - 8)
        return ((mel + 4) / 4)[:, :-1]


@dataclass
class Window:
    """One example. times: (start s, end s) of the sound behind each label, or none."""

    audio: NDArray[np.float32]
    tokens: list[int]
    labels: list[int]
    times: list[tuple[float, float] | None]
    chars: list[tuple[int, int, float]]
    phones: list[tuple[int, float, float]]


class Windows(IterableDataset[dict[str, torch.Tensor]]):
    """Endless batches of windows, all of one length, drawn from the shards in `folder`.

    New shards are noticed as they appear. `heard` is how many hours the training has heard: windows
    begin with one clean sentence each, on which attention finds its way, and grow longer and harder.
    """

    STAGES = (
        (25.0, ((400, 8, 1.0),)),
        (75.0, ((400, 8, 0.25), (800, 5, 0.5), (1500, 3, 0.25))),
        (BROAD_HOURS, ((600, 6, 0.25), (1500, 3, 0.25), (3000, 2, 0.50))),
        (float("inf"), ((600, 6, 0.15), (1500, 3, 0.20), (3000, 2, 0.65))),
    )
    """Until how many hours: (mel frames of a window, windows a batch, share of the batches)."""

    def __init__(self, folder: Path, tokenizer_file: Path, seed: int, heard: Any) -> None:
        self.folder, self.tokenizer_file, self.seed = folder, tokenizer_file, seed
        self.heard = heard

    def __iter__(self) -> Iterator[dict[str, torch.Tensor]]:
        worker = get_worker_info()
        number = worker.id if worker else 0
        torch.set_num_threads(1)
        self.tokenizer = Tokenizer.from_file(str(self.tokenizer_file))
        self.vocabulary = Vocabulary.load(self.folder / "vocabulary.json")
        self.mel = LogMel()
        self.dice = random.Random(f"{self.seed} {number}")
        self.noise = np.random.default_rng((self.seed, number))
        while True:
            self.pool = self._load()
            for _ in range(400):
                kinds = next(kinds for until, kinds in self.STAGES if self.heard.value < until)
                frames, sizes, weights = zip(*kinds, strict=True)
                kind = self.dice.choices(range(len(frames)), weights)[0]
                yield self._batch(frames[kind], sizes[kind])

    def _load(self) -> list[Speech]:
        shards = sorted(self.folder.glob("shard????.npy"))
        near = [shard for shard in shards if int(shard.stem[5:]) >= NEAR_FROM]
        broad = [shard for shard in shards if shard not in near]
        wanted = ((broad, 4), (near, 2)) if self.heard.value < BROAD_HOURS else ((near, 6),)
        chosen = [shard for kind, count in wanted for shard in self.dice.sample(kind, min(count, len(kind)))]
        return [speech for shard in chosen for speech in read_shard(shard)]

    def _special(self, name: str) -> int:
        found: int = self.tokenizer.token_to_id(name)
        return found

    def _window(self, frames: int) -> Window:
        room_for = frames * 160
        if frames == 3000:
            least = 2 if self.dice.random() < 0.3 else 16
            room_for = int(SAMPLE_RATE * self.dice.uniform(least, 28.5))
        if self.dice.random() < 0.04:
            return self._silence(room_for)
        placed: list[tuple[int, Speech]] = []
        at = int(SAMPLE_RATE * self.dice.uniform(0, 0.5))
        wanted = 1 if frames == 400 or (frames == 600 and self.dice.random() < 0.5) else 99
        misses = 0
        while len(placed) < wanted and misses < 3:
            speech = self.dice.choice(self.pool)
            if at + len(speech.audio) > room_for:
                misses += 1
                continue
            placed.append((at, speech))
            gap = self.dice.choice((0.02, 0.1, 0.2, 0.4, 0.8, 1.6))
            at += len(speech.audio) + int(SAMPLE_RATE * gap)
        if not placed:
            return self._silence(room_for)
        length = room_for if frames < 3000 else min(room_for, at + 3200)
        return self._written(self._mixed(placed, length), placed)

    def _mixed(self, placed: list[tuple[int, Speech]], length: int) -> NDArray[np.float32]:
        audio = np.zeros(length, np.float32)
        for at, speech in placed:
            level = self.dice.uniform(0.6, 1.0)
            audio[at : at + len(speech.audio)] += speech.audio.astype(np.float32) / 32768 * level
        return self._dirtied(audio)

    def _dirtied(self, audio: NDArray[np.float32]) -> NDArray[np.float32]:
        first, _ = self.STAGES[0]
        hard = min(1.0, max(0.0, self.heard.value - first) / first)
        if self.dice.random() < 0.15 * hard:
            audio = sound.room(audio, self.noise)
        if self.dice.random() < 0.55 * hard:
            maker = sound.music if self.dice.random() < 0.55 else sound.noise
            audio = sound.under(audio, maker(len(audio), self.noise), self.dice.uniform(9, 32))
        if self.dice.random() < 0.06 * hard:
            other = self.dice.choice(self.pool).audio.astype(np.float32) / 32768
            audio = sound.under(audio, sound.unit(np.resize(other, len(audio))), self.dice.uniform(15, 30))
        loud = self.dice.uniform(0.1, 1.0) / max(1e-4, float(np.abs(audio).max()))
        return (audio * loud + self.noise.standard_normal(len(audio)) * 1e-4).astype(np.float32)

    def _silence(self, length: int) -> Window:
        """No speech: the model must say so and stop."""
        maker = self.dice.choice((sound.music, sound.noise))
        audio = maker(length, self.noise) * self.dice.choice((0.0, 0.001, 0.01, 0.1))
        prompt = self._prompt()
        return Window(
            audio.astype(np.float32),
            [*prompt, self._special("<|endoftext|>")],
            [self._special("<|nospeech|>"), IGNORED, IGNORED, self._special("<|endoftext|>"), IGNORED],
            [None] * 5,
            [],
            [],
        )

    def _prompt(self, timestamps: bool = False) -> list[int]:
        names = ["<|startoftranscript|>", "<|zh|>", "<|transcribe|>"]
        return [self._special(name) for name in names + ([] if timestamps else ["<|notimestamps|>"])]

    def _written(self, audio: NDArray[np.float32], placed: list[tuple[int, Speech]]) -> Window:
        timestamps = self.dice.random() < 0.35
        prompt = self._prompt(timestamps)
        targets: list[tuple[int, tuple[float, float] | None]] = []
        chars: list[tuple[int, int, float]] = []
        phones: list[tuple[int, float, float]] = []
        zero = self._special("<|0.00|>")
        for n, (at, speech) in enumerate(placed):
            begin = at / SAMPLE_RATE
            end = begin + len(speech.audio) / SAMPLE_RATE
            times = {i: (begin + a, begin + b) for i, a, b in speech.chars}
            if timestamps:
                targets.append((zero + round(begin * 50), None))
            last = n + 1 == len(placed)
            said = speech.text + ("" if last and self.dice.random() < 0.5 else "。" if last else "，")
            coded = self.tokenizer.encode(said, add_special_tokens=False)
            for token, (i, j) in zip(coded.ids, coded.offsets, strict=True):
                spans = [times[k] for k in range(i, j) if k in times]
                targets.append((token, (spans[0][0], spans[-1][1]) if spans else None))
            if timestamps:
                targets.append((zero + min(1500, round(end * 50)), None))
            for (k, (a, b)), syllable in zip(times.items(), syllables_of(speech), strict=True):
                char = self.vocabulary.chars.get(said[k], IGNORED)
                heard_as = self.vocabulary.syllables.get(syllable, IGNORED)
                for _ in range(2):
                    chars.append((char, heard_as, a + (b - a) * self.dice.uniform(0.2, 0.8)))
            known_phones = self.vocabulary.phones
            timed = ((known_phones.get(p), begin + a, begin + b) for p, a, b in speech.phones)
            phones += [(p, a, b) for p, a, b in timed if p is not None]
        end_token = self._special("<|endoftext|>")
        said_tokens = [token for token, _ in targets]
        unsaid = [IGNORED] * (len(prompt) - 2)
        front = self._earlier()
        return Window(
            audio,
            [*front, *prompt, *said_tokens, end_token],
            [IGNORED] * len(front) + [prompt[1], *unsaid, *said_tokens, end_token, IGNORED],
            [None] * (len(front) + len(prompt) - 1) + [span for _, span in targets] + [None, None],
            chars,
            phones,
        )

    def _earlier(self) -> list[int]:
        """Now and then a prompt: a fixed sentence, or something said elsewhere."""
        if self.dice.random() > 0.12:
            return []
        earlier = self.dice.choice((*PROMPTS, self.dice.choice(self.pool).text))
        return [
            self._special("<|startofprev|>"),
            *self.tokenizer.encode(earlier, add_special_tokens=False).ids,
        ]

    def _batch(self, frames: int, size: int) -> dict[str, torch.Tensor]:
        windows: list[Window] = []
        known = self.vocabulary.tokens
        while len(windows) < size:
            window = self._window(frames)
            if len(window.tokens) <= 440 and all(token in known for token in window.tokens):
                windows.append(window)
        longest = max(len(w.tokens) for w in windows)
        mel = torch.zeros(size, 80, frames)
        tokens = torch.zeros(size, longest, dtype=torch.long)
        labels = torch.full((size, longest), IGNORED)
        spans = torch.full((size, longest, 2), -1)
        phones = torch.full((size, frames // 2), IGNORED)
        chars = []
        for row, w in enumerate(windows):
            heard = self.mel(w.audio)
            mel[row, :, : heard.shape[1]] = heard[:, :frames]
            tokens[row, : len(w.tokens)] = torch.tensor([known[t] for t in w.tokens])
            labels[row, : len(w.labels)] = torch.tensor([known.get(t, IGNORED) for t in w.labels])
            for at, span in enumerate(w.times):
                if span:
                    spans[row, at, 0] = int(span[0] * 50)
                    spans[row, at, 1] = min(frames // 2 - 1, int(span[1] * 50))
            for phone, start, end in w.phones:
                phones[row, int(start * 50 + 0.5) : int(end * 50 + 0.5)] = phone
            chars += [(row, min(frames // 2 - 1, int(at * 50)), char, said) for char, said, at in w.chars]
        return {
            "mel": mel, "tokens": tokens, "labels": labels, "spans": spans, "phones": phones,
            "chars": torch.tensor(chars or [(0, 0, IGNORED, IGNORED)]),
            "seconds": torch.tensor(size * frames / 100),
        }  # fmt: skip


if __name__ == "__main__":
    target, first, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    target.mkdir(parents=True, exist_ok=True)
    for n in range(first, first + count):
        if not (target / f"shard{n:04}.npy").exists():
            write_shard(target, n)
            print("shard", n, flush=True)
