"""What can go wrong, as one tree. Codes are stable; sentences are in `monitor/messages`.

BoshenError
├── MediaError              a recording cannot be used
│   ├── MediaMissing            media.missing        no such file, or it vanished
│   ├── MediaUnreadable         media.unreadable     no permission, a folder, a device
│   ├── MediaEmpty              media.empty          zero bytes or zero sound
│   ├── NotMedia                media.not_media      no known container
│   ├── MediaDisguised          media.disguised      a playlist or concat script
│   ├── NoAudioTrack            media.no_audio       pictures only
│   ├── NoSuchTrack             media.no_such_track  the track asked for is not there
│   ├── MediaTruncated          media.truncated      it breaks off
│   ├── MediaTooLong            media.too_long       longer than the limit
│   └── DecoderFailed           media.decoder_failed the decoding process died or ran over its limits
├── ModelError              no speech model can be had
│   ├── ModelMissing            model.missing        named but not on this machine
│   │   └── ModelFolderMissing      model.no_folder      a path at which there is no folder
│   ├── ModelUnusable           model.unusable       there, but not a model we can run
│   └── ModelFetchFailed        model.fetch_failed   the download did not come
├── FileError               a file the user wrote: carries `file` and `line`
│   ├── FileMissing             file.missing
│   ├── FileUnreadable          file.unreadable
│   ├── BadSyntax               file.syntax
│   ├── UnknownKey              file.unknown_key
│   ├── MissingKey              file.missing_key
│   ├── BadValue                file.bad_value
│   ├── DuplicateId             file.duplicate_id
│   ├── FileEncrypted           file.encrypted       a password, or an office format of before 2007
│   ├── FileDisguised           file.disguised       its content is not what its name says
│   ├── FileTooLarge            file.too_large       larger, or unpacking to more, than is read
│   ├── BadTable                file.table           cells of a table: carries every fault with its place
│   ├── FileExists              file.exists          what is to be written is there already
│   ├── FolderUnwritable        file.folder
│   └── AttachmentRefused       file.attachment      no kind of file that is kept as an attachment
├── RuleError               what is asked of the rules is not there
│   ├── NoSuchRule              rule.unknown
│   └── NoSuchCategory          rule.category
├── LedgerError             the ledger refuses
│   ├── DatabaseUnusable        ledger.database
│   │   └── DatabaseUnsupported     ledger.unsupported   neither SQLite nor PostgreSQL
│   ├── SchemaBehind            ledger.schema
│   ├── LedgerBroken            ledger.broken        verification failed
│   ├── NoSuchRecord            ledger.no_record     no record of that kind and key
│   ├── NothingInScope          ledger.nothing       nothing was recorded of what is asked for
│   ├── NotAllowed              ledger.not_allowed   none of the person's roles may do it
│   │   ├── NoSuchPerson            ledger.no_person     nobody of that id, or no longer here
│   │   ├── FourEyes                ledger.four_eyes     who submitted may not approve
│   │   ├── LastAdmin               ledger.last_admin    nobody could manage people any more
│   │   └── OwnMatter               ledger.own_matter    who spoke, or judged it before, may not judge
│   ├── WrongState              ledger.wrong_state   it cannot be done to the record as it stands
│   ├── BackupDamaged           ledger.backup        a backup is not what was written
│   ├── BackupNewer             ledger.backup_newer  a backup by a newer program
│   ├── DatabaseNotEmpty        ledger.not_empty     a backup is restored into an empty database only
│   ├── AttachmentError         an attached file cannot be read
│   │   ├── AttachmentMissing       ledger.attachment        the store has no such file
│   │   ├── AttachmentDamaged       ledger.attachment_bad    its bytes are not those that were stored
│   │   ├── AttachmentKeyMissing    ledger.seal_missing      the key file is gone
│   │   └── AttachmentKeyUnusable   ledger.seal_unusable     no keys in it, or not the one that is needed
│   ├── NoSigningKey            ledger.no_key        no key of the ledger is in use
│   ├── SigningKeyMissing       ledger.key_missing   the file of the key in use is not there
│   ├── SigningKeyUnusable      ledger.key_unusable  others may read it, the passphrase does not fit
│   ├── NoCheckpoint            ledger.no_checkpoint none covers the entry
│   ├── BadCheckpoint           ledger.bad_checkpoint a file that holds none of a ledger of ours
│   ├── NoSuchEntry             ledger.no_entry      no entry of that index
│   ├── BadWitness              ledger.bad_witness   a witness to which nothing can be sent
│   ├── NotTheSame              ledger.not_same      what a re-review is of, why and until when is fixed
│   ├── StartUnknown            ledger.start_unknown when a broadcast began decides what counted
│   ├── LeaseMissing            ledger.no_lease      the flag was not taken for review, or not any more
│   │   └── LeaseHeld               ledger.lease_held    somebody else holds it
│   ├── NoSuchReason            ledger.reason        no such reason for that decision
│   └── NoteMissing             ledger.note          the reason alone says too little
└── WorkError               a piece of work could not go on
    └── ScanBusy                work.busy            another process scans this recording
"""

from dataclasses import dataclass, field
from typing import ClassVar

from monitor.messages import Language, say, sentences


class BoshenError(Exception):
    """An expected failure: a stable code and the fields its sentence needs."""

    code: ClassVar[str]

    def __init__(self, **fields: object) -> None:
        super().__init__(fields)
        self.fields = fields

    def sentence(self, language: Language) -> str:
        """What was wrong, where, and what to do. A `reason` that is itself a code is said too."""
        fields = self._told(language)
        reason = fields.get("reason")
        if reason in sentences(language):
            fields = fields | {"reason": say(str(reason), language, **fields)}
        return say(self.code, language, **fields)

    def _told(self, language: Language) -> dict[str, object]:  # noqa: ARG002
        return self.fields

    def __str__(self) -> str:
        return f"[{self.code}] {self.sentence('en')}"

    def __reduce__(self) -> tuple[object, ...]:
        return (_revive, (type(self), self.fields))


def _revive(kind: type[BoshenError], fields: dict[str, object]) -> BoshenError:
    return kind(**fields)


class MediaError(BoshenError):
    """Fields: file, and what each sentence names."""


class MediaMissing(MediaError):
    code = "media.missing"


class MediaUnreadable(MediaError):
    code = "media.unreadable"


class MediaEmpty(MediaError):
    code = "media.empty"


class NotMedia(MediaError):
    code = "media.not_media"


class MediaDisguised(MediaError):
    code = "media.disguised"


class NoAudioTrack(MediaError):
    code = "media.no_audio"


class NoSuchTrack(MediaError):
    code = "media.no_such_track"


class MediaTruncated(MediaError):
    code = "media.truncated"


class MediaTooLong(MediaError):
    code = "media.too_long"


class DecoderFailed(MediaError):
    code = "media.decoder_failed"


class ModelError(BoshenError):
    """Fields: model."""


class ModelMissing(ModelError):
    code = "model.missing"


class ModelFolderMissing(ModelMissing):
    code = "model.no_folder"


class ModelUnusable(ModelError):
    code = "model.unusable"


class ModelFetchFailed(ModelError):
    code = "model.fetch_failed"


class FileError(BoshenError):
    """Fields: file, line (1-based, 0 when the whole file is meant), and what each sentence names."""


class FileMissing(FileError):
    code = "file.missing"


class FileUnreadable(FileError):
    code = "file.unreadable"


class BadSyntax(FileError):
    code = "file.syntax"


class UnknownKey(FileError):
    code = "file.unknown_key"


class MissingKey(FileError):
    code = "file.missing_key"


class BadValue(FileError):
    code = "file.bad_value"


class DuplicateId(FileError):
    code = "file.duplicate_id"


class FileEncrypted(FileError):
    code = "file.encrypted"


class FileDisguised(FileError):
    """Fields: kind, the suffix whose content was expected."""

    code = "file.disguised"


class FileTooLarge(FileError):
    """Fields: limit, in words that need no translation."""

    code = "file.too_large"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one place of a table. row: 1-based, as spreadsheets count. column: its letters, or
    empty where the row is meant. code: of the reason's sentence, which needs `fields`."""

    row: int
    column: str
    code: str
    sheet: str | None = None
    fields: dict[str, object] = field(default_factory=dict)

    def sentence(self, language: Language) -> str:
        parts = {"sheet": self.sheet, "row": self.row, "column": self.column}
        place = [say(f"fault.{name}", language, **{name: part}) for name, part in parts.items() if part]
        reason = say(self.code, language, **self.fields)
        return say("fault.at", language, place=" ".join(place), reason=reason)


class BadTable(FileError):
    """Fields: faults, every Fault there is, in reading order."""

    code = "file.table"

    @property
    def faults(self) -> tuple[Fault, ...]:
        faults = self.fields["faults"]
        return faults if isinstance(faults, tuple) else ()

    def sentence(self, language: Language) -> str:
        told = "".join(f"\n  {fault.sentence(language)}" for fault in self.faults)
        return say(self.code, language, file=self.fields["file"], count=len(self.faults)) + told


class FileExists(FileError):
    code = "file.exists"


class FolderUnwritable(FileError):
    code = "file.folder"


class AttachmentRefused(FileError):
    code = "file.attachment"


class RuleError(BoshenError):
    """Fields: said, and near (what there is that looks like it)."""


class NoSuchRule(RuleError):
    code = "rule.unknown"


class NoSuchCategory(RuleError):
    code = "rule.category"


class LedgerError(BoshenError):
    """Fields: database (its URL without the password). Kinds, acts, states and roles are said by name."""

    def _told(self, language: Language) -> dict[str, object]:
        return self.fields | {
            name: "、".join(_named(name, code, language) for code in str(self.fields[name]).split("、"))
            for name in ("kind", "act", "state", "roles")
            if name in self.fields
        }


def _named(what: str, code: str, language: Language) -> str:
    """Those of review and its records first: an open flag is another thing than an open re-review."""
    known = sentences(language)
    of_ledger = known.get(f"ledger.{what.removesuffix('s')}.{code}", code)
    return known.get(f"record.{what}.{code}", of_ledger)


class DatabaseUnusable(LedgerError):
    code = "ledger.database"


class DatabaseUnsupported(DatabaseUnusable):
    code = "ledger.unsupported"


class SchemaBehind(LedgerError):
    code = "ledger.schema"


class LedgerBroken(LedgerError):
    code = "ledger.broken"


class NoSuchRecord(LedgerError):
    """Fields: kind, key."""

    code = "ledger.no_record"


class NothingInScope(LedgerError):
    """Fields: scope."""

    code = "ledger.nothing"


class NotAllowed(LedgerError):
    """Fields: person, act, kind, roles."""

    code = "ledger.not_allowed"


class NoSuchPerson(NotAllowed):
    """Fields: person."""

    code = "ledger.no_person"


class FourEyes(NotAllowed):
    """Fields: person, kind, key."""

    code = "ledger.four_eyes"


class LastAdmin(NotAllowed):
    """Fields: person."""

    code = "ledger.last_admin"


class NotTheSame(LedgerError):
    """Fields: key."""

    code = "ledger.not_same"


class StartUnknown(LedgerError):
    """Fields: broadcast."""

    code = "ledger.start_unknown"


class OwnMatter(FourEyes):
    """Fields: person, kind, key."""

    code = "ledger.own_matter"


class WrongState(LedgerError):
    """Fields: act, kind, key, state."""

    code = "ledger.wrong_state"


class BackupDamaged(LedgerError):
    """Fields: file, part (the member that is wrong)."""

    code = "ledger.backup"


class BackupNewer(LedgerError):
    """Fields: file, found, needed (format / schema)."""

    code = "ledger.backup_newer"


class DatabaseNotEmpty(LedgerError):
    code = "ledger.not_empty"


class AttachmentError(LedgerError):
    """Fields: file, the digest or the key file."""


class AttachmentMissing(AttachmentError):
    code = "ledger.attachment"


class AttachmentDamaged(AttachmentError):
    code = "ledger.attachment_bad"


class AttachmentKeyMissing(AttachmentError):
    code = "ledger.seal_missing"


class AttachmentKeyUnusable(AttachmentError):
    code = "ledger.seal_unusable"


class NoSigningKey(LedgerError):
    """Fields: tenant."""

    code = "ledger.no_key"


class SigningKeyMissing(LedgerError):
    """Fields: file."""

    code = "ledger.key_missing"


class SigningKeyUnusable(LedgerError):
    """Fields: file, reason."""

    code = "ledger.key_unusable"


class NoCheckpoint(LedgerError):
    """Fields: tenant, index."""

    code = "ledger.no_checkpoint"


class BadCheckpoint(LedgerError):
    """Fields: file, line."""

    code = "ledger.bad_checkpoint"


class NoSuchEntry(LedgerError):
    """Fields: index, size."""

    code = "ledger.no_entry"


class BadWitness(LedgerError):
    """Fields: witness."""

    code = "ledger.bad_witness"


class LeaseMissing(LedgerError):
    """Fields: key."""

    code = "ledger.no_lease"


class LeaseHeld(LeaseMissing):
    """Fields: key, holder, until."""

    code = "ledger.lease_held"


class NoSuchReason(LedgerError):
    """Fields: act, said, known."""

    code = "ledger.reason"


class NoteMissing(LedgerError):
    """Fields: act, reason_code."""

    code = "ledger.note"


class WorkError(BoshenError):
    """Fields: what each sentence names."""


class ScanBusy(WorkError):
    code = "work.busy"
