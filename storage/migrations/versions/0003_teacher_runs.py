"""trials and tunings of teachers

Revision: 0003, after 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ACTIVE = "status IN ('queued', 'running')"


def upgrade() -> None:
    op.create_table(
        "teacher_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("teacher", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("spec", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("progress", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('trial', 'tuning')", name=op.f("ck_teacher_run_kind")),
        sa.CheckConstraint(
            "status IN ('queued', 'running', 'done', 'cancelled', 'failed')", name=op.f("ck_teacher_run_status")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_teacher_run_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teacher_run")),
        sa.UniqueConstraint("uid", name=op.f("uq_teacher_run_uid")),
    )
    with op.batch_alter_table("teacher_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_teacher_run_project_id"), ["project_id"], unique=False)
        batch_op.create_index("ix_teacher_run_teacher", ["teacher", "kind"], unique=False)
        for name, columns, where in (
            ("uq_teacher_run_active", ["project_id", "kind"], ACTIVE),
            ("uq_teacher_run_target", ["target"], f"{ACTIVE} AND target != ''"),
        ):
            batch_op.create_index(
                name, columns, unique=True, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
            )


def downgrade() -> None:
    op.drop_table("teacher_run")
