"""Bad bundles of many kinds, each to be named by the offline verifier, on a Python without this project.

    python -m bench.ledger_bundles

The verifier of the good bundle runs as `python -I -S` with nothing but `cryptography` and what it loads on
its path. Prints one JSON object; exit code 1 if a good bundle fails, or a bad one is not named.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import cryptography
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.ledger_sample import TENANT, Sample, sample
from monitor.ledger.checkpoint import checkpoint, custody
from monitor.ledger.checkpoint.bundle import FORMAT, export
from monitor.ledger.checkpoint.choice import Choice
from monitor.ledger.checkpoint.head import Head, new_origin, read_head
from monitor.ledger.checkpoint.note import SignerKey, read_note, sign
from monitor.ledger.database import reading

ALONE = ("cryptography", "cffi", "_cffi_backend")
RUN = (
    "import runpy, sys; del sys.argv[0]; sys.path.append(sys.argv.pop(0)); "
    "runpy.run_path(sys.argv[0], run_name='__main__')"
)


@dataclass
class Bundle:
    """A copy of a good bundle, to be spoiled. signer: the ledger's key, for what only its holder can do."""

    path: Path
    signer: SignerKey
    words: tuple[str, ...] = ()

    def text(self, name: str) -> str:
        return (self.path / name).read_text("utf-8")

    def put(self, name: str, text: str) -> None:
        (self.path / name).write_text(text, "utf-8", newline="\n")

    @property
    def entries(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text("entries.jsonl").splitlines()]

    def put_entries(self, lines: list[dict[str, Any]], **manifest: object) -> None:
        self.put("entries.jsonl", "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines))
        self.sign(**manifest)

    @property
    def head(self) -> Head:
        return read_head(read_note(self.text("checkpoint.txt").encode()).text)

    def sign(self, signer: SignerKey | None = None, **changed: object) -> None:
        """The manifest made anew and signed: as the holder of the key would cheat."""
        manifest = json.loads(self.text("manifest.json")) | changed
        for name, told in manifest["files"].items():
            if (self.path / name).is_file():
                told["sha256"] = sha256((self.path / name).read_bytes()).hexdigest()
        text = json.dumps(manifest, ensure_ascii=False)
        self.put("manifest.json", text)
        note = f"{FORMAT}\n{manifest.get('origin')}\n{sha256(text.encode()).hexdigest()}\n"
        self.put("manifest.note", str(sign(note, [signer or self.signer])))

    def give(self, note: str) -> None:
        """A checkpoint kept outside."""
        file = self.path.with_name("given.txt")
        file.write_text(note, "utf-8")
        self.words += ("--checkpoint", str(file))

    def zip(self, *names: str) -> Path:
        """All files as a zip, and those named once more."""
        packed = self.path.with_suffix(".zip")
        with zipfile.ZipFile(packed, "w") as file:
            for one in sorted(self.path.iterdir()):
                file.write(one, one.name)
            for name in names:
                file.writestr(name, "x")
        self.path = packed
        return packed


def stranger(name: str) -> SignerKey:
    return SignerKey(name, Ed25519PrivateKey.generate())


def flipped(digest: str) -> str:
    return f"{int(digest, 16) ^ 1:0{len(digest)}x}"


# -- kinds: each spoils a bundle; KINDS says which bundle, and the code that has to be named first -------


def drop(name: str) -> Callable[[Bundle], None]:
    return lambda bundle: (bundle.path / name).unlink()


def add_to(name: str, text: str) -> Callable[[Bundle], None]:
    return lambda bundle: bundle.put(name, bundle.text(name) + text)


def becomes(name: str, text: str) -> Callable[[Bundle], None]:
    def spoil(bundle: Bundle) -> None:
        bundle.put(name, text)
        bundle.sign()

    return spoil


def manifest(**changed: object) -> Callable[[Bundle], None]:
    return lambda bundle: bundle.sign(**changed)


def manifest_not_signed(bundle: Bundle) -> None:
    told = json.loads(bundle.text("manifest.json")) | {"made_at": "2020-01-01T00:00:00.000000Z"}
    bundle.put("manifest.json", json.dumps(told))


def manifest_by_stranger(bundle: Bundle) -> None:
    bundle.sign(stranger(bundle.signer.name))


def payload_changed(bundle: Bundle) -> None:
    bundle.put("entries.jsonl", bundle.text("entries.jsonl").replace("王", "李"))


def entry(change: Callable[[dict[str, Any]], None]) -> Callable[[Bundle], None]:
    def spoil(bundle: Bundle) -> None:
        entries = bundle.entries
        change(entries[-1])
        bundle.put_entries(entries)

    return spoil


def payload(one: dict[str, Any]) -> None:
    one["payload"] = one["payload"].replace("精华", "面霜").replace("demo", "real")


def salt(one: dict[str, Any]) -> None:
    one["salt"] = flipped(one["salt"])


def half_erased(one: dict[str, Any]) -> None:
    one["salt"] = None


def leaf_member(one: dict[str, Any]) -> None:
    one["leaf"] = one["leaf"].replace('"v":1', '"v":1,"w":1')


def leaf_time(one: dict[str, Any]) -> None:
    one["leaf"] = one["leaf"].replace('"time":"2', '"time":"1')


def proof_step(one: dict[str, Any]) -> None:
    one["proof"][0] = flipped(one["proof"][0])


def proof_longer(one: dict[str, Any]) -> None:
    one["proof"].append("00" * 32)


def beyond(one: dict[str, Any]) -> None:
    one["index"] += 1000


def moved(one: dict[str, Any]) -> None:
    one["index"] += 1


def twice(bundle: Bundle) -> None:
    entries = bundle.entries
    bundle.put_entries([*entries, entries[-1]], entries=len(entries) + 1)


def swapped(bundle: Bundle) -> None:
    entries = bundle.entries
    bundle.put_entries([*entries[:-2], entries[-1], entries[-2]])


def left_out(bundle: Bundle) -> None:
    bundle.put_entries(bundle.entries[:-1])


def left_out_and_counted(bundle: Bundle) -> None:
    entries = bundle.entries[:-1]
    bundle.put_entries(entries, entries=len(entries))


def key_acts_left_out(bundle: Bundle) -> None:
    entries = [one for one in bundle.entries if "ledger_key" not in (one["payload"] or "")]
    bundle.put_entries(entries, entries=len(entries))


def checkpoint_signature(bundle: Bundle) -> None:
    note = read_note(bundle.text("checkpoint.txt").encode())
    [held] = note.signatures
    false = b64encode(held.key_id + bytes([held.value[0] ^ 1]) + held.value[1:]).decode()
    bundle.put("checkpoint.txt", f"{note.text}\n— {held.name} {false}\n")
    bundle.sign()


def checkpoint_by_stranger(bundle: Bundle) -> None:
    bundle.put("checkpoint.txt", str(sign(str(bundle.head), [stranger(bundle.signer.name)])))
    bundle.sign()


def checkpoint_of_another_size(bundle: Bundle) -> None:
    head = bundle.head
    other = Head(head.origin, head.size - 1, head.root)
    bundle.put("checkpoint.txt", str(sign(str(other), [bundle.signer])))
    bundle.sign()


def rewritten_under_another_root(bundle: Bundle) -> None:
    head = bundle.head
    other = Head(head.origin, head.size, bytes(32))
    bundle.put("checkpoint.txt", str(sign(str(other), [bundle.signer])))
    bundle.sign(root=other.root.hex())


def consistency_step(bundle: Bundle) -> None:
    told = json.loads(bundle.text("consistency.json"))
    told[0]["proof"][0] = flipped(told[0]["proof"][0])
    bundle.put("consistency.json", json.dumps(told))
    bundle.sign()


def given(size: int = 0, root: bytes | None = None, origin: str = "", known: bool = True) -> Any:
    """A checkpoint from outside that differs from the bundle's in what is named."""

    def spoil(bundle: Bundle) -> None:
        head = bundle.head
        other = Head(origin or head.origin, head.size + size, root or head.root)
        bundle.give(str(sign(str(other), [bundle.signer if known else stranger(other.origin)])))

    return spoil


def zip_breaks_off(bundle: Bundle) -> None:
    packed = bundle.zip()
    packed.write_bytes(packed.read_bytes()[: packed.stat().st_size // 2])


def zipped_with(name: str) -> Callable[[Bundle], None]:
    def spoil(bundle: Bundle) -> None:
        bundle.zip(name)

    return spoil


def link(bundle: Bundle) -> None:
    (bundle.path / "keys.txt").unlink()
    (bundle.path / "keys.txt").symlink_to("/etc/hostname")


def other_key(bundle: Bundle) -> None:
    bundle.words += ("--key", str(stranger(bundle.signer.name).verifier))


WHOLE, PART, STOLEN = "whole", "part", "stolen"
KINDS: dict[str, tuple[str, str, Callable[[Bundle], None]]] = {
    "no manifest": (WHOLE, "manifest.missing", drop("manifest.json")),
    "manifest out of form": (WHOLE, "manifest.malformed", add_to("manifest.json", "}")),
    "manifest with a member more": (WHOLE, "manifest.malformed", manifest(more=1)),
    "manifest with a number as text": (WHOLE, "manifest.malformed", manifest(size="9")),
    "manifest of another version": (WHOLE, "manifest.format", manifest(format="boshen-bundle/2")),
    "manifest without signature": (WHOLE, "manifest.signature", drop("manifest.note")),
    "manifest changed": (WHOLE, "manifest.signature", manifest_not_signed),
    "manifest signed by a stranger": (PART, "manifest.signature", manifest_by_stranger),
    "a file gone": (WHOLE, "file.missing", drop("keys.txt")),
    "a file changed": (WHOLE, "file.changed", add_to("README.txt", "x")),
    "a name changed in an entry": (WHOLE, "file.changed", payload_changed),
    "a file more": (WHOLE, "file.extra", lambda bundle: bundle.put("more.txt", "x")),
    "checkpoint out of form": (WHOLE, "checkpoint.malformed", becomes("checkpoint.txt", "x\n")),
    "checkpoint of another size": (WHOLE, "checkpoint.differs", checkpoint_of_another_size),
    "manifest of another ledger": (WHOLE, "checkpoint.differs", manifest(origin=new_origin("other"))),
    "checkpoint with a false signature": (WHOLE, "checkpoint.signature", checkpoint_signature),
    "checkpoint by a stranger": (PART, "checkpoint.key_unknown", checkpoint_by_stranger),
    "acts on keys left out": (PART, "checkpoint.key_unknown", key_acts_left_out),
    "signed with a compromised key": (STOLEN, "checkpoint.key_ended", lambda _: None),
    "entry out of form": (WHOLE, "entry.malformed", becomes("entries.jsonl", "{}\n")),
    "leaf with a member more": (PART, "entry.malformed", entry(leaf_member)),
    "salt gone, content there": (PART, "entry.malformed", entry(half_erased)),
    "content changed": (PART, "entry.payload", entry(payload)),
    "salt changed": (WHOLE, "entry.payload", entry(salt)),
    "entry twice": (PART, "entry.order", twice),
    "entries swapped": (WHOLE, "entry.order", swapped),
    "entry beyond the checkpoint": (PART, "entry.outside", entry(beyond)),
    "entry moved": (PART, "entry.not_included", entry(moved)),
    "leaf changed": (PART, "entry.not_included", entry(leaf_time)),
    "proof changed": (PART, "entry.not_included", entry(proof_step)),
    "proof longer": (PART, "entry.not_included", entry(proof_longer)),
    "another root, signed": (PART, "entry.not_included", rewritten_under_another_root),
    "entry left out": (PART, "entries.count", left_out),
    "entry of the log left out": (WHOLE, "log.missing", left_out_and_counted),
    "log under another root, signed": (WHOLE, "log.root", rewritten_under_another_root),
    "consistency proof changed": (WHOLE, "consistency.failed", consistency_step),
    "consistency out of form": (PART, "consistency.malformed", becomes("consistency.json", "[1]")),
    "zip breaks off": (WHOLE, "bundle.unreadable", zip_breaks_off),
    "zip with a name twice": (WHOLE, "bundle.unsafe_name", zipped_with("keys.txt")),
    "zip that leaves its folder": (WHOLE, "bundle.unsafe_name", zipped_with("../keys.txt")),
    "a link in the folder": (WHOLE, "bundle.unsafe_name", link),
    "history rewritten": (WHOLE, "given.mismatch", given(root=bytes(32))),
    "log cut short": (WHOLE, "given.ahead", given(size=3)),
    "checkpoint kept of another ledger": (PART, "given.origin", given(origin=new_origin("other"))),
    "checkpoint kept by a stranger": (WHOLE, "given.signature", given(known=False)),
    "checkpoint kept out of form": (WHOLE, "given.malformed", lambda bundle: bundle.give("x")),
    "another key expected": (WHOLE, "key.other", other_key),
}


def good_bundles(made: Sample, folder: Path) -> dict[str, SignerKey]:
    """A whole bundle, a part of it, and one by a thief of the key, with the key that signed each."""
    made.scan(1)
    made.submit(1)
    made.keeper.round()
    made.scan(2, finished=False)
    made.submit(2)
    export(made.keeper, folder / WHOLE, Choice())
    export(made.keeper, folder / PART, Choice(product="p1"))
    with reading(made.engine) as session:
        signer = checkpoint.signer(session, TENANT, made.keeper.key)
    custody.compromise(made.engine, TENANT, "boss", datetime.now(UTC))
    custody.create(made.engine, TENANT, "boss", made.keeper.key)
    export(made.keeper, folder / STOLEN, Choice())
    thief = Bundle(folder / STOLEN, signer)
    thief.put("checkpoint.txt", str(sign(str(thief.head), [signer])))
    thief.sign()
    return dict.fromkeys((WHOLE, PART, STOLEN), signer)


@contextmanager
def bare_python(folder: Path, interpreter: str = "") -> Iterator[list[str]]:
    """The words that run a script with `cryptography` and no other package."""
    packages = Path(cryptography.__file__).parents[1]
    for name in ALONE:
        for found in (packages / name, *packages.glob(f"{name}.*.so")):
            if found.exists():
                (folder / found.name).symlink_to(found)
    yield [interpreter or str(Path(sys.executable).resolve()), "-I", "-S", "-c", RUN, str(folder)]


def verdict(words: list[str], verifier: Path, bundle: Bundle) -> tuple[int, str]:
    """Exit code, and the first fault named."""
    command = [*words, str(verifier), str(bundle.path), *bundle.words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    named = [line for line in done.stdout.splitlines() if line.startswith("✗ [")]
    return done.returncode, named[0][3:].partition("]")[0] if named else done.stderr[-200:]


def run(every: int = 1) -> dict[str, Any]:
    """Every kind, or every so many of them."""
    missed = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "packages").mkdir()
        with sample(f"sqlite:///{folder / 'ledger.db'}", folder) as made:
            keys = good_bundles(made, folder)
        verifier = Path(shutil.copy(folder / WHOLE / "verify.py", folder / "verify.py"))
        with bare_python(folder / "packages") as words:
            good = {
                kind: verdict(words, verifier, Bundle(folder / kind, keys[kind])) for kind in (WHOLE, PART)
            }
            kinds = list(KINDS.items())[::every]
            for kind, (base, code, spoil) in kinds:
                spoiled = Bundle(Path(shutil.copytree(folder / base, folder / "bad" / "b")), keys[base])
                spoil(spoiled)
                found = verdict(words, verifier, spoiled)
                if found != (2 if code == "bundle.unreadable" else 1, code):
                    missed[kind] = found
                shutil.rmtree(folder / "bad")
    passed = all(found == (0, "") for found in good.values())
    return {"good_pass": passed, "bad_kinds": len(kinds), "named": len(kinds) - len(missed), "missed": missed}


def main() -> None:
    found = run()
    print(json.dumps(found, ensure_ascii=False, indent=1))
    sys.exit(0 if found["good_pass"] and not found["missed"] and found["bad_kinds"] >= 20 else 1)


if __name__ == "__main__":
    main()
