"""The decoding process seen from its parent: started, read with a deadline, never left behind."""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from monitor.media.wire import HEAD, LONGEST_BODY, Kind, RefusalError

PROJECT = Path(__file__).resolve().parent.parent.parent
BOOT = "import sys, json; sys.path += json.loads(sys.argv.pop()); import monitor.media.worker as w; w.main()"


class Child:
    """Frames from a decoding process that reads the recording open as `fd`."""

    def __init__(self, fd: int, order: dict[str, object], stall_s: float) -> None:
        self._stall_s = stall_s
        self._process = subprocess.Popen(
            _command(order), stdin=fd, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, close_fds=True
        )
        assert self._process.stdout is not None
        self._pipe = self._process.stdout.fileno()

    def frames(self) -> Iterator[tuple[Kind, bytes]]:
        """Up to and with DONE. Raises RefusalError: what the process refused, or how it died."""
        while True:
            kind, length = HEAD.unpack(self._read(HEAD.size))
            if length > LONGEST_BODY:
                raise RefusalError("media.decoder_failed", reason="media.reason.internal", detail="frame")
            body = self._read(length)
            if kind == Kind.REFUSED:
                message = json.loads(body)
                raise RefusalError(message["code"], **message["fields"])
            yield Kind(kind), body
            if kind == Kind.DONE:
                return

    def close(self) -> None:
        """Kill the process if it still runs, and wait for its end."""
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _read(self, length: int) -> bytes:
        parts: list[bytes] = []
        while length:
            part = self._read_some(length)
            parts.append(part)
            length -= len(part)
        return b"".join(parts)

    def _read_some(self, length: int) -> bytes:
        poll = select.poll()
        poll.register(self._pipe, select.POLLIN)
        if not poll.poll(self._stall_s * 1000):
            raise RefusalError(
                "media.decoder_failed", reason="media.reason.stalled", seconds=f"{self._stall_s:g}"
            )
        part = os.read(self._pipe, length)
        if not part:
            raise RefusalError("media.decoder_failed", reason="media.reason.died", detail=self._death())
        return part

    def _death(self) -> str:
        status = self._process.wait()
        return signal.Signals(-status).name if status < 0 else f"exit status {status}"


def _command(order: dict[str, object]) -> list[str]:
    """Isolated and without `site`: half the start-up time, and no module from the current folder."""
    paths = json.dumps([str(PROJECT), *_folder_of("av")])
    return [sys.executable, "-I", "-S", "-c", BOOT, json.dumps(order), paths]


def _folder_of(package: str) -> list[str]:
    spec = find_spec(package)
    return [str(Path(spec.origin).parent.parent)] if spec and spec.origin else []
