"""`boshen serve`: a real server, a real client."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.rule_files import rule, write


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = tmp_path / "own"
    own.mkdir()
    command = [str(Path(sys.executable).with_name("boshen")), "serve", "--port", str(port)]
    command += ["--lexicons", str(own)]
    with subprocess.Popen([*command, "--db", f"sqlite:///{tmp_path / 'ledger.db'}"], cwd=tmp_path) as child:
        address = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and child.poll() is None:
            try:
                httpx.get(f"{address}/healthz")
                break
            except httpx.ConnectError:
                time.sleep(0.1)
        yield address
        child.terminate()


def test_health_rules_and_openapi(server: str) -> None:
    health = httpx.get(f"{server}/healthz").json()
    assert health["lexicon_trouble"] is None
    assert {key: health[key] for key in ("status", "version", "database")} == {
        "status": "ok",
        "version": "0.1.0",
        "database": "sqlite",
    }
    assert "/healthz" in httpx.get(f"{server}/openapi.json").json()["paths"]
    rules = httpx.get(f"{server}/api/v1/rules").json()
    assert len(rules) >= 6
    assert all(rule["laws"] for rule in rules)
    assert httpx.get(f"{server}/api/v1/broadcasts").status_code == 501


def test_rules_change_without_a_restart_and_a_broken_file_changes_nothing(
    server: str, tmp_path: Path
) -> None:
    def told(path: str) -> Any:
        return httpx.get(f"{server}{path}", timeout=300).json()

    def rules() -> set[str]:
        return {rule["id"] for rule in told("/api/v1/rules")}

    before = rules()
    write(tmp_path / "own" / "mine.yaml", rule("mine.magic"))
    assert rules() - before == {"mine.magic"}
    (tmp_path / "own" / "broken.yaml").write_text("rules:\n  - id: [\n", "utf-8")
    assert "mine.magic" in rules()
    assert "broken.yaml" in told("/healthz")["lexicon_trouble"]
    (tmp_path / "own" / "broken.yaml").unlink()
    (tmp_path / "own" / "mine.yaml").unlink()
    assert rules() == before
    assert told("/healthz")["lexicon_trouble"] is None
