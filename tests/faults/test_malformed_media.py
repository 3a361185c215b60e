"""Malformed recordings: each is decoded or refused with a code; nothing dies, nothing hangs.

Seeded mutations of a good file of every container. BOSHEN_FAULT_FILES sets how many (default 220).
"""

import os
import random
from pathlib import Path

import numpy as np
import pytest

from monitor.errors import MediaError
from monitor.media.block import SAMPLE_RATE
from monitor.media.decode import open_recording
from tests.invented_sound import CODECS, Sound, bursts, heard, write

FILES = int(os.environ.get("BOSHEN_FAULT_FILES", "220"))
SEED = 20260201
STALL_S = 60.0


def truncate(content: bytearray, chance: random.Random, other: bytes) -> None:
    del other
    del content[chance.randrange(len(content)) :]


def flip(content: bytearray, chance: random.Random, other: bytes) -> None:
    del other
    for _ in range(chance.choice([1, 10, 200])):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def flip_head(content: bytearray, chance: random.Random, other: bytes) -> None:
    del other
    for _ in range(chance.choice([1, 4, 16])):
        content[chance.randrange(min(512, len(content)))] = chance.randrange(256)


def zero(content: bytearray, chance: random.Random, other: bytes) -> None:
    del other
    begin = chance.randrange(len(content))
    length = chance.randrange(1, max(2, len(content) - begin))
    content[begin : begin + length] = bytes(length)


def splice(content: bytearray, chance: random.Random, other: bytes) -> None:
    begin = chance.randrange(len(other))
    at = chance.randrange(len(content))
    content[at:at] = other[begin : begin + chance.randrange(1, 4096)]


def repeat(content: bytearray, chance: random.Random, other: bytes) -> None:
    del other
    begin = chance.randrange(len(content))
    content[begin:begin] = content[begin : begin + chance.randrange(1, 8192)]


def remove(content: bytearray, chance: random.Random, other: bytes) -> None:
    del other
    begin = chance.randrange(len(content))
    del content[begin : begin + chance.randrange(1, 4096)]


def swap_heads(content: bytearray, chance: random.Random, other: bytes) -> None:
    length = chance.choice([4, 16, 64, 512])
    content[:length] = other[:length]


MUTATIONS = [truncate, flip, flip_head, zero, splice, repeat, remove, swap_heads]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("good")
    noise = np.random.default_rng(1).normal(0, 0.02, 24_000).astype(np.float32)
    sound = bursts(1.5, [0.3, 0.9], 16_000) + noise
    made = {
        name: write(
            folder / f"a.{name}", Sound(sound, 16_000, 1, codec), picture_s=1.0 * (name in ("mp4", "mkv"))
        )
        for name, codec in CODECS.items()
    }
    return {name: path.read_bytes() for name, path in made.items()}


@pytest.mark.parametrize("number", range(FILES))
def test_decoded_or_refused(tmp_path: Path, good: dict[str, bytes], number: int) -> None:
    chance = random.Random(SEED + number)
    names = sorted(good)
    name = names[number % len(names)]
    content = bytearray(good[name])
    chance.choice(MUTATIONS)(content, chance, good[chance.choice(names)])
    path = tmp_path / f"a.{name}"
    path.write_bytes(content)
    error = refusal(path)
    if error is not None:
        assert str(path) in error.sentence("zh")
        assert error.fields.get("reason") != "media.reason.stalled"


def refusal(path: Path) -> MediaError | None:
    """Anything but a MediaError passes through and fails the test."""
    try:
        with open_recording(path, max_hours=1.0, stall_s=STALL_S) as decoder:
            samples, _ = heard(decoder)
    except MediaError as error:
        return error
    assert 0 < len(samples) <= 3600 * SAMPLE_RATE
    assert np.abs(samples).max() <= 1.0
    return None
