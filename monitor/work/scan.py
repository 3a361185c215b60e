"""The recorded scan: a recording goes in; heard windows, findings, flags and log entries come out.

A scan may stop at any moment. Every finished window is in the ledger, and the same scan goes on after it.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import Engine

from monitor.claims.broadcast import Broadcast, Turn
from monitor.claims.catalogue import Catalogue
from monitor.claims.detector import Detector, judge_all
from monitor.claims.finding import Finding
from monitor.ledger import scans
from monitor.ledger.flags import Recorded
from monitor.ledger.scans import BroadcastFacts, HeardWindow, Lease, RecordingFacts, Versions
from monitor.log import logger
from monitor.media.block import SAMPLE_RATE
from monitor.media.decode import Decoder, open_recording
from monitor.media.probe import digest
from monitor.media.recording import Recording
from monitor.rules.citation import legal_day
from monitor.rules.lexicon import Lexicon
from monitor.settings import settings
from monitor.speech import SCHEME
from monitor.speech.coverage import Coverage
from monitor.speech.model import SpeechModel
from monitor.speech.recorded import Transcriber
from monitor.speech.result import WindowResult
from monitor.text.clauses import utterances
from monitor.text.utterance import Utterance

log = logger(__name__)

Progress = Callable[[float, float], None]
"""Called with seconds heard so far and seconds in all."""

Reached = Callable[[int], None]
"""Called with the sample reached."""


@dataclass(frozen=True, slots=True)
class Job:
    """What to scan and what to hold it against. track: None takes the recording's own choice."""

    media: Path
    catalogue: Catalogue
    broadcast: Broadcast
    lexicon: Lexicon
    track: int | None = None


@dataclass(frozen=True, slots=True)
class Scanned:
    """A finished scan. resumed: seconds that an earlier run had heard. added: what was new to the ledger."""

    recording: Recording
    sha256: str
    coverage: Coverage
    transcript: tuple[Utterance, ...]
    findings: tuple[Finding, ...]
    lease: Lease
    added: Recorded
    resumed: float


def scan(job: Job, model: SpeechModel, engine: Engine, tenant: str, progress: Progress) -> Scanned:
    """Hear what has not been heard yet, judge all of it, and end the scan in the ledger.

    Raises MediaError before anything is written; ScanBusy when another process took the scan over.
    """
    recording, samples = _examined(job)
    sha256 = digest(job.media)
    lease = scans.start_or_resume(
        engine,
        tenant,
        RecordingFacts(sha256, job.media.name, recording.container, recording.chosen.number, samples),
        _facts(job.broadcast),
        _versions(job, model),
    )
    heard = [WindowResult.from_json(window.payload) for window in scans.saved_windows(engine, lease)]
    resumed = heard[-1].end if heard else 0
    log.info("scan.started", scan=lease.scan_id, resumed_at=resumed, samples=samples)
    if not lease.finished:
        seconds = samples / SAMPLE_RATE
        _listen(job, model, engine, lease, heard, lambda at: progress(at / SAMPLE_RATE, seconds))
    coverage = Coverage()
    for window in heard:
        coverage.extend(window.stretches)
    coverage.finish(samples)
    transcript = tuple(_transcript(heard))
    detector = Detector(job.lexicon, job.catalogue, job.broadcast, legal_day(lease.begun))
    findings = tuple(judge_all(transcript, detector))
    added = scans.finish(engine, lease, coverage, findings)
    log.info("scan.finished", scan=lease.scan_id, flags=len(added.flags), heard=coverage.heard)
    return Scanned(recording, sha256, coverage, transcript, findings, lease, added, resumed / SAMPLE_RATE)


def _examined(job: Job) -> tuple[Recording, int]:
    """The recording and its length in samples, decoded once to its end so that nothing is written for a
    file that turns out to be broken."""
    with _open(job) as decoder:
        samples = 0
        for piece in decoder:
            samples = piece.end
        return decoder.recording, samples


def _listen(
    job: Job, model: SpeechModel, engine: Engine, lease: Lease, heard: list[WindowResult], progress: Reached
) -> None:
    """Hear on from the last window of `heard`, adding each to it once the ledger has it."""
    begin = heard[-1].end if heard else 0
    progress(begin)
    with _open(job) as decoder:
        for result in Transcriber(model).transcribe(decoder, begin=begin, progress=progress):
            kept = HeardWindow(len(heard), result.begin, result.end, result.to_json())
            scans.save_window(engine, lease, kept)
            heard.append(result)


def _open(job: Job) -> Decoder:
    limits = settings()
    return open_recording(
        job.media, job.track, max_hours=limits.media_max_hours, memory_mb=limits.decode_memory_mb
    )


def _transcript(heard: list[WindowResult]) -> Iterator[Utterance]:
    for window in heard:
        for passage in window.passages:
            yield from utterances(passage.words)


def _facts(broadcast: Broadcast) -> BroadcastFacts:
    return BroadcastFacts(
        broadcast.id,
        broadcast.channel,
        broadcast.host,
        broadcast.role,
        broadcast.started_at,
        {
            "ai_host": broadcast.ai_host,
            "run_sheet": [_turn(turn) for turn in broadcast.run_sheet],
            "speakers": [asdict(speaker) for speaker in broadcast.speakers],
            "facts": broadcast.facts.model_dump(mode="json"),
        },
    )


def _turn(turn: Turn) -> list[object]:
    return [turn.at, turn.product, *([turn.speaker] if turn.speaker else [])]


def _versions(job: Job, model: SpeechModel) -> Versions:
    how = f"{SCHEME} {model.device} {model.compute_type}"
    return Versions(
        model=model.title,
        model_digest=model.digest,
        model_is_demo=model.is_demo,
        lexicon=job.lexicon.version,
        catalogue=job.catalogue.version,
        settings=hashlib.sha256(how.encode()).hexdigest()[:16],
    )
