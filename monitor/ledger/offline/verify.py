#!/usr/bin/env python3
"""播审台账证据包的离线核验程序 / Offline verifier of a Boshen ledger bundle.

    python3 verify.py [BUNDLE] [--key VERIFIER_KEY] [--checkpoint FILE ...]

It needs Python 3.9 or newer and the package `cryptography`, reads nothing but the bundle and the files
named, and writes nothing. Exit code: 0 nothing wrong, 1 something is wrong, 2 nothing could be verified.
No other file of the project takes part.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import zipfile
from pathlib import Path
from typing import Any, NoReturn

try:
    from cryptography.exceptions import InvalidSignature
except ImportError:
    print("缺少 cryptography，请先执行 / needs cryptography: python3 -m pip install cryptography")
    sys.exit(2)

from monitor.ledger.offline.sums import (
    Key,
    consistent,
    included,
    read_head,
    read_note,
    root_of,
    signers,
    unhex,
)

SENTENCES: dict[str, list[str]] = {}
"""Code → Chinese, English."""
FORMAT = "boshen-bundle/1"
LARGEST = 1 << 32
_PARTS = ("checkpoint.txt", "entries.jsonl", "consistency.json")
_LINE = {"index", "leaf", "salt", "payload", "proof"}
_MANIFEST = {"format", "origin", "tenant", "made_at", "size", "root", "whole", "choice", "entries", "files"}
_LEAF = {"payload_digest", "subjects", "time", "type", "v"}
_TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z"


class Stop(Exception):
    """No further step can be taken."""


class Report:
    def __init__(self) -> None:
        self.faults: list[tuple[str, str]] = []
        self.checked: list[str] = []
        self.unchecked: list[str] = []

    def fault(self, code: str, where: object = "") -> None:
        self.faults.append((code, str(where)))

    def stop(self, code: str, where: object = "") -> NoReturn:
        self.fault(code, where)
        raise Stop

    def print(self, counted: int) -> None:
        for sign, kind, codes in (("✓", "checked", self.checked), ("？", "unchecked", self.unchecked)):
            for code in codes:
                self.say(f"{sign} ", f"offline.{kind}.{code}")
        for code, where in self.faults[:100]:
            self.say(f"✗ [{code}] ", f"offline.fault.{code}", where)
        outcome = "bad" if self.faults else "good"
        self.say("", f"offline.{outcome}", len(self.faults) or counted)

    def say(self, sign: str, code: str, what: object = "") -> None:
        zh, en = SENTENCES[code]
        print(f"{sign}{zh}" + (f"：{what}" if what != "" else ""))
        print(f"{'  ' if sign else ''}{en}" + (f": {what}" if what != "" else ""))


class Bundle:
    """A folder or a zip of plain files by name."""

    def __init__(self, path: str, report: Report) -> None:
        self.path = Path(path)
        self.zip: zipfile.ZipFile | None = None
        try:
            if self.path.is_dir():
                found = [p for p in self.path.rglob("*") if not p.is_dir() or p.is_symlink()]
                self.names = [p.relative_to(self.path).as_posix() for p in found]
                unsafe = [p.name for p in found if p.is_symlink() or not p.is_file()]
            else:
                self.zip = zipfile.ZipFile(self.path)
                self.names = [one.filename for one in self.zip.infolist() if not one.is_dir()]
                unsafe = [n for n in self.names if n.startswith("/") or ".." in n.split("/") or "\\" in n]
                unsafe += [n for n in set(self.names) if self.names.count(n) > 1]
                unsafe += [one.filename for one in self.zip.infolist() if one.file_size > LARGEST]
        except (OSError, ValueError, zipfile.BadZipFile) as error:
            report.stop("bundle.unreadable", error)
        if unsafe:
            report.stop("bundle.unsafe_name", unsafe[0])

    def read(self, name: str) -> bytes | None:
        """Its bytes, None if it is not there or cannot be read whole."""
        try:
            return self.zip.read(name) if self.zip else (self.path / name).read_bytes()
        except (
            OSError,
            KeyError,
            ValueError,
            RuntimeError,
            zipfile.BadZipFile,
            EOFError,
            NotImplementedError,
        ):
            return None


class Verifier:
    def __init__(self, bundle: Bundle, report: Report, given: list[str], key: str | None) -> None:
        self.bundle, self.report, self.given, self.key = bundle, report, given, key
        self.manifest: dict[str, Any] = {}
        self.hashes: dict[int, bytes] = {}
        self.keys: dict[str, Key] = {}
        self.seen: dict[int, bytes] = {}
        self.erased = 0

    def run(self) -> None:
        self.check_manifest()
        self.check_files()
        self.check_head()
        self.check_entries()
        if self.manifest["whole"]:
            self.check_log()
        self.check_signatures()
        self.check_consistency()
        self.check_given()
        self.check_key()
        self.tell_limits()

    def passed(self, name: str, before: int) -> None:
        if len(self.report.faults) == before:
            self.report.checked.append(name)

    def check_manifest(self) -> None:
        data = self.bundle.read("manifest.json")
        if data is None:
            self.report.stop("manifest.missing", "manifest.json")
        try:
            found = json.loads(data)
            if not isinstance(found, dict) or not isinstance(found.get("format"), str):
                raise ValueError("manifest")
            if found["format"] != FORMAT:
                self.report.stop("manifest.format", found["format"])
            kinds = {"size": int, "entries": int, "whole": bool, "origin": str, "files": dict}
            if set(found) != _MANIFEST or any(type(found[n]) is not kind for n, kind in kinds.items()):
                raise ValueError("manifest")
            for one in found["files"].values():
                unhex(one["sha256"])
            unhex(found["root"])
        except (ValueError, KeyError, TypeError) as error:
            self.report.stop("manifest.malformed", error)
        self.manifest, self.manifest_data = found, data

    def check_files(self) -> None:
        before, listed = len(self.report.faults), self.manifest["files"]
        for name in sorted({*listed, *_PARTS}):
            data = self.bundle.read(name) if name in self.bundle.names else None
            if data is None or name not in listed:
                self.report.fault("file.missing", name)
            elif hashlib.sha256(data).hexdigest() != listed[name]["sha256"]:
                self.report.fault("file.changed", name)
        for name in sorted(set(self.bundle.names) - {*listed, "manifest.json", "manifest.note"}):
            self.report.fault("file.extra", name)
        self.passed("files", before)

    def check_head(self) -> None:
        try:
            self.head = read_head(self.bundle.read("checkpoint.txt") or b"")
        except ValueError as error:
            self.report.stop("checkpoint.malformed", error)
        told = (self.manifest["origin"], self.manifest["size"], unhex(self.manifest["root"]))
        if self.head[:3] != told:
            self.report.fault("checkpoint.differs", f"{self.head[:2]} {told[:2]}")

    def check_entries(self) -> None:
        before, last, count = len(self.report.faults), -1, 0
        for number, line in enumerate((self.bundle.read("entries.jsonl") or b"").splitlines(), 1):
            count += 1
            try:
                entry = self.read_entry(line)
            except (ValueError, KeyError, TypeError, RecursionError) as error:
                self.report.fault("entry.malformed", f"entries.jsonl:{number} {error}")
                continue
            index = entry["index"]
            if index <= last:
                self.report.fault("entry.order", index)
            last = max(last, index)
            self.check_entry(entry)
        if count != self.manifest["entries"]:
            self.report.fault("entries.count", f"{count} ≠ {self.manifest['entries']}")
        self.passed("entries", before)

    def read_entry(self, line: bytes) -> dict[str, Any]:
        entry: dict[str, Any] = json.loads(line)
        if set(entry) != _LINE or type(entry["index"]) is not int or entry["index"] < 0:
            raise ValueError("line")
        leaf = json.loads(entry["leaf"])
        if set(leaf) != _LEAF or leaf["v"] != 1 or not re.fullmatch(_TIME, leaf["time"]):
            raise ValueError("leaf")
        for name in (leaf["type"], *leaf["subjects"]):
            if not re.fullmatch("[a-z][a-z0-9_]{0,63}", name):
                raise ValueError("leaf")
        for one in leaf["subjects"].values():
            unhex(one, 16)
        unhex(leaf["payload_digest"])
        if json.dumps(leaf, sort_keys=True, separators=(",", ":")) != entry["leaf"]:
            raise ValueError("leaf")
        if (entry["salt"] is None) != (entry["payload"] is None):
            raise ValueError("payload")
        entry["proof"] = None if entry["proof"] is None else [unhex(step) for step in entry["proof"]]
        if (entry["proof"] is None) != self.manifest["whole"]:
            raise ValueError("proof")
        entry["read"] = leaf
        return entry

    def check_entry(self, entry: dict[str, Any]) -> None:
        _, size, root, _, _ = self.head
        index, hashed = entry["index"], hashlib.sha256(b"\x00" + entry["leaf"].encode()).digest()
        if index >= size:
            self.report.fault("entry.outside", index)
            return
        self.hashes[index] = hashed
        if entry["proof"] is not None and not included(index, size, hashed, entry["proof"], root):
            self.report.fault("entry.not_included", index)
            return
        if entry["payload"] is None:
            self.erased += 1
            return
        salted = unhex(entry["salt"]) + entry["payload"].encode()
        if hashlib.sha256(salted).hexdigest() != entry["read"]["payload_digest"]:
            self.report.fault("entry.payload", index)
        elif entry["read"]["type"] == "act":
            self.learn_key(index, entry["payload"])

    def learn_key(self, index: int, payload: str) -> None:
        """Acts on a key say which trees it counts for."""
        try:
            told = json.loads(payload)
            act, record = told["act"], told["record"]
            if record["kind"] != "ledger_key":
                return
            body = json.loads(act["body"])
            if act["kind"] == "created":
                self.keys.setdefault(record["id"], Key(body["key"], index + 1))
            elif record["id"] in self.keys:
                ended = body["size"] if act["kind"] == "compromised" else index + 1
                self.keys[record["id"]].end(ended)
        except (ValueError, KeyError, TypeError):
            self.report.fault("entry.malformed", index)

    def check_log(self) -> None:
        before, (_, size, root, _, _) = len(self.report.faults), self.head
        gap = next((index for index in range(size) if index not in self.hashes), None)
        if gap is not None:
            self.report.fault("log.missing", gap)
        elif root_of(self.hashes[index] for index in range(size)) != root:
            self.report.fault("log.root", size)
        self.passed("log", before)

    def check_signatures(self) -> None:
        before, (origin, size, _, text, signatures) = len(self.report.faults), self.head
        keys = [key for key in self.keys.values() if key.name == origin]
        try:
            signed = signers(text, signatures, keys)
            if not signed:
                self.report.fault("checkpoint.key_unknown", [name for name, _, _ in signatures])
            elif not any(key.counts(size) for key in signed):
                self.report.fault("checkpoint.key_ended", signed[0].text)
        except InvalidSignature:
            self.report.fault("checkpoint.signature", origin)
        digest = hashlib.sha256(self.manifest_data).hexdigest()
        try:
            text, signatures = read_note(self.bundle.read("manifest.note") or b"")
            signed = signers(text, signatures, keys)
            if text != f"{FORMAT}\n{origin}\n{digest}\n" or not signed:
                raise ValueError("manifest.note")
            if not any(key.counts(size) for key in signed):
                self.report.fault("manifest.key", signed[0].text)
        except (ValueError, InvalidSignature) as error:
            self.report.fault("manifest.signature", error)
        self.passed("checkpoint", before)

    def check_consistency(self) -> None:
        before, (origin, size, root, _, _) = len(self.report.faults), self.head
        try:
            for one in json.loads(self.bundle.read("consistency.json") or b""):
                proof = [unhex(step) for step in one["proof"]]
                old = read_head(one["checkpoint"].encode())
                if old[0] != origin or not consistent(old[1], size, old[2], root, proof):
                    self.report.fault("consistency.failed", old[1])
                else:
                    self.seen[old[1]] = old[2]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            self.report.fault("consistency.malformed", error)
        self.seen[size] = root
        self.passed("consistency", before)

    def check_given(self) -> None:
        before = len(self.report.faults)
        for file in self.given:
            try:
                self.check_one_given(file)
            except (OSError, ValueError) as error:
                self.report.fault("given.malformed", f"{file} {error}")
        if self.given and "given" not in self.report.unchecked:
            self.passed("given", before)

    def check_one_given(self, file: str) -> None:
        origin, size, root, text, signatures = read_head(Path(file).read_bytes())
        if origin != self.head[0]:
            self.report.fault("given.origin", file)
            return
        if size > self.head[1]:
            self.report.fault("given.ahead", f"{file}: {size} > {self.head[1]}")
            return
        try:
            signed = any(key.counts(size) for key in signers(text, signatures, list(self.keys.values())))
        except InvalidSignature:
            signed = False
        if not signed:
            self.report.fault("given.signature", file)
            return
        if size not in self.seen and all(index in self.hashes for index in range(size)):
            self.seen[size] = root_of(self.hashes[index] for index in range(size))
        if size not in self.seen:
            self.report.unchecked.append("given")
        elif self.seen[size] != root:
            self.report.fault("given.mismatch", f"{file}: {size}")

    def check_key(self) -> None:
        if self.key is None:
            return
        if self.key in [key.text for key in self.keys.values()]:
            self.report.checked.append("key")
        else:
            self.report.fault("key.other", self.key)

    def tell_limits(self) -> None:
        tell = self.report.unchecked
        tell += ["erased"] if self.erased else []
        tell += ["key"] if self.key is None else []
        tell += [] if self.given else ["rollback"]
        tell += [] if self.manifest["whole"] else ["complete"]
        if any(name.endswith((".xlsx", ".csv", ".pdf")) for name in self.manifest["files"]):
            tell.append("tables")
        tell.append("truth")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("bundle", nargs="?", default=str(Path(__file__).resolve().parent))
    parser.add_argument("--key", help="先前收到的公钥 / the verifier key received before")
    parser.add_argument("--checkpoint", nargs="+", action="extend", default=[], metavar="FILE")
    told = parser.parse_args()
    report, verifier = Report(), None
    try:
        verifier = Verifier(Bundle(told.bundle, report), report, told.checkpoint, told.key)
        verifier.run()
    except Stop:
        pass
    report.print(len(verifier.hashes) if verifier else 0)
    if any(code == "bundle.unreadable" for code, _ in report.faults):
        return 2
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
