"""How far a log had come: the text of a C2SP checkpoint (tlog-checkpoint)."""

import re
import secrets
from base64 import b64encode
from dataclasses import dataclass
from urllib.parse import quote, unquote

from monitor.ledger.checkpoint.note import exact_base64
from monitor.ledger.merkle import HASH_SIZE

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")
_ORIGIN = re.compile(r"boshen/([^/]+)/[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Head:
    """origin: the log's name, unique in the world. root: of the first `size` leaves."""

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


def read_head(text: str) -> Head:
    """The head that the text of a note states; lines after the third are passed over. ValueError if none."""
    lines = text.split("\n")
    if len(lines) < 4 or not lines[0] or not _DECIMAL.fullmatch(lines[1]) or "" in lines[3:-1]:
        raise ValueError("not a checkpoint")
    root = exact_base64(lines[2])
    if len(root) != HASH_SIZE:
        raise ValueError("not a root")
    return Head(lines[0], int(lines[1]), root)


def new_origin(tenant: str) -> str:
    """A name for a tenant's log that no other log has."""
    return f"boshen/{quote(tenant, safe='')}/{secrets.token_hex(8)}"


def tenant_of(origin: str) -> str:
    """The tenant that an origin of ours names. ValueError for one that is not ours."""
    found = _ORIGIN.fullmatch(origin)
    if not found:
        raise ValueError("not the origin of a ledger of this program")
    return unquote(found[1])
