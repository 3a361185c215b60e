"""What verifying a ledger found: codes and fields, with sentences in `monitor/messages/ledger.*.yaml`."""

from dataclasses import dataclass, field
from enum import StrEnum

from monitor.messages import Language, say


class FaultCode(StrEnum):
    ENTRY_MISSING = "ledger.entry_missing"
    ENTRY_EXTRA = "ledger.entry_extra"
    ENTRY_MALFORMED = "ledger.entry_malformed"
    ENTRY_CHANGED = "ledger.entry_changed"
    PAYLOAD_CHANGED = "ledger.payload_changed"
    PAYLOAD_MISSING = "ledger.payload_missing"
    ERASED_PRESENT = "ledger.erased_present"
    CHAIN_BROKEN = "ledger.chain_broken"
    TREE_MISMATCH = "ledger.tree_mismatch"
    ROW_MISSING = "ledger.row_missing"
    ROW_CHANGED = "ledger.row_changed"
    ROW_UNLOGGED = "ledger.row_unlogged"
    CHECKPOINT_AHEAD = "ledger.checkpoint_ahead"
    CHECKPOINT_MISMATCH = "ledger.checkpoint_mismatch"
    CHECKPOINT_FORGED = "ledger.checkpoint_forged"
    CHECKPOINT_UNCOUNTED = "ledger.checkpoint_uncounted"


@dataclass(frozen=True, slots=True)
class Fault:
    """index: of the entry concerned, None where no entry is. kind, id: of the domain row, or ''."""

    code: FaultCode
    index: int | None = None
    kind: str = ""
    id: str = ""

    def sentence(self, language: Language) -> str:
        kind = say(f"ledger.kind.{self.kind}", language) if self.kind else ""
        return say(self.code, language, index=self.index, kind=kind, id=self.id)


@dataclass(frozen=True, slots=True)
class VerifiedLog:
    """One tenant's log. root: hex of the Merkle root over the leaves as they are.

    faults: the first hundred, entries first and in order; fault_count: all of them. witnessed: the size of
    the largest checkpoint kept by a witness that the log agrees with; uncounted: those that do not count.
    """

    tenant: str
    size: int
    root: str
    faults: tuple[Fault, ...]
    fault_count: int
    witnessed: int | None = None
    uncounted: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        return self.fault_count == 0

    def sentences(self, language: Language) -> list[str]:
        """The outcome, its faults, and what verifying cannot show."""
        code = "ledger.log_sound" if self.sound else "ledger.log_faulty"
        head = say(code, language, tenant=self.tenant, size=self.size, root=self.root, count=self.fault_count)
        said = [head, *(fault.sentence(language) for fault in self.faults)]
        said += [say(FaultCode.CHECKPOINT_UNCOUNTED, language, id=label) for label in self.uncounted]
        if self.witnessed is None:
            return [*said, say("ledger.rollback_not_excluded", language)]
        return [*said, say("ledger.witnessed", language, witnessed=self.witnessed)]


@dataclass(frozen=True, slots=True)
class Verification:
    logs: tuple[VerifiedLog, ...] = field(default=())

    @property
    def sound(self) -> bool:
        return all(log.sound for log in self.logs)

    @property
    def first_fault(self) -> Fault | None:
        return next((log.faults[0] for log in self.logs if log.faults), None)

    def sentences(self, language: Language) -> list[str]:
        """Of every log. Without a witnessed checkpoint a rollback is not excluded, and it says so."""
        if not self.logs:
            return [say("ledger.no_entries", language)]
        return [sentence for log in self.logs for sentence in log.sentences(language)]
