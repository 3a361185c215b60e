"""Records and what people did to them, checkpoints; payloads that may be erased; nothing is deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = ("record", "attachment", "act", "checkpoint", "receipt", "lease")
KEPT = (
    *("entry", "broadcast", "recording", "scan", "scan_window", "flag", "occurrence"),
    *("record", "attachment", "act", "checkpoint"),
)
"""Tables whose rows are never deleted."""

_ENTRY = ("tenant", '"index"', "type", "subject", "leaf", "leaf_hash", "chain")
_ACT = ("tenant", "id", "record_id", "number", "kind", "person_id", "at")
_ATTACHMENT = ("tenant", "id", "sha256", "size", "media_type", "stored_at")
_RECORD = ("tenant", "id", "kind", '"key"', "created_at")

REFUSE = "the entries of a ledger are never changed"
_KEEP = "a ledger is never shortened"


def upgrade() -> None:
    _drop_first()
    with op.batch_alter_table("entry") as entry:
        entry.alter_column("salt", existing_type=sa.LargeBinary(), nullable=True)
        entry.alter_column("payload", existing_type=sa.Text(), nullable=True)
    _create_record()
    _create_attachment()
    _create_act()
    _create_checkpoint()
    _create_receipt()
    _create_lease()
    _allow_erasure("entry", _ENTRY, ("salt", "payload"))
    _allow_erasure("act", _ACT, ("body",))
    _allow_erasure("record", _RECORD, ())
    _allow_erasure("attachment", _ATTACHMENT, ())
    _refuse(KEPT)


def downgrade() -> None:
    """Refused once people have done anything: the first schema has no place for it."""
    if op.get_bind().execute(sa.text("SELECT count(*) FROM act")).scalar_one():
        raise RuntimeError("there are acts in the ledger, which the schema before this one cannot keep")
    for table in ("entry", "act", "record", "attachment"):
        _drop_update_refusal(table)
    _refuse(KEPT, drop=True)
    for table in reversed(TABLES):
        op.drop_table(table)
    with op.batch_alter_table("entry") as entry:
        entry.alter_column("salt", existing_type=sa.LargeBinary(), nullable=False)
        entry.alter_column("payload", existing_type=sa.Text(), nullable=False)
    _refuse_as_first()


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _allow_erasure(table: str, fixed: tuple[str, ...], erased: tuple[str, ...]) -> None:
    """Of an update, only what makes `erased` NULL and leaves the rest as it was is let through."""
    same = [f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}" for column in fixed]
    gone = [f"NEW.{column} IS NULL" for column in erased]
    allowed = " AND ".join([*gone, *same]) if erased else "FALSE"
    if _is_postgresql():
        op.execute(
            f"CREATE FUNCTION {table}_only_erased() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {allowed} THEN RETURN NEW; END IF; "
            f"RAISE EXCEPTION '{REFUSE}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_only_erased()"
        )
    else:
        op.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN NOT ({allowed}) "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSE}'); END"
        )


def _drop_update_refusal(table: str) -> None:
    if _is_postgresql():
        op.execute(f"DROP TRIGGER {table}_no_update ON {table}")
        op.execute(f"DROP FUNCTION {table}_only_erased()")
    else:
        op.execute(f"DROP TRIGGER {table}_no_update")


def _refuse(tables: tuple[str, ...], drop: bool = False) -> None:
    """That rows are deleted."""
    if _is_postgresql():
        _refuse_on_postgresql(tables, drop)
        return
    for table in tables:
        name = f"{table}_no_delete"
        op.execute(
            f"DROP TRIGGER {name}"
            if drop
            else f"CREATE TRIGGER {name} BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{_KEEP}'); END"
        )


def _refuse_on_postgresql(tables: tuple[str, ...], drop: bool) -> None:
    if not drop:
        op.execute(
            "CREATE FUNCTION refuse_delete() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_KEEP}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
    for table in tables:
        name = f"{table}_no_delete"
        op.execute(
            f"DROP TRIGGER {name} ON {table}"
            if drop
            else f"CREATE TRIGGER {name} BEFORE DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete()"
        )
    if drop:
        op.execute("DROP FUNCTION refuse_delete()")


def _drop_first() -> None:
    """The refusals of the first schema."""
    if _is_postgresql():
        op.execute("DROP TRIGGER entry_no_change ON entry")
        op.execute("DROP FUNCTION entry_refuse()")
    else:
        for act in ("update", "delete"):
            op.execute(f"DROP TRIGGER entry_no_{act}")


def _refuse_as_first() -> None:
    if not _is_postgresql():
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER entry_no_{act.lower()} BEFORE {act} ON entry "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSE}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSE}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        "CREATE TRIGGER entry_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION entry_refuse()"
    )


def _create_record() -> None:
    op.create_table(
        "record",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_record"),
        sa.UniqueConstraint("tenant", "kind", "key", name="uq_record_tenant_kind_key"),
    )
    op.create_index("ix_record_tenant", "record", ["tenant"])


def _create_attachment() -> None:
    op.create_table(
        "attachment",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attachment"),
        sa.UniqueConstraint("tenant", "sha256", name="uq_attachment_tenant_sha256"),
    )
    op.create_index("ix_attachment_tenant", "attachment", ["tenant"])


def _create_act() -> None:
    op.create_table(
        "act",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("record_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["record.id"], name="fk_act_person_id"),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name="fk_act_record_id"),
        sa.PrimaryKeyConstraint("id", name="pk_act"),
        sa.UniqueConstraint("record_id", "number", name="uq_act_record_id_number"),
    )
    op.create_index("ix_act_person_id", "act", ["person_id"])
    op.create_index("ix_act_tenant_at", "act", ["tenant", "at"])
    op.create_index("ix_act_tenant", "act", ["tenant"])


def _create_checkpoint() -> None:
    op.create_table(
        "checkpoint",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("timestamp", sa.LargeBinary(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_checkpoint"),
    )
    op.create_index("ix_checkpoint_tenant", "checkpoint", ["tenant"])


def _create_receipt() -> None:
    op.create_table(
        "receipt",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("checkpoint_id", sa.String(), nullable=False),
        sa.Column("witness", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["checkpoint_id"], ["checkpoint.id"], name="fk_receipt_checkpoint_id"),
        sa.PrimaryKeyConstraint("id", name="pk_receipt"),
        sa.UniqueConstraint("checkpoint_id", "witness", name="uq_receipt_checkpoint_id_witness"),
    )
    op.create_index("ix_receipt_tenant", "receipt", ["tenant"])


def _create_lease() -> None:
    op.create_table(
        "lease",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("flag_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["flag_id"], ["flag.id"], name="fk_lease_flag_id"),
        sa.ForeignKeyConstraint(["person_id"], ["record.id"], name="fk_lease_person_id"),
        sa.PrimaryKeyConstraint("flag_id", name="pk_lease"),
    )
    op.create_index("ix_lease_tenant", "lease", ["tenant"])
