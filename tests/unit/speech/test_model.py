from pathlib import Path
from typing import Any

import pytest

from monitor.errors import (
    ModelError,
    ModelFetchFailed,
    ModelFolderMissing,
    ModelMissing,
    ModelUnusable,
)
from monitor.speech import model as module
from monitor.speech.model import NEEDED, SpeechModel, fetch, resolve


@pytest.fixture(autouse=True)
def _empty_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub cache with nothing in it."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the hub client was asked for, with the real one answering."""
    calls: list[dict[str, Any]] = []
    real = module.download_model

    def ask(name: str, **options: Any) -> Any:
        calls.append({"name": name} | options)
        return real(name, **options)

    monkeypatch.setattr(module, "download_model", ask)
    return calls


def folder(at: Path, *without: str) -> Path:
    at.mkdir()
    for file in set(NEEDED) - set(without):
        (at / file).write_bytes(b"{}")
    return at


def test_a_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    assert resolve(str(folder(tmp_path / "mine"))) == tmp_path / "mine"


@pytest.mark.parametrize("file", NEEDED)
def test_a_folder_that_lacks_a_file_says_which(tmp_path: Path, file: str) -> None:
    with pytest.raises(ModelUnusable) as caught:
        resolve(str(folder(tmp_path / "mine", file)))

    assert file in caught.value.sentence("zh")
    assert file in caught.value.sentence("en")


def test_a_path_without_a_folder_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelFolderMissing):
        resolve(str(tmp_path / "nowhere"))
    with pytest.raises(ModelFolderMissing):
        fetch("./nowhere")


@pytest.mark.parametrize("name", ["large-v3-turbo", "someone/whisper-zh-ct2"])
def test_a_size_or_hub_id_that_is_not_here_is_missing_and_not_downloaded(
    name: str, asked: list[dict[str, Any]]
) -> None:
    with pytest.raises(ModelMissing) as caught:
        resolve(name)

    assert asked == [{"name": name, "local_files_only": True}]
    assert f"boshen model fetch {name}" in caught.value.sentence("zh")


@pytest.mark.parametrize("name", ["", "gigantic", "a/b/c", "模型"])
def test_a_name_that_no_hub_has_is_missing_without_asking(name: str, asked: list[dict[str, Any]]) -> None:
    with pytest.raises(ModelError):
        resolve(name)

    assert asked == []


def test_an_english_only_size_is_unusable() -> None:
    with pytest.raises(ModelUnusable) as caught:
        resolve("tiny.en")

    assert "只支持英语" in caught.value.sentence("zh")
    assert "English only" in caught.value.sentence("en")


def test_a_download_that_broke_off_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    half = folder(tmp_path / "snapshot", "model.bin")
    monkeypatch.setattr(module, "download_model", lambda *_, **__: str(half))

    with pytest.raises(ModelMissing):
        resolve("tiny")


def test_fetching_gives_the_folder_that_came(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hub(name: str, local_files_only: bool = False) -> str:
        assert name == "tiny"
        at = tmp_path / "snapshot"
        if not local_files_only:
            folder(at)
        elif not at.exists():
            raise module.LocalEntryNotFoundError("not cached")
        return str(at)

    monkeypatch.setattr(module, "download_model", hub)

    assert fetch("tiny") == tmp_path / "snapshot"
    assert resolve("tiny") == tmp_path / "snapshot"


def test_a_fetch_that_fails_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def hub(_: str, local_files_only: bool = False) -> str:
        if local_files_only:
            raise module.LocalEntryNotFoundError("not cached")
        raise ConnectionError("no route to host\nand more")

    monkeypatch.setattr(module, "download_model", hub)

    with pytest.raises(ModelFetchFailed) as caught:
        fetch("tiny")
    assert "no route to host)" in caught.value.sentence("en")


def test_fetching_an_unknown_name_fails_without_asking(asked: list[dict[str, Any]]) -> None:
    with pytest.raises(ModelFetchFailed):
        fetch("gigantic")

    assert asked == []


def test_files_that_are_no_model_are_unusable(tmp_path: Path) -> None:
    with pytest.raises(ModelUnusable):
        SpeechModel(str(folder(tmp_path / "mine")))
