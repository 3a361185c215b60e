"""The parts of the one file that verifies a bundle anywhere: plain Python 3.9 and `cryptography`.

`sums` and `verify` are joined by `assembled`, with their sentences; they import nothing of the project
but each other.
"""

import json
from importlib.resources import files

from monitor.messages import LANGUAGES, sentences

_OURS = "from monitor."
_FUTURE = "from __future__ "
_EMPTY = "SENTENCES: dict[str, list[str]] = {}\n"


def assembled() -> str:
    """The source of the verifier that goes into every bundle."""
    verify, sums = ((files(__package__) / name).read_text("utf-8") for name in ("verify.py", "sums.py"))
    head, _, rest = verify.partition(_OURS)
    own = "".join(line for line in sums.splitlines(keepends=True) if not line.startswith(_FUTURE))
    both = {code: [sentences(language)[code] for language in LANGUAGES] for code in sentences("zh")}
    needed = {code: said for code, said in both.items() if code.startswith("offline.")}
    told = "SENTENCES = " + json.dumps(needed, ensure_ascii=False, indent=1) + "\n"
    return head + own.partition('"""\n')[2] + rest[rest.index(_EMPTY) :].replace(_EMPTY, told)
