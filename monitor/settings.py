"""Settings from the environment, BOSHEN_*."""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from monitor.messages import Language

PROJECT = Path(__file__).resolve().parent.parent
LEXICONS = PROJECT / "lexicons"
DEMO_MODEL = PROJECT / "samples" / "speech_model"


class ReviewHours(BaseModel):
    """Hours in which a flag of each severity is to be decided; what is not given stays."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    critical: float = Field(1, gt=0)
    high: float = Field(4, gt=0)
    medium: float = Field(24, gt=0)
    low: float = Field(72, gt=0)
    info: float = Field(168, gt=0)


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
    retention: Path | None = Field(None, description="the operator's own lengths of retention (YAML)")
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
    review_hours: ReviewHours = Field(ReviewHours(), description="hours to decide in, by severity: JSON")
    review_lease_minutes: float = Field(15, gt=0, description="how long a flag is held for review, minutes")
    tenant: str = Field("default", description="tenant whose ledger is written")


@cache
def settings() -> Settings:
    return Settings()
