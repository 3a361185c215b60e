"""Witnesses: where a checkpoint can be sent, and that it arrives there as it is."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.error import HTTPError

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from monitor.errors import BadCheckpoint, BadWitness, SigningKeyMissing, SigningKeyUnusable
from monitor.ledger.checkpoint.head import Head, new_origin, tenant_of
from monitor.ledger.checkpoint.held import read_checkpoint, read_witness
from monitor.ledger.checkpoint.key import KeyFile
from monitor.ledger.checkpoint.note import SignerKey, sign
from monitor.ledger.checkpoint.witness import witness

SIGNER = SignerKey(new_origin("甲/乙"), Ed25519PrivateKey.generate())
NOTE = str(sign(str(Head(SIGNER.name, 7, bytes(32))), [SIGNER]))


class Inbox(BaseHTTPRequestHandler):
    status = 200
    got: list[bytes] = []  # noqa: RUF012

    def do_POST(self) -> None:
        self.got.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(self.status)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def inbox(status: int) -> Iterator[str]:
    handler = type("One", (Inbox,), {"status": status, "got": []})
    server = HTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/inbox?token=secret"
    server.shutdown()
    server.server_close()
    assert handler.got == [NOTE.encode()]  # type: ignore[attr-defined]


def test_a_file_has_a_line_for_each_checkpoint_and_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "kept.jsonl"
    for _ in range(2):
        witness(f"file:{file}", None).send(NOTE)
    assert [str(one.note) for one in read_witness(file)] == [NOTE, NOTE]
    assert read_witness(file)[0].tenant == "甲/乙"


def test_a_webhook_gets_the_note_and_its_address_is_shown_without_the_token() -> None:
    with inbox(200) as address:
        one = witness(address, None)
        assert one.send(NOTE).startswith("200")
    assert "secret" not in one.label


@pytest.mark.parametrize("status", [302, 307, 500])
def test_a_webhook_that_redirects_or_fails_has_not_got_it(status: int) -> None:
    with inbox(status) as address, pytest.raises(HTTPError):
        witness(address, None).send(NOTE)


@pytest.mark.parametrize(
    "address", ["", "ftp://x/y", "mailto:a@b.cn", "https://user:word@x/y", "file://host/x", "/x"]
)
def test_nothing_is_sent_to_what_is_no_witness(address: str) -> None:
    with pytest.raises(BadWitness):
        witness(address, None)


def test_a_file_without_a_checkpoint_of_ours_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_text(NOTE.replace("boshen/", "other/"), "utf-8")
    with pytest.raises(BadCheckpoint):
        read_checkpoint(tmp_path / "x")


def test_the_origin_names_the_tenant() -> None:
    assert tenant_of(SIGNER.name) == "甲/乙"


class TestKeyFile:
    def test_a_key_prepared_is_found_whether_it_has_settled_or_not(self, tmp_path: Path) -> None:
        file = KeyFile(tmp_path / "a.key")
        file.prepare(SIGNER.private)
        public = SIGNER.verifier.public
        assert file.load(public).public_key().public_bytes_raw() == public
        assert not file.next.exists()
        assert file.path.stat().st_mode & 0o777 == 0o600

    def test_a_passphrase_is_needed_again(self, tmp_path: Path) -> None:
        (tmp_path / "words").write_text("口令\n", "utf-8")
        file = KeyFile(tmp_path / "a.key", tmp_path / "words")
        file.prepare(SIGNER.private)
        file.settle()
        assert b"ENCRYPTED" in file.path.read_bytes()
        file.load(SIGNER.verifier.public)
        with pytest.raises(SigningKeyUnusable):
            KeyFile(file.path).load(SIGNER.verifier.public)

    def test_a_key_that_others_may_read_is_not_used(self, tmp_path: Path) -> None:
        file = KeyFile(tmp_path / "a.key")
        file.prepare(SIGNER.private)
        file.next.chmod(0o644)
        with pytest.raises(SigningKeyUnusable):
            file.load(SIGNER.verifier.public)

    def test_another_key_is_as_good_as_none(self, tmp_path: Path) -> None:
        file = KeyFile(tmp_path / "a.key")
        file.prepare(Ed25519PrivateKey.generate())
        file.settle()
        with pytest.raises(SigningKeyMissing):
            file.load(SIGNER.verifier.public)
