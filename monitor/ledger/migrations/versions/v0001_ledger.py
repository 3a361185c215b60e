"""The ledger's first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TABLES = ("broadcast", "entry", "recording", "tree", "scan", "flag", "scan_window", "occurrence")

REFUSE = "the entries of a ledger are never changed"


def upgrade() -> None:
    _create_broadcast()
    _create_entry()
    _create_recording()
    _create_tree()
    _create_scan()
    _create_flag()
    _create_scan_window()
    _create_occurrence()
    if op.get_bind().dialect.name == "postgresql":
        _refuse_on_postgresql()
    else:
        _refuse_on_sqlite()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION entry_refuse()")


def _refuse_on_sqlite() -> None:
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER entry_no_{act.lower()} BEFORE {act} ON entry "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSE}'); END"
        )


def _refuse_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSE}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        "CREATE TRIGGER entry_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION entry_refuse()"
    )


def _create_broadcast() -> None:
    op.create_table(
        "broadcast",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("host", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("details", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_broadcast"),
        sa.UniqueConstraint("tenant", "key", name="uq_broadcast_tenant_key"),
    )
    op.create_index("ix_broadcast_tenant", "broadcast", ["tenant"])


def _create_entry() -> None:
    op.create_table(
        "entry",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("index", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("leaf", sa.Text(), nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary(), nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.CheckConstraint('"index" >= 0', name="ck_entry_index_from_zero"),
        sa.PrimaryKeyConstraint("tenant", "index", name="pk_entry"),
        sa.UniqueConstraint("tenant", "type", "subject", name="uq_entry_tenant_type_subject"),
    )


def _create_recording() -> None:
    op.create_table(
        "recording",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("track", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("container", sa.String(), nullable=False),
        sa.Column("samples", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_recording"),
        sa.UniqueConstraint("tenant", "sha256", "track", name="uq_recording_tenant_sha256_track"),
    )
    op.create_index("ix_recording_tenant", "recording", ["tenant"])


def _create_tree() -> None:
    op.create_table(
        "tree",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("peaks", sa.LargeBinary(), nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", name="pk_tree"),
    )


def _create_scan() -> None:
    op.create_table(
        "scan",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.String(), nullable=False),
        sa.Column("broadcast_id", sa.String(), nullable=False),
        sa.Column("broadcast_facts", sa.Text(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("model_digest", sa.String(), nullable=False),
        sa.Column("model_is_demo", sa.Boolean(), nullable=False),
        sa.Column("lexicon", sa.String(), nullable=False),
        sa.Column("catalogue", sa.String(), nullable=False),
        sa.Column("settings", sa.String(), nullable=False),
        sa.Column("desired", sa.String(), nullable=False),
        sa.Column("actual", sa.String(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("coverage", sa.Text(), nullable=True),
        sa.Column("assessed", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcast.id"], name="fk_scan_broadcast_id"),
        sa.ForeignKeyConstraint(["recording_id"], ["recording.id"], name="fk_scan_recording_id"),
        sa.PrimaryKeyConstraint("id", name="pk_scan"),
        sa.UniqueConstraint("broadcast_id", "number", name="uq_scan_broadcast_id_number"),
        sa.UniqueConstraint("tenant", "key", name="uq_scan_tenant_key"),
    )
    op.create_index("ix_scan_recording_id", "scan", ["recording_id"])
    op.create_index("ix_scan_tenant", "scan", ["tenant"])


def _create_flag() -> None:
    op.create_table(
        "flag",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("broadcast_id", sa.String(), nullable=False),
        sa.Column("scan_id", sa.String(), nullable=False),
        sa.Column("product", sa.String(), nullable=True),
        sa.Column("rule", sa.String(), nullable=True),
        sa.Column("selling_point", sa.String(), nullable=True),
        sa.Column("slots", sa.Text(), nullable=False),
        sa.Column("anchor", sa.Text(), nullable=False),
        sa.Column("fingerprint_version", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("first_at", sa.Double(), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcast.id"], name="fk_flag_broadcast_id"),
        sa.ForeignKeyConstraint(["scan_id"], ["scan.id"], name="fk_flag_scan_id"),
        sa.PrimaryKeyConstraint("id", name="pk_flag"),
        sa.UniqueConstraint(
            "broadcast_id",
            "fingerprint_version",
            "fingerprint",
            name="uq_flag_broadcast_id_fingerprint_version_fingerprint",
        ),
    )
    op.create_index("ix_flag_scan_id", "flag", ["scan_id"])
    op.create_index("ix_flag_tenant", "flag", ["tenant"])


def _create_scan_window() -> None:
    op.create_table(
        "scan_window",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("scan_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("begin_sample", sa.BigInteger(), nullable=False),
        sa.Column("end_sample", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["scan_id"], ["scan.id"], name="fk_scan_window_scan_id"),
        sa.PrimaryKeyConstraint("id", name="pk_scan_window"),
        sa.UniqueConstraint("scan_id", "number", name="uq_scan_window_scan_id_number"),
    )
    op.create_index("ix_scan_window_tenant", "scan_window", ["tenant"])


def _create_occurrence() -> None:
    op.create_table(
        "occurrence",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("scan_id", sa.String(), nullable=False),
        sa.Column("flag_id", sa.String(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("start", sa.Double(), nullable=True),
        sa.Column("end", sa.Double(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("span_begin", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["flag_id"], ["flag.id"], name="fk_occurrence_flag_id"),
        sa.ForeignKeyConstraint(["scan_id"], ["scan.id"], name="fk_occurrence_scan_id"),
        sa.PrimaryKeyConstraint("id", name="pk_occurrence"),
        sa.UniqueConstraint("scan_id", "digest", name="uq_occurrence_scan_id_digest"),
        sa.UniqueConstraint("scan_id", "number", name="uq_occurrence_scan_id_number"),
    )
    op.create_index("ix_occurrence_flag_id", "occurrence", ["flag_id"])
    op.create_index("ix_occurrence_tenant", "occurrence", ["tenant"])
