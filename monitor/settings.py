"""Settings from the environment, BOSHEN_*."""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from monitor.messages import Language

PROJECT = Path(__file__).resolve().parent.parent
LEXICONS = PROJECT / "lexicons"
DEMO_MODEL = PROJECT / "samples" / "speech_model"


class Settings(BaseSettings):
    """Each field is BOSHEN_<NAME>; a command-line option of the same name wins."""

    model_config = SettingsConfigDict(env_prefix="BOSHEN_")

    db: str = Field("sqlite:///boshen.db", description="ledger database URL")
    lang: Language = Field("zh", description="language of sentences: zh or en")
    model: str = Field(str(DEMO_MODEL), description="speech model: folder, size or hub id")
    lexicons: Path | None = Field(None, description="folder of the operator's own rules and overlay")
    media_max_hours: float = Field(24.0, gt=0, description="longest recording accepted, hours")
    decode_memory_mb: int = Field(1024, gt=128, description="address space of the decoding process, MiB")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "warning", description="least event logged"
    )
    attachments: Path | None = Field(
        None, description="folder of attached files; beside the database unless set"
    )
    attachment_key: Path | None = Field(
        None, description="key file of encrypted attachments; beside their folder unless set"
    )
    attachment_max_mb: int = Field(64, gt=0, description="largest attached file, MiB")
    ledger_key: Path | None = Field(
        None, description="file of the ledger's signing key, or folder of keys; else beside the SQLite file"
    )
    ledger_key_passphrase: Path | None = Field(
        None, description="file whose first line is the passphrase of the signing key"
    )
    witnesses: list[str] = Field(
        [], description="where checkpoints are sent, as JSON: file:path, https://…, mailto:address"
    )
    smtp: str | None = Field(None, description="mail server: smtp://host:port or smtps://user@host:port")
    smtp_password: Path | None = Field(None, description="file whose first line is the mail password")
    mail_from: str | None = Field(None, description="sender of mails")
    timestamp_url: str | None = Field(None, description="RFC 3161 service that stamps checkpoints")
    timestamp_roots: Path | None = Field(None, description="PEM of the service's root certificates")
    tenant: str = Field("default", description="tenant whose ledger is written")


@cache
def settings() -> Settings:
    return Settings()
