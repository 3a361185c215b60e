"""What the decoding process says to its parent: frames of a kind, a length and a body, on one pipe.

The decoding process imports this module and not `monitor.errors`: it has to start fast.
"""

import struct
from enum import Enum

HEAD = struct.Struct("<cI")
OFFSET = struct.Struct("<q")
LONGEST_BODY = 1 << 20


class Kind(bytes, Enum):
    RECORDING = b"R"  # JSON: container, duration_s, tracks, chosen; once, before the first piece
    SOUND = b"S"  # OFFSET, then samples of 16 bits, little-endian
    LOST = b"L"  # JSON: offset, end, reason
    REFUSED = b"E"  # JSON: code, fields; the last frame
    DONE = b"D"  # empty; the last frame


class RefusalError(Exception):
    """A recording cannot be used: the code and fields of a MediaError, times in seconds."""

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields
