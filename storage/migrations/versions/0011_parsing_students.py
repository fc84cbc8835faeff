"""students of parses: what they said of test utterances, and whether they say again what candidates hold

Revision: 0011, after 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No batch: it may copy a table of SQLite, and dropping the old one deletes what refers to it.
    op.add_column("student_answer", sa.Column("parse", sa.Text(), nullable=True))
    op.add_column("student_answer", sa.Column("said_parse", sa.Text(), nullable=True))
    op.add_column("student_answer", sa.Column("problem", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "round_trip",
        sa.Column("example_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("student", sa.String(length=36), nullable=False),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("exact", sa.Boolean(), nullable=False),
        sa.Column("unordered", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["example_id"], ["example.id"], name=op.f("fk_round_trip_example_id_example"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("example_id", name=op.f("pk_round_trip")),
    )


def downgrade() -> None:
    op.drop_table("round_trip")
    op.drop_column("student_answer", "problem")
    op.drop_column("student_answer", "said_parse")
    op.drop_column("student_answer", "parse")
