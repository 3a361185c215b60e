"""`boshen serve`: a real server, a real client."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("boshen")), "serve", "--port", str(port)]
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
    assert health == {"status": "ok", "version": "0.1.0", "database": "sqlite"}
    assert "/healthz" in httpx.get(f"{server}/openapi.json").json()["paths"]
    rules = httpx.get(f"{server}/api/v1/rules").json()
    assert len(rules) >= 6
    assert all(rule["laws"] for rule in rules)
    assert httpx.get(f"{server}/api/v1/broadcasts").status_code == 501
