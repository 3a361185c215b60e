"""One round of what keeps a ledger witnessed: a checkpoint, and what is due to witnesses."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from monitor.ledger.checkpoint import checkpoint
from monitor.ledger.checkpoint.key import KeyFile, key_file
from monitor.ledger.checkpoint.witness import Mail, Witness, deliver, receipts_of, witness
from monitor.ledger.database import reading
from monitor.ledger.tables import Checkpoint, Receipt
from monitor.settings import Settings


@dataclass(frozen=True, slots=True)
class Keeper:
    """Of one tenant's ledger. key: where its signing key lies."""

    engine: Engine
    tenant: str
    key: KeyFile
    witnesses: Sequence[Witness] = ()

    def round(self) -> tuple[Checkpoint, list[Receipt]]:
        """The checkpoint, and its receipts. What could not be sent is tried again in a later round."""
        labels = [one.label for one in self.witnesses]
        made = checkpoint.make(self.engine, self.tenant, self.key, labels)
        deliver(self.engine, self.tenant, self.witnesses)
        with reading(self.engine) as session:
            return made, receipts_of(session, made.id)

    def every(self, minutes: float, each: Callable[[Checkpoint, list[Receipt]], None]) -> None:
        """A round every so many minutes, until interrupted."""
        due = time.monotonic()
        while True:
            each(*self.round())
            due = max(due + minutes * 60, time.monotonic())
            time.sleep(due - time.monotonic())


def keeper(engine: Engine, tenant: str, settings: Settings) -> Keeper:
    """As the settings say. BadWitness, SigningKeyMissing."""
    key = key_file(engine.url, tenant, settings.ledger_key, settings.ledger_key_passphrase)
    mail = None
    if settings.smtp and settings.mail_from:
        mail = Mail(settings.smtp, settings.mail_from, settings.smtp_password)
    return Keeper(engine, tenant, key, [witness(address, mail) for address in settings.witnesses])
