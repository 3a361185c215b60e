"""Acts as they would be read, hour by hour."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.ledger.act import Done
from monitor.ledger.selection.kind import Kind, Subject
from monitor.ledger.selection.standing import Standing, standing

START = datetime(2026, 3, 1, 4, tzinfo=UTC)


def hour(count: float) -> datetime:
    return START + timedelta(hours=count)


class History:
    """Acts of many records, each an hour after the one before."""

    def __init__(self) -> None:
        self.acts: dict[Subject, list[Done]] = {}
        self.now = START

    def did(
        self, deed: str, kind: Kind, key: str, body: Mapping[str, Any] | None = None, by: str = "op"
    ) -> datetime:
        done = self.acts.setdefault((kind, key), [])
        self.now += timedelta(hours=1)
        done.append(Done(f"{len(done)}", key, len(done) + 1, deed, by, self.now, body or {}))
        return self.now

    def approved(self, kind: Kind, key: str, body: Mapping[str, Any], deed: str = "submitted") -> datetime:
        """When it was approved by somebody else."""
        self.did(deed, kind, key, body)
        return self.did("approved", kind, key, by="qm")

    @property
    def standings(self) -> dict[Subject, Standing]:
        return {subject: standing(acts) for subject, acts in self.acts.items()}
