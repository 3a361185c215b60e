"""Checkpoints sent outside, so that somebody else can tell a ledger that was put back or rewritten.

A witness is `file:path` (a line of JSON appended), `https://…` (the note posted as text) or
`mailto:address`. Each checkpoint has a receipt for each witness; what could not be sent is tried again,
after 1, 2, 4 … minutes, at most a day.
"""

import json
import os
import smtplib
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from monitor.errors import BadWitness
from monitor.ledger.checkpoint.head import read_head
from monitor.ledger.checkpoint.note import read_note
from monitor.ledger.database import reading, writing
from monitor.ledger.entry import now, stamp
from monitor.ledger.tables import Checkpoint, Receipt

TIMEOUT = 20.0
"""Seconds a witness may take to answer."""
_ANSWER = 300
_LONGEST_WAIT = timedelta(days=1)

Send = Callable[[str], str]
"""Sends a note and returns what was answered. OSError, HTTPException or SMTPException if it did not go."""


@dataclass(frozen=True, slots=True)
class Mail:
    """server: `smtp://host:port` or `smtps://user@host:port`. password: a file with it in its first line."""

    server: str
    sender: str
    password: Path | None = None


@dataclass(frozen=True, slots=True)
class Witness:
    """label: what receipts name it by, without any credentials that its address holds."""

    label: str
    send: Send


def witness(address: str, mail: Mail | None) -> Witness:
    """BadWitness where nothing can be sent to such an address."""
    parts = urlsplit(address)
    label = f"{parts.scheme}:{parts.path}"
    if parts.scheme == "file" and parts.path and not parts.netloc:
        return Witness(label, lambda note: _append(Path(unquote(parts.path)), note))
    if parts.scheme in ("http", "https") and parts.hostname and not parts.username:
        port = f":{parts.port}" if parts.port else ""
        shown = f"{parts.scheme}://{parts.hostname}{port}{parts.path}"
        return Witness(shown, lambda note: _post(address, note))
    if parts.scheme == "mailto" and "@" in parts.path and mail is not None:
        return Witness(label, lambda note: _mail(unquote(parts.path), mail, note))
    raise BadWitness(witness=label)


def deliver(engine: Engine, tenant: str, witnesses: Sequence[Witness]) -> list[Receipt]:
    """Send what is due to the witnesses, oldest first, and return those receipts as they are now.

    No transaction is open while something is sent: a witness may so get a checkpoint twice, never not.
    """
    sends = {one.label: one.send for one in witnesses}
    with reading(engine) as session:
        due = _due(session, tenant, list(sends))
    return [_tried(engine, tenant, receipt, note, sends[receipt.witness]) for receipt, note in due]


def receipts_of(session: Session, checkpoint: str) -> list[Receipt]:
    ordered = select(Receipt).where(Receipt.checkpoint_id == checkpoint).order_by(col(Receipt.witness))
    return list(session.exec(ordered))


def _due(session: Session, tenant: str, labels: list[str]) -> list[tuple[Receipt, str]]:
    rows = session.exec(
        select(Receipt, Checkpoint.note)
        .join(Checkpoint, col(Receipt.checkpoint_id) == Checkpoint.id)
        .where(Receipt.tenant == tenant, Receipt.state != "sent", col(Receipt.witness).in_(labels))
        .order_by(col(Checkpoint.size))
    )
    moment = now()
    return [(receipt, note) for receipt, note in rows if _is_time(receipt, moment)]


def _is_time(receipt: Receipt, moment: datetime) -> bool:
    if receipt.tried_at is None:
        return True
    wait = timedelta(minutes=2 ** min(receipt.tries - 1, 20))
    return moment >= receipt.tried_at + min(wait, _LONGEST_WAIT)


def _tried(engine: Engine, tenant: str, receipt: Receipt, note: str, send: Send) -> Receipt:
    try:
        state, answer = "sent", send(note)
    except (OSError, ValueError, HTTPException, smtplib.SMTPException) as error:
        state, answer = "failed", f"{type(error).__name__}: {_told(error)}"
    with writing(engine, tenant) as session:
        row = session.get_one(Receipt, receipt.id)
        row.state, row.answer = state, " ".join(answer.split())[:_ANSWER]
        row.tries, row.tried_at = row.tries + 1, now()
        session.add(row)
    return row


def _told(error: Exception) -> str:
    """What happened, without the address: it may hold a credential."""
    if isinstance(error, HTTPError):
        return str(error.code)
    if isinstance(error, URLError):
        return str(error.reason)
    return (error.strerror or "") if isinstance(error, OSError) else ""


def _append(file: Path, note: str) -> str:
    head = read_head(read_note(note.encode()).text)
    line = json.dumps({"sent_at": stamp(now()), "size": head.size, "checkpoint": note}, ensure_ascii=False)
    with file.open("a", encoding="utf-8") as opened:
        opened.write(line + "\n")
        opened.flush()
        os.fsync(opened.fileno())
    return ""


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """None, so that the answer is an error."""


def _post(address: str, note: str) -> str:
    parts = urlsplit(address)
    headers = {"Content-Type": "text/plain; charset=utf-8", "User-Agent": "boshen"}
    bare = parts._replace(fragment="").geturl()
    request = Request(bare, note.encode(), headers, method="POST")
    with build_opener(_NoRedirect).open(request, timeout=TIMEOUT) as answered:
        said: bytes = answered.read(_ANSWER)
        return f"{answered.status} {said.decode('utf-8', 'replace')}"


def _mail(address: str, mail: Mail, note: str) -> str:
    head = read_head(read_note(note.encode()).text)
    message = EmailMessage()
    message["From"], message["To"] = mail.sender, address
    message["Subject"] = f"播审台账检查点 / ledger checkpoint: {head.origin} {head.size}"
    message.set_content("请原样保存附件。\nPlease keep the attached checkpoint as it is.\n")
    name = f"checkpoint-{head.size}.txt"
    message.add_attachment(note.encode(), maintype="application", subtype="octet-stream", filename=name)
    with _connect(mail) as server:
        server.send_message(message)
    return ""


def _connect(mail: Mail) -> smtplib.SMTP:
    """TLS from the start with smtps, else where the server offers it; a password goes over TLS only."""
    parts = urlsplit(mail.server)
    host, context = parts.hostname or "", ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=TIMEOUT, context=context)
        secure = True
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=TIMEOUT)
        server.ehlo()
        secure = server.has_extn("starttls")
        if secure:
            server.starttls(context=context)
    if parts.username and mail.password is not None:
        if not secure:
            server.close()
            raise ValueError("a password is sent over TLS only")
        server.login(unquote(parts.username), mail.password.read_text("utf-8").splitlines()[0])
    return server
