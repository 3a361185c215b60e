"""Reason codes, as data: which there are for each decision, and which need a note."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from monitor.errors import NoSuchReason, NoteMissing


@cache
def reasons() -> Mapping[str, Mapping[str, bool]]:
    """Decision → its reasons → whether a note must go with them."""
    told = files(__package__).joinpath("reasons.yaml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, bool]] = yaml.safe_load(told)
    return loaded


def check_reason(decision: str, reason: str, note: str) -> None:
    """NoSuchReason for a code the decision has not; NoteMissing where the reason alone says too little."""
    known = reasons()[decision]
    if reason not in known:
        raise NoSuchReason(act=decision, said=reason, known="、".join(known))
    if known[reason] and not note.strip():
        raise NoteMissing(act=decision, reason_code=reason)
