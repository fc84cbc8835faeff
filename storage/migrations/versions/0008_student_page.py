"""student page: what students are asked, tested on and measured on, and which learnt from seeds alone

Revision: 0008, after 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ONE_AT_A_TIME = "status IN ('queued', 'running') AND kind != 'ask'"


def upgrade() -> None:
    op.add_column("student", sa.Column("seeds_of", sa.String(length=36), nullable=False, server_default=""))
    op.create_table(
        "student_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
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
        sa.CheckConstraint("kind IN ('ask', 'test', 'curve')", name=op.f("ck_student_task_kind")),
        sa.CheckConstraint(
            "status IN ('queued', 'running', 'done', 'cancelled', 'failed')", name=op.f("ck_student_task_status")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_student_task_project_id_project"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["student.id"], name=op.f("fk_student_task_student_id_student"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_student_task")),
        sa.UniqueConstraint("uid", name=op.f("uq_student_task_uid")),
    )
    op.create_index(op.f("ix_student_task_project_id"), "student_task", ["project_id"], unique=False)
    op.create_index(op.f("ix_student_task_student_id"), "student_task", ["student_id"], unique=False)
    op.create_index("ix_student_task_latest", "student_task", ["project_id", "kind", "id"], unique=False)
    op.create_index(
        "uq_student_task_active",
        "student_task",
        ["project_id", "kind"],
        unique=True,
        sqlite_where=sa.text(ONE_AT_A_TIME),
        postgresql_where=sa.text(ONE_AT_A_TIME),
    )
    op.create_table(
        "student_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("intent", sa.String(), nullable=False),
        sa.Column("spans", sa.JSON(), nullable=False),
        sa.Column("said_intent", sa.String(), nullable=False),
        sa.Column("said_spans", sa.JSON(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("second", sa.String(), nullable=False),
        sa.Column("second_confidence", sa.Float(), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["student_id"], ["student.id"], name=op.f("fk_student_answer_student_id_student"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["student_task.id"], name=op.f("fk_student_answer_task_id_student_task"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_student_answer")),
    )
    op.create_index(op.f("ix_student_answer_task_id"), "student_answer", ["task_id"], unique=False)
    op.create_index("ix_student_answer_of", "student_answer", ["student_id", "task_id", "position"], unique=False)
    op.create_table(
        "student_learnt",
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("examples", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["student_id"], ["student.id"], name=op.f("fk_student_learnt_student_id_student"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("student_id", name=op.f("pk_student_learnt")),
    )


def downgrade() -> None:
    op.drop_table("student_learnt")
    op.drop_table("student_answer")
    op.drop_table("student_task")
    op.drop_column("student", "seeds_of")
