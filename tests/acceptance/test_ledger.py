"""`boshen ledger`: from the first key to a bundle that verifies without this program."""

import json
import subprocess
import sys
from pathlib import Path

from bench.ledger_sample import TENANT
from monitor.ledger import act
from monitor.ledger.database import open_database, writing
from tests.installed import Boshen


def test_a_ledger_is_witnessed_proved_exported_and_caught_when_put_back(
    boshen: Boshen, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    witness = tmp_path / "kept.jsonl"
    engine = open_database(url)
    with writing(engine, TENANT) as session:
        body = {"name": "王", "roles": ["admin"], "channels": [], "suppliers": []}
        act.do(session, act.open_record(session, TENANT, "person", "boss"), "registered", None, body)
    engine.dispose()
    said = {"BOSHEN_DB": url, "BOSHEN_LANG": "en", "BOSHEN_WITNESSES": json.dumps([f"file:{witness}"])}

    none = boshen("ledger", "checkpoint", **said)
    assert none.returncode == 2
    assert "[ledger.no_key]" in none.stderr

    before = (tmp_path / "ledger.db").read_bytes()
    created = boshen("ledger", "key", "create", "--by", "boss", **said)
    key = created.stdout.splitlines()[-1]
    assert boshen("ledger", "checkpoint", **said).returncode == 0

    proved = json.loads(boshen("ledger", "prove", "--record", "ledger_key", key.split("+")[1], **said).stdout)
    assert [one["index"] for one in proved] == [1]

    assert boshen("ledger", "export", "bundle.zip", **said).returncode == 0
    assert boshen("ledger", "export", "bundle", **said).returncode == 0
    words = [sys.executable, "-I", "bundle/verify.py", "bundle.zip", "--key", key]
    offline = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (offline.returncode, offline.stdout.splitlines()[-1]) == (0, "Verified; entries: 2")

    sound = boshen("ledger", "verify", "--witness", witness, **said)
    assert sound.returncode == 0
    assert "were not rolled back" in sound.stdout
    (tmp_path / "ledger.db").write_bytes(before)
    alone = boshen("ledger", "verify", **said)
    assert alone.returncode == 0
    assert "Rollback not excluded" in alone.stdout
    caught = boshen("ledger", "verify", "--witness", witness, **said)
    assert caught.returncode == 2
    assert "entry 1 and those after it are missing" in caught.stdout
