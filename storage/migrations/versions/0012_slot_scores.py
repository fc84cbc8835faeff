"""slot scores, a second order of the review, students that are trained again by themselves

Revision: 0012, after 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

DOUBTED = ["project_id", "status", "queue", "doubt_rank", "id"]


def upgrade() -> None:
    op.create_table(
        "slot_score",
        sa.Column("example_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("intent", sa.String(), nullable=False),
        sa.Column("spans", sa.JSON(), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("slot", "word", "given", "likeliest")),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["example_id"], ["example.id"], name=op.f("fk_slot_score_example_id_example"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("example_id", name=op.f("pk_slot_score")),
    )
    # No batch: it may copy a table of SQLite, and dropping the old one deletes what refers to it.
    op.add_column("example", sa.Column("doubt_rank", sa.Float(), server_default="0.5", nullable=False))
    # Of two indexes that look alike to it SQLite takes the one that was made last: that must be the one of the flagged.
    op.drop_index("ix_example_flagged", "example")
    op.create_index("ix_example_doubt_rank", "example", DOUBTED, unique=False)
    op.create_index(
        "ix_example_flagged",
        "example",
        ["project_id", "status", "queue", "rank", "id"],
        unique=False,
        sqlite_where=sa.text("flagged = 1"),
        postgresql_where=sa.text("flagged"),
    )
    op.add_column("project", sa.Column("retrain_after", sa.Integer(), server_default="50", nullable=False))
    op.add_column("student", sa.Column("background", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("student", "background")
    op.drop_column("project", "retrain_after")
    op.drop_index("ix_example_doubt_rank", "example")
    op.drop_column("example", "doubt_rank")
    op.drop_table("slot_score")
