"""Make a broadcast from its script, or from a seed.

    python -m samples.recipe.broadcast NAME.script.yaml [--out NAME.ogg] [--seed N]
    python -m samples.recipe.broadcast --fresh SEED --out NAME.ogg

Beside it come NAME.gold.yaml (every line with its times, every planted flag with its times) and
NAME.broadcast.yaml (what a scan is told: host, role, run sheet); with --fresh NAME.script.yaml too. The
suffix chooses the codec: .ogg is Opus, .m4a is AAC, .mp3 is MP3. What is not planted must stay unflagged.
"""

import argparse
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from . import sound
from .script import Line, Script, compose, read_script, write_yaml
from .voice import SAMPLE_RATE, Manner, Speech, Synthesiser

CODECS = {".ogg": ("libopus", "flt"), ".m4a": ("aac", "fltp"), ".mp3": ("libmp3lame", "fltp")}
CODED_RATE = 48_000
BIT_RATE = 24_000
MUSIC_STRETCH_S = 40


@dataclass
class Recording:
    """The sound so far, float32 at 16 kHz, and what was said when (s)."""

    pieces: list[NDArray[np.float32]] = field(default_factory=list)
    length: int = 0
    lines: list[dict[str, Any]] = field(default_factory=list)
    flags: list[dict[str, Any]] = field(default_factory=list)
    run_sheet: list[dict[str, Any]] = field(default_factory=list)

    @property
    def now(self) -> float:
        return round(self.length / SAMPLE_RATE, 2)

    def add(self, audio: NDArray[np.float32]) -> None:
        self.pieces.append(audio)
        self.length += len(audio)

    def rest(self, seconds: float) -> None:
        self.add(np.zeros(int(seconds * SAMPLE_RATE), np.float32))

    def note(self, line: Line, speech: Speech, at: float) -> None:
        row = {"at": at, "end": self.now, "who": line.who, "product": line.product, "kind": line.kind}
        self.lines.append(row | {"text": line.say})
        if line.flag:
            begin = line.say.index(line.flag["text"])
            inside = range(begin, begin + len(line.flag["text"]))
            times = [(start, end) for index, start, end in speech.chars if index in inside]
            span = {"at": round(at + times[0][0], 2), "end": round(at + times[-1][1], 2)}
            self.flags.append(span | {"product": line.product} | line.flag)


def speak(script: Script, seed: int, synthesiser: Synthesiser) -> Recording:
    """Every line in its voice, a breath between lines, the script's own pauses."""
    dice, recording, product = random.Random(f"broadcast {seed}"), Recording(), None
    recording.rest(1.5)
    for line in script.lines:
        if line.product and line.product != product:
            product = line.product
            recording.run_sheet.append({"at": recording.now, "product": product})
        if line.pause:
            recording.rest(line.pause)
            continue
        speech = synthesiser.say(line.say, Manner(**script.voices[line.who]))
        at = recording.now
        recording.add(speech.audio * dice.uniform(0.75, 0.95))
        recording.note(line, speech, at)
        recording.rest(dice.uniform(0.45, 0.95))
    recording.rest(1.5)
    return recording


def background(samples: int, dice: np.random.Generator) -> NDArray[np.float32]:
    """One tune after another, unit RMS."""
    stretch = MUSIC_STRETCH_S * SAMPLE_RATE
    tunes = [sound.music(stretch, dice) for _ in range(samples // stretch + 1)]
    return np.concatenate(tunes)[:samples]


def mix(script: Script, recording: Recording, seed: int) -> NDArray[np.float32]:
    speech = np.concatenate(recording.pieces)
    dice = np.random.default_rng(seed)
    mixed = sound.under(speech, background(len(speech), dice), script.music_db)
    peak = float(np.abs(mixed).max())
    return (mixed / max(1.0, peak / 0.95)).astype(np.float32)


def encode(audio: NDArray[np.float32], out: Path) -> None:
    """Mono at 24 kbit/s, carrying no date or encoder's mark that would differ between runs."""
    codec, sample_format = CODECS[out.suffix]
    resampler = av.AudioResampler(sample_format, "mono", CODED_RATE)
    with av.open(str(out), "w", options={"fflags": "+bitexact"}) as container:
        stream: Any = container.add_stream(codec, rate=CODED_RATE)
        stream.layout, stream.bit_rate = "mono", BIT_RATE
        for begin in range(0, len(audio), SAMPLE_RATE):
            frame = av.AudioFrame.from_ndarray(audio[None, begin : begin + SAMPLE_RATE], "flt", "mono")
            frame.sample_rate, frame.pts = SAMPLE_RATE, begin
            for resampled in resampler.resample(frame):
                container.mux(stream.encode(resampled))
        for resampled in resampler.resample(None):
            container.mux(stream.encode(resampled))
        container.mux(stream.encode(None))


def make(script: Script, seed: int, out: Path) -> None:
    recording = speak(script, seed, Synthesiser())
    audio = mix(script, recording, seed)
    encode(audio, out)
    gold = {
        "recording": out.name,
        "seed": seed,
        "duration": round(len(audio) / SAMPLE_RATE, 2),
        "voices": script.voices,
        "flags": recording.flags,
        "lines": recording.lines,
    }
    write_yaml(out.with_suffix(".gold.yaml"), gold)
    write_yaml(out.with_suffix(".broadcast.yaml"), script.broadcast | {"run_sheet": recording.run_sheet})
    print(f"{out}: {gold['duration']} s, {len(recording.lines)} lines, {len(recording.flags)} planted flags")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("script", type=Path, nargs="?")
    parser.add_argument("--out", type=Path, help="NAME.ogg, .m4a or .mp3; beside the script unless given")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fresh", type=int, metavar="SEED", help="compose the script from our blocks")
    chosen = parser.parse_args()
    if (chosen.script is None) == (chosen.fresh is None):
        parser.error("either a script or --fresh SEED")
    if chosen.script is None and chosen.out is None:
        parser.error("--fresh needs --out")
    out = chosen.out or chosen.script.with_name(chosen.script.name.removesuffix(".script.yaml") + ".ogg")
    if chosen.fresh is None:
        make(read_script(chosen.script), chosen.seed, out)
    else:
        written = out.with_suffix(".script.yaml")
        write_yaml(written, compose(chosen.fresh))
        make(read_script(written), chosen.fresh, out)


if __name__ == "__main__":
    main()
