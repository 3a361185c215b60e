"""A bundle of evidence: entries, what proves them, and a verifier of one file that needs nothing of ours.

`manifest.json` has the digest of every other file, and `manifest.note` signs it with the ledger's key.
docs/ledger.md gives the form.
"""

import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from sqlmodel import Session, col, select

from monitor.errors import FileExists, FolderUnwritable
from monitor.ledger import log
from monitor.ledger.checkpoint import checkpoint, proof
from monitor.ledger.checkpoint.choice import Choice, Chooser
from monitor.ledger.checkpoint.head import Head, read_head
from monitor.ledger.checkpoint.keeper import Keeper
from monitor.ledger.checkpoint.keyring import keys_of
from monitor.ledger.checkpoint.note import SignerKey, read_note, sign
from monitor.ledger.checkpoint.prove import hashes_of
from monitor.ledger.database import reading
from monitor.ledger.entry import now, stamp
from monitor.ledger.offline import assembled
from monitor.ledger.tables import Checkpoint, Entry, Receipt
from monitor.messages import LANGUAGES, say

FORMAT = "boshen-bundle/1"
MOST_WITNESSED = 1000
"""So many of the latest checkpoints sent outside have their consistency proof in a bundle."""

More = Callable[[Session, Choice, Head], Mapping[str, bytes]]
"""Further files by name, such as tables for people, of the same checkpoint; their digests are signed too."""


@dataclass(frozen=True, slots=True)
class Exported:
    """entries: how many are in the bundle, of `size` in the log."""

    entries: int
    size: int


def no_more(_session: Session, _choice: Choice, _head: Head) -> Mapping[str, bytes]:
    return {}


def export(kept: Keeper, to: Path, choice: Choice, more: More = no_more) -> Exported:
    """Write the bundle to a folder that is new or empty, or to a new file that ends in .zip.

    It is cut at a checkpoint made now. FileExists, FolderUnwritable, NoSigningKey.
    """
    if to.is_file() or (to.is_dir() and any(to.iterdir())):
        raise FileExists(file=to, line=0)
    made = checkpoint.make(kept.engine, kept.tenant, kept.key, [one.label for one in kept.witnesses])
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        work = Path(mkdtemp(prefix=f".{to.name}.", dir=to.parent))
        try:
            with reading(kept.engine) as session:
                signer = checkpoint.signer(session, kept.tenant, kept.key)
                exported = _Writer(session, made, choice, work).write(signer, more)
            _put(work, to)
        finally:
            rmtree(work, ignore_errors=True)
    except OSError as error:
        raise FolderUnwritable(file=to, line=0, reason=error.strerror) from error
    return exported


class _Writer:
    def __init__(self, session: Session, made: Checkpoint, choice: Choice, work: Path) -> None:
        self.session, self.made, self.choice, self.work = session, made, choice, work
        self.head = read_head(read_note(made.note.encode()).text)
        self.hashes = hashes_of(session, made.tenant, made.size)

    def write(self, signer: SignerKey, more: More) -> Exported:
        self._put("checkpoint.txt", self.made.note)
        count = self._write_entries()
        self._put("consistency.json", json.dumps(list(self._earlier()), ensure_ascii=False, indent=1))
        keys = keys_of(self.session, self.made.tenant)
        self._put("keys.txt", "".join(f"{key.verifier}\n" for key in keys))
        self._put("verify.py", assembled())
        for language, name in zip(LANGUAGES, ("README.zh-CN.txt", "README.txt"), strict=True):
            facts = {"count": count, "size": self.head.size, "root": self.head.root.hex()}
            self._put(name, say("ledger.bundle_readme", language, key=signer.verifier, **facts))
        for name, data in more(self.session, self.choice, self.head).items():
            (self.work / name).write_bytes(data)
        self._sign_manifest(count, signer)
        return Exported(count, self.head.size)

    def _put(self, name: str, text: str) -> None:
        (self.work / name).write_text(text, "utf-8", newline="\n")

    def _write_entries(self) -> int:
        chooser, count = Chooser(self.session, self.made.tenant, self.choice), 0
        with (self.work / "entries.jsonl").open("w", encoding="utf-8", newline="\n") as file:
            for entry in log.entries(self.session, self.made.tenant, self.head.size):
                if self.choice.whole or chooser.chooses(entry):
                    file.write(json.dumps(self._line(entry), ensure_ascii=False) + "\n")
                    count += 1
        return count

    def _line(self, entry: Entry) -> dict[str, Any]:
        """Where the whole log is there no entry needs a proof of its own."""
        path = None
        if not self.choice.whole:
            path = [step.hex() for step in proof.inclusion(self.hashes.node, entry.index, self.head.size)]
        salt = None if entry.salt is None else entry.salt.hex()
        return {
            "index": entry.index,
            "leaf": entry.leaf,
            "salt": salt,
            "payload": entry.payload,
            "proof": path,
        }

    def _earlier(self) -> Iterator[dict[str, Any]]:
        """Checkpoints that went outside, with the proof that each was this log's beginning."""
        rows = self.session.exec(
            select(Checkpoint)
            .join(Receipt, col(Receipt.checkpoint_id) == Checkpoint.id)
            .where(Checkpoint.tenant == self.made.tenant, Receipt.state == "sent")
            .where(Checkpoint.size < self.head.size)
            .order_by(col(Checkpoint.size).desc())
            .distinct()
            .limit(MOST_WITNESSED)
        )
        for row in rows:
            steps = proof.consistency(self.hashes.node, row.size, self.head.size)
            yield {"checkpoint": row.note, "proof": [step.hex() for step in steps]}

    def _sign_manifest(self, count: int, signer: SignerKey) -> None:
        files = {
            file.name: {"sha256": sha256(file.read_bytes()).hexdigest(), "size": file.stat().st_size}
            for file in sorted(self.work.iterdir())
        }
        manifest = {
            "format": FORMAT,
            "origin": self.head.origin,
            "tenant": self.made.tenant,
            "made_at": stamp(now()),
            "size": self.head.size,
            "root": self.head.root.hex(),
            "whole": self.choice.whole,
            "choice": self.choice.told(),
            "entries": count,
            "files": files,
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1)
        self._put("manifest.json", text)
        signed = sign(f"{FORMAT}\n{self.head.origin}\n{sha256(text.encode()).hexdigest()}\n", [signer])
        self._put("manifest.note", str(signed))


def _put(work: Path, to: Path) -> None:
    """What was written takes its place, whole."""
    if to.suffix.lower() != ".zip":
        if to.is_dir():
            to.rmdir()
        work.rename(to)
        to.chmod(0o755)
        return
    partly = work / "whole.zip"
    with zipfile.ZipFile(partly, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(work.iterdir()):
            if file != partly:
                packed.write(file, file.name)
    partly.rename(to)
