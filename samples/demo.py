"""`make demo`: scan a bundled broadcast offline, show flags, report and ledger, say what to try next."""

import subprocess
import sys
from pathlib import Path

SAMPLES = Path(__file__).resolve().parent
PROJECT = SAMPLES.parent
OUT = PROJECT / "out" / "demo"
BROADCAST = "beauty"
FAILED = 2
"""Exit code of a command that could not be done; the others say what was found, or how much was heard."""


def boshen(*words: str) -> int:
    command = [str(Path(sys.executable).with_name("boshen")), *words]
    print("$ boshen", " ".join(word.replace(f"{PROJECT}/", "") for word in words), flush=True)
    return subprocess.run(command, check=False, cwd=PROJECT).returncode


def main() -> int:
    OUT.mkdir(parents=True, exist_ok=True)
    database = f"sqlite:///{OUT / 'ledger.db'}"
    print("== scanning a synthetic sample broadcast with the demo speech model, offline", flush=True)
    scanned = boshen(
        "scan",
        str(SAMPLES / "broadcasts" / f"{BROADCAST}.ogg"),
        *("--catalogue", str(SAMPLES / "catalogue.yaml")),
        *("--broadcast", str(SAMPLES / "broadcasts" / f"{BROADCAST}.broadcast.yaml")),
        *("--report", str(OUT), "--db", database),
    )
    if scanned == FAILED:
        return scanned
    print("\n== verifying the ledger", flush=True)
    if verified := boshen("ledger", "verify", "--db", database):
        return verified
    print(
        """
== done. What to try next:
   open out/demo/report.html in a browser: each flag has its clip
   run make demo again: the ledger gains no flag twice
   .venv/bin/boshen check TRANSCRIPT.txt --catalogue samples/catalogue.yaml
   .venv/bin/boshen rules list
   a real broadcast needs a real model: .venv/bin/boshen model fetch large-v3-turbo
   接下来可以:用浏览器打开 out/demo/report.html,逐条听标记的片段;真实直播请用真实语音模型。
""".rstrip(),
        flush=True,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
