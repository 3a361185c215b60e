import hashlib
import shutil
from pathlib import Path

import pytest

from monitor.errors import ModelUnusable
from monitor.settings import DEMO_MODEL
from monitor.speech.model import SpeechModel


def test_the_demo_model_is_the_default_and_says_what_it_is(model: SpeechModel) -> None:
    assert SpeechModel().folder == DEMO_MODEL
    assert model.is_demo
    assert model.description["demo"] is True
    assert str(DEMO_MODEL.parent) not in str(model.description)


def test_the_digest_is_over_weights_and_tokenizer(model: SpeechModel) -> None:
    files = (DEMO_MODEL / "model.bin").read_bytes() + (DEMO_MODEL / "tokenizer.json").read_bytes()

    assert model.digest == hashlib.sha256(files).hexdigest()


def test_the_same_files_without_the_mark_are_no_demo(tmp_path: Path) -> None:
    shutil.copytree(DEMO_MODEL, tmp_path / "mine", ignore=shutil.ignore_patterns("demo.json"))

    assert not SpeechModel(str(tmp_path / "mine")).is_demo


def test_a_truncated_model_is_unusable(tmp_path: Path) -> None:
    shutil.copytree(DEMO_MODEL, tmp_path / "mine")
    weights = tmp_path / "mine" / "model.bin"
    weights.write_bytes(weights.read_bytes()[:100_000])

    with pytest.raises(ModelUnusable):
        SpeechModel(str(tmp_path / "mine"))


def test_loading_asks_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)

    assert SpeechModel(str(DEMO_MODEL)).is_demo
