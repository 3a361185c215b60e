"""What the entry of each kind of row vouches for, computed from the rows as they are now.

Columns that say how a job is getting on (`desired`, `epoch`, before the end `actual`) are not vouched for.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Any

from monitor.ledger.entry import Payload, canonical, stamp
from monitor.ledger.tables import (
    Act,
    Broadcast,
    Flag,
    Occurrence,
    Record,
    Recording,
    Row,
    Scan,
    Window,
    columns,
)

_PROGRESS = ("desired", "epoch")
_OUTCOME = ("actual", "finished_at", "coverage", "assessed")


def of_window(window: Window, scan: Scan, recording: Recording) -> Payload:
    return {
        "window": plain(window, "payload"),
        "heard": text_digest(window.payload),
        "scan": text_digest(canonical(plain(scan, *_PROGRESS, *_OUTCOME))),
        "recording": text_digest(canonical(plain(recording))),
    }


def of_flag(flag: Flag) -> Payload:
    return {"flag": plain(flag)}


def of_act(act: Act, record: Record) -> Payload:
    return act_of_record(columns(act), plain(record))


def act_of_record(act: Mapping[str, Any], record: Payload) -> Payload:
    """The same of an act's columns and of a record as `plain` gives it."""
    return {"act": _stamped(act), "record": record}


def of_scan(scan: Scan, recording: Recording, occurrences: Iterable[Occurrence]) -> Payload:
    """`occurrences`: all of the scan's, by number."""
    digest, count = sha256(), 0
    for occurrence in occurrences:
        digest.update(canonical(plain(occurrence)).encode("utf-8") + b"\n")
        count += 1
    return {
        "scan": plain(scan, *_PROGRESS),
        "recording": plain(recording),
        "occurrences": {"count": count, "digest": digest.hexdigest()},
    }


def act_text(act: Sequence[Any], record: Sequence[Any]) -> str:
    """The canonical payload of an act straight from the columns of act and record, in their tables' order.

    The same as of `of_act`, ten times as fast: a log of a million entries is held against its acts.
    """
    tenant, id_, record_id, number, kind, person, at, body = act
    record_tenant, _, record_kind, key, created = record
    return (
        f'{{"act":{{"at":"{stamp(at)}","body":{_quoted(body)},"id":{_quoted(id_)},"kind":{_quoted(kind)},'
        f'"number":{number:d},"person_id":{_quoted(person)},"record_id":{_quoted(record_id)},'
        f'"tenant":{_quoted(tenant)}}},"record":{{"created_at":"{stamp(created)}","id":{_quoted(record_id)},'
        f'"key":{_quoted(key)},"kind":{_quoted(record_kind)},"tenant":{_quoted(record_tenant)}}}}}'
    )


def _quoted(text: str | None) -> str:
    return "null" if text is None else encode_basestring(text)


def broadcast_facts(broadcast: Broadcast) -> str:
    """The broadcast as described, in canonical JSON: what a scan keeps of it."""
    return canonical(plain(broadcast, "id"))


def text_digest(text: str) -> str:
    """SHA-256 of the text in UTF-8, in hex."""
    return sha256(text.encode("utf-8")).hexdigest()


def plain(row: Row, *without: str) -> Payload:
    """Its columns as a payload has them."""
    return _stamped(columns(row, *without))


def _stamped(values: Mapping[str, Any]) -> Payload:
    return {name: stamp(value) if isinstance(value, datetime) else value for name, value in values.items()}
