"""Signed notes of C2SP, against the published ones of the Go checksum database's library."""

import json
from pathlib import Path

import pytest

from monitor.ledger.checkpoint.note import (
    read_note,
    read_signer_key,
    read_verifier_key,
    sign,
    signers,
)

VECTORS = json.loads((Path(__file__).parents[2] / "data" / "ledger_vectors.json").read_text("utf-8"))
NOTE: str = VECTORS["notes"]["note"]
PETER, ENOCH = (read_verifier_key(key) for key in VECTORS["notes"]["keys"])
SIGNER = read_signer_key(VECTORS["notes"]["signer"])


def test_the_published_note_is_signed_by_both() -> None:
    assert signers(read_note(NOTE.encode()), [PETER, ENOCH]) == [PETER, ENOCH]


def test_signing_anew_gives_the_published_signature() -> None:
    note = read_note(NOTE.encode())
    assert NOTE.startswith(str(sign(note.text, [SIGNER])))
    assert SIGNER.secret == VECTORS["notes"]["signer"]
    assert str(SIGNER.verifier) == str(PETER)


def test_signatures_of_strangers_are_passed_over() -> None:
    assert signers(read_note(NOTE.encode()), [ENOCH]) == [ENOCH]
    assert signers(read_note(NOTE.encode()), []) == []


def test_a_false_signature_of_a_key_one_knows_is_an_error() -> None:
    with pytest.raises(ValueError, match="false"):
        signers(read_note(NOTE.replace("answer", "Answer").encode()), [PETER])


def test_no_bit_of_a_note_can_be_flipped() -> None:
    both = [PETER, ENOCH]
    for place in range(len(NOTE.encode()) * 8):
        spoiled = bytearray(NOTE.encode())
        spoiled[place // 8] ^= 1 << place % 8
        try:
            assert signers(read_note(bytes(spoiled)), both) != both, place
        except ValueError:
            continue


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"text\n",
        b"text\n\n",
        b"text\n\n\xe2\x80\x94 name\n",
        b"text\n\n- name AAAAAAAA\n",
        b"te\txt\n\n\xe2\x80\x94 name AAAAAAAA\n",
        b"text\n\n\xe2\x80\x94 name AAAAAAAA",
        b"text\n\n\xe2\x80\x94 na+me AAAAAAAA\n",
        b"text\n\n\xe2\x80\x94 name AAAA\n",
        b"\xff\n\n\xe2\x80\x94 name AAAAAAAA\n",
    ],
)
def test_what_is_no_note_is_refused(bad: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_note(bad)


@pytest.mark.parametrize(
    "bad", ["", "name", "name+00000000+AAAA", str(PETER).replace("c74f20a3", "c74f20a4"), f"x{PETER}"]
)
def test_what_is_no_key_is_refused(bad: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_verifier_key(bad)
