"""The speech model: a Whisper model in CTranslate2 format, run by faster-whisper.

A model is named by its folder, by a size that faster-whisper knows (large-v3-turbo) or by a hub id
(owner/name). Only `fetch` ever downloads. A folder that holds `demo.json` is a demo model: it was
trained on synthetic speech only, and whatever it hears says so.
"""

import hashlib
import os
from functools import cached_property
from pathlib import Path

import ctranslate2
from faster_whisper import WhisperModel
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.utils import _MODELS as SIZES
from faster_whisper.utils import download_model
from huggingface_hub.errors import LocalEntryNotFoundError

from monitor.errors import ModelFetchFailed, ModelFolderMissing, ModelMissing, ModelUnusable
from monitor.settings import settings

LANGUAGE = "zh"
DEMO_MARK = "demo.json"
MOST_WORKERS = 4
"""Batches decoded side by side on a CPU: one thread a batch wastes less than all threads on one batch,
but each holds a batch's memory."""
NEEDED = ("model.bin", "config.json", "tokenizer.json")


def resolve(name: str) -> Path:
    """The folder of a model that is on this machine.

    Raises ModelMissing when it is not, ModelUnusable when files are missing or it is English-only.
    """
    folder = Path(name).expanduser()
    if folder.is_dir():
        return _checked(name, folder)
    if folder.is_absolute() or folder.exists() or name.startswith((".", "~")):
        raise ModelFolderMissing(model=name)
    _refuse_english(name)
    if name not in SIZES and name.count("/") != 1:
        raise ModelMissing(model=name)
    try:
        cached = Path(download_model(name, local_files_only=True))
    except (LocalEntryNotFoundError, ValueError) as error:
        raise ModelMissing(model=name) from error
    if not (cached / "model.bin").is_file():
        raise ModelMissing(model=name)
    return _checked(name, cached)


def fetch(name: str) -> Path:
    """The folder of a model, downloaded from the hub unless it is here. Raises ModelFetchFailed."""
    try:
        return resolve(name)
    except ModelFolderMissing:
        raise
    except ModelMissing:
        pass
    if name not in SIZES and name.count("/") != 1:
        raise ModelFetchFailed(model=name, reason="model.reason.unknown_name")
    try:
        folder = Path(download_model(name))
    except Exception as error:
        # The hub client raises its own, requests', httpx's and the system's errors alike.
        detail = str(error).strip().partition("\n")[0] or type(error).__name__
        raise ModelFetchFailed(model=name, reason="model.reason.network", detail=detail) from error
    return _checked(name, folder)


def _refuse_english(name: str) -> None:
    if name in SIZES and name.endswith(".en"):
        raise ModelUnusable(model=name, reason="model.reason.english_only")


def _checked(name: str, folder: Path) -> Path:
    for file in NEEDED:
        if not (folder / file).is_file():
            raise ModelUnusable(model=name, reason="model.reason.no_file", file=file)
    return folder


class SpeechModel:
    """A loaded model. Raises ModelMissing or ModelUnusable."""

    def __init__(self, name: str | None = None) -> None:
        self.name = name or settings().model
        self.folder = resolve(self.name)
        self.is_demo = (self.folder / DEMO_MARK).is_file()
        self.device = "cuda" if ctranslate2.get_cuda_device_count() else "cpu"
        self.compute_type = "float16" if self.device == "cuda" else "int8"
        self.workers = 1 if self.device == "cuda" else min(cores(), MOST_WORKERS)
        self.whisper = self._load()
        self.tokenizer = Tokenizer(
            self.whisper.hf_tokenizer, multilingual=True, task="transcribe", language=LANGUAGE
        )

    def _load(self) -> WhisperModel:
        try:
            whisper = WhisperModel(
                str(self.folder),
                device=self.device,
                compute_type=self.compute_type,
                cpu_threads=cores() // self.workers,
                num_workers=self.workers,
                local_files_only=True,
            )
        except Exception as error:
            # CTranslate2 and tokenizers raise bare RuntimeError, ValueError and Exception on bad files.
            detail = str(error).partition("\n")[0]
            raise ModelUnusable(model=self.name, reason="model.reason.not_loaded", detail=detail) from error
        if not whisper.model.is_multilingual:
            raise ModelUnusable(model=self.name, reason="model.reason.english_only")
        return whisper

    @cached_property
    def digest(self) -> str:
        """SHA-256 over model.bin and tokenizer.json, hexadecimal: what exactly did the hearing."""
        digest = hashlib.sha256()
        for file in ("model.bin", "tokenizer.json"):
            with (self.folder / file).open("rb") as stream:
                while piece := stream.read(1 << 20):
                    digest.update(piece)
        return digest.hexdigest()

    @property
    def title(self) -> str:
        """The name without the path, for reports."""
        return self.folder.name if Path(self.name).expanduser().is_dir() else self.name

    @property
    def description(self) -> dict[str, str | bool]:
        """What a report says of the model; no path of this machine is in it."""
        return {
            "name": self.title,
            "digest": self.digest,
            "demo": self.is_demo,
            "device": self.device,
            "compute_type": self.compute_type,
        }


def cores() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
