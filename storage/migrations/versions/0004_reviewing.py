"""reviewing: flags, votes, leases, targets, decisions made at once, keys of one's own, insights

Revision: 0004, after 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ACTIONS = "action IN ('accept', 'reject', 'edit', 'skip', 'flag', 'undo')"


def upgrade() -> None:
    # Column by column: a batch may copy a table of SQLite, and dropping the old one deletes what refers to it.
    op.add_column("project", sa.Column("shared_percent", sa.Integer(), server_default="0", nullable=False))
    op.add_column("example", sa.Column("rank", sa.Float(), server_default="0.5", nullable=False))
    op.add_column("example", sa.Column("group_key", sa.Integer(), nullable=True))
    op.add_column("example", sa.Column("flagged", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("example", sa.Column("votes", sa.Integer(), server_default="0", nullable=False))
    op.create_index("ix_example_rank", "example", ["project_id", "status", "queue", "rank", "id"], unique=False)
    op.create_index("ix_example_group", "example", ["group_key", "status", "id"], unique=False)
    voted = sa.text("votes > 0")
    op.create_index("ix_example_votes", "example", ["project_id", "votes"], sqlite_where=voted, postgresql_where=voted)
    _decision()
    _reviewing()
    _insights()


def _decision() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _decision_on_sqlite()
    else:
        op.drop_constraint(op.f("ck_decision_action"), "decision", type_="check")
        op.create_check_constraint(op.f("ck_decision_action"), "decision", ACTIONS)
        for column in _new_columns():
            op.add_column("decision", column)
    fallen = "action = 'undo' OR id IN (SELECT undoes FROM decision WHERE undoes IS NOT NULL)"
    op.execute(f"UPDATE decision SET standing = {sa.false().compile(op.get_bind())} WHERE {fallen}")  # noqa: S608
    op.create_index("ix_decision_standing", "decision", ["project_id", "reviewer", "standing", "id"], unique=False)
    op.create_index("ix_decision_reviewer", "decision", ["project_id", "reviewer", "id"], unique=False)
    op.create_index("ix_decision_bulk_uid", "decision", ["bulk_uid", "id"], unique=False)


def _new_columns() -> list[sa.Column]:
    return [
        sa.Column("bulk_uid", sa.String(length=36), nullable=True),
        sa.Column("standing", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("vote", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("proposed", sa.JSON(), nullable=True),
    ]


def _decision_on_sqlite() -> None:
    """SQLite changes a CHECK only with its table; a copy by Alembic would still refer to the table that goes."""
    old = "id, uid, project_id, example_id, action, reason, reviewer, version, before, after, undoes, at"
    op.create_table(
        "new_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("example_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reviewer", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_new_columns(),
        sa.CheckConstraint(ACTIONS, name=op.f("ck_decision_action")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_decision_project_id_project"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["example_id"], ["example.id"], name=op.f("fk_decision_example_id_example"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["undoes"], ["new_decision.id"], name=op.f("fk_decision_undoes_decision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("uid", name=op.f("uq_decision_uid")),
        sa.UniqueConstraint("undoes", name=op.f("uq_decision_undoes")),
    )
    op.execute(f"INSERT INTO new_decision ({old}) SELECT {old} FROM decision ORDER BY id")  # noqa: S608
    op.drop_table("decision")
    op.rename_table("new_decision", "decision")  # which its reference to itself follows
    for column in ("project_id", "example_id"):
        op.create_index(op.f(f"ix_decision_{column}"), "decision", [column], unique=False)


def _reviewing() -> None:
    op.create_table(
        "lease",
        sa.Column("example_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("reviewer", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["example_id"], ["example.id"], name=op.f("fk_lease_example_id_example"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_lease_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("example_id", name=op.f("pk_lease")),
    )
    op.create_index(op.f("ix_lease_project_id"), "lease", ["project_id"], unique=False)
    op.create_index("ix_lease_reviewer", "lease", ["project_id", "reviewer"], unique=False)
    op.create_table(
        "reviewer",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("keys", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_reviewer")),
    )
    op.create_table(
        "bulk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reviewer", sa.String(), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_bulk_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk")),
        sa.UniqueConstraint("uid", name=op.f("uq_bulk_uid")),
    )
    op.create_index(op.f("ix_bulk_project_id"), "bulk", ["project_id"], unique=False)
    op.create_table(
        "target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("intent", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_target_project_id_project"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "intent"],
            ["intent.project_id", "intent.name"],
            name=op.f("fk_target_project_id_intent_intent"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
        sa.UniqueConstraint("project_id", "intent", "slot", name=op.f("uq_target_project_id_intent_slot")),
    )
    op.create_index(op.f("ix_target_project_id"), "target", ["project_id"], unique=False)


def _insights() -> None:
    op.create_table(
        "embedding",
        sa.Column("example_id", sa.Integer(), nullable=False),
        sa.Column("encoder", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["example_id"], ["example.id"], name=op.f("fk_embedding_example_id_example"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("example_id", name=op.f("pk_embedding")),
    )
    op.create_table(
        "insight",
        sa.Column("example_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("doubt", sa.Float(), nullable=False),
        sa.Column("rarity", sa.Float(), nullable=False),
        sa.Column("distance", sa.Float(), nullable=False),
        sa.Column("doubts", sa.JSON(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("accepted", sa.JSON(), nullable=False),
        sa.Column("rejected", sa.JSON(), nullable=False),
        sa.Column("prediction", sa.JSON(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["example_id"], ["example.id"], name=op.f("fk_insight_example_id_example"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("example_id", name=op.f("pk_insight")),
    )
    op.create_table(
        "analysis",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("example_id", sa.Integer(), nullable=False),
        sa.Column("student", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_analysis_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_analysis")),
    )


def downgrade() -> None:
    for table in ("analysis", "insight", "embedding", "target", "bulk", "reviewer", "lease"):
        op.drop_table(table)
    op.drop_index("ix_decision_reviewer", "decision")
    op.drop_index("ix_decision_standing", "decision")
    op.drop_index("ix_decision_bulk_uid", "decision")
    op.drop_index("ix_example_rank", "example")
    op.drop_index("ix_example_group", "example")
    op.drop_index("ix_example_votes", "example")
    for table, columns in (
        ("decision", ("bulk_uid", "standing", "vote", "proposed")),  # a flag stays: nothing can be made of it
        ("example", ("rank", "group_key", "flagged", "votes")),
        ("project", ("shared_percent",)),
    ):
        for column in columns:
            op.drop_column(table, column)
