"""A scan against bare faster-whisper, and the memory of a long recording against a short one.

    python -m bench.scan [--rounds 3] [--hours 3]

Prints one JSON object. The two contenders take turns on the same recording with the same weights,
batch size, beam and speech spans. Bare faster-whisper decodes the file with its own decoder, is given
the spans, and puts all processors on one batch after the other, as it does by itself. Boshen probes,
checks, finds the voice, decodes batches side by side, holds them against gates, judges, and keeps the
ledger. What a process loads once, the model and the compiled rules, is loaded before; how
long the rules take is printed. The recordings are the sample broadcast repeated.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import av
import psutil
from faster_whisper import BatchedInferencePipeline, WhisperModel
from faster_whisper.audio import decode_audio

from monitor import log
from monitor.claims.broadcast import load_broadcast
from monitor.claims.catalogue import load_catalogue
from monitor.ledger.database import open_database
from monitor.media.block import SAMPLE_RATE
from monitor.media.decode import open_recording
from monitor.rules.lexicon import Lexicon, load_lexicons
from monitor.settings import DEMO_MODEL, LEXICONS, PROJECT
from monitor.speech.decoding import BATCH, BEAM
from monitor.speech.model import SpeechModel, cores
from monitor.speech.recorded import PROMPT
from monitor.speech.spans import clips, speech_spans
from monitor.speech.windows import windows
from monitor.work.scan import Job, scan

SAMPLE = PROJECT / "samples" / "broadcasts" / "beauty.ogg"
CATALOGUE = PROJECT / "samples" / "catalogue.yaml"
BROADCAST = PROJECT / "samples" / "broadcasts" / "beauty.broadcast.yaml"
SHORT_S = 600
BOUND_TIME, BOUND_MEMORY = 1.05, 1.25


def repeated(seconds: float, target: Path) -> Path:
    """The sample broadcast over and over, as Ogg Opus, without decoding it all into memory."""
    with av.open(str(target), "w", format="ogg") as out:
        stream = out.add_stream("libopus", rate=48_000, layout="mono")
        stream.bit_rate = 24_000
        resampler = av.AudioResampler("s16", "mono", 48_000)
        written = 0
        while written < seconds * 48_000:
            with av.open(str(SAMPLE)) as source:
                for frame in source.decode(audio=0):
                    for part in resampler.resample(frame):
                        part.pts = written
                        written += part.samples
                        out.mux(stream.encode(part))
                    if written >= seconds * 48_000:
                        break
        out.mux(stream.encode(None))
    return target


def spans_of(recording: Path) -> list[dict[str, float]]:
    """The clips that a scan decodes, in seconds, as bare faster-whisper takes them."""
    found = []
    with open_recording(recording) as decoder:
        for window in windows(decoder, 0):
            speech = speech_spans(window.probabilities, len(window.samples))
            for clip in clips(speech, window.samples, []):
                begin = (window.begin + clip.start) / SAMPLE_RATE
                found.append({"start": begin, "end": begin + (clip.end - clip.start) / SAMPLE_RATE})
    return found


def bare(whisper: WhisperModel, recording: Path, spans: list[dict[str, float]]) -> float:
    began = time.perf_counter()
    segments, _ = BatchedInferencePipeline(whisper).transcribe(
        decode_audio(str(recording)),
        language="zh",
        clip_timestamps=spans,
        vad_filter=False,
        batch_size=BATCH,
        beam_size=BEAM,
        word_timestamps=True,
        initial_prompt=PROMPT,
    )
    for _ in segments:
        pass
    return time.perf_counter() - began


def rules() -> tuple[Lexicon, float]:
    """The shipped rules, compiled, and the seconds it took."""
    began = time.perf_counter()
    lexicon = load_lexicons(LEXICONS)
    lexicon.scanner.scan("")
    return lexicon, time.perf_counter() - began


def ours(model: SpeechModel, lexicon: Lexicon, recording: Path, folder: Path) -> float:
    catalogue = load_catalogue(CATALOGUE, lexicon.categories)
    job = Job(recording, catalogue, load_broadcast(BROADCAST, catalogue), lexicon)
    database = folder / f"{time.time_ns()}.db"
    began = time.perf_counter()
    scan(job, model, open_database(f"sqlite:///{database}"), "bench", lambda *_: None)
    return time.perf_counter() - began


def peak_memory(recording: Path, folder: Path) -> int:
    """The most memory that `boshen scan` and its decoding process held together, MiB."""
    command = [str(Path(sys.executable).with_name("boshen")), "scan", str(recording)]
    command += ["--catalogue", str(CATALOGUE), "--broadcast", str(BROADCAST), "--format", "jsonl"]
    command += ["--db", f"sqlite:///{folder / recording.stem}.db"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        peak = 0
        whole = psutil.Process(child.pid)
        while child.poll() is None:
            peak = max(peak, _resident(whole))
            time.sleep(0.05)
        if child.returncode not in (0, 1, 3):
            raise RuntimeError(f"boshen scan ended with {child.returncode}")
    return peak // 2**20


def _resident(process: psutil.Process) -> int:
    try:
        family = [process, *process.children(recursive=True)]
        return sum(member.memory_info().rss for member in family)
    except psutil.NoSuchProcess:
        return 0


def main() -> int:
    parser = argparse.ArgumentParser(description="wall time and memory of a scan")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--hours", type=float, default=3.0)
    chosen = parser.parse_args()
    log.configure("error")
    model = SpeechModel(str(DEMO_MODEL))
    whisper = WhisperModel(
        str(DEMO_MODEL), device=model.device, compute_type=model.compute_type, cpu_threads=cores()
    )
    lexicon, compiled_s = rules()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        short = repeated(SHORT_S, folder / "short.ogg")
        spans = spans_of(short)
        pairs = [
            (ours(model, lexicon, short, folder), bare(whisper, short, spans)) for _ in range(chosen.rounds)
        ]
        memory = [
            peak_memory(short, folder),
            peak_memory(repeated(chosen.hours * 3600, folder / "long.ogg"), folder),
        ]
    ratio = statistics.median(mine / theirs for mine, theirs in pairs)
    figures = {
        "machine": {"processor": platform.machine(), "cores": os.cpu_count()},
        "wall": {
            "seconds_of_sound": SHORT_S,
            "pairs_s": [[round(mine, 2), round(theirs, 2)] for mine, theirs in pairs],
            "ratio_median": round(ratio, 3),
            "rules_compiled_s": round(compiled_s, 2),
            "bound": BOUND_TIME,
        },
        "memory": {
            "short_mib": memory[0],
            "long_mib": memory[1],
            "long_hours": chosen.hours,
            "ratio": round(memory[1] / memory[0], 3),
            "bound": BOUND_MEMORY,
        },
    }
    print(json.dumps(figures, indent=1))
    return 0 if ratio <= BOUND_TIME and memory[1] <= BOUND_MEMORY * memory[0] else 1


if __name__ == "__main__":
    sys.exit(main())
