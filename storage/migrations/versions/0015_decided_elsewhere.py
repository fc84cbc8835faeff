"""elsewhere: what was not decided in the review, whose undo leaves it as it is

Revision: 0015, after 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

INDEX = ["project_id", "reviewer", "standing", "elsewhere", "id"]


def upgrade() -> None:
    # No batch: it may copy a table of SQLite, and dropping the old one deletes what refers to it.
    for table in ("decision", "bulk"):
        op.add_column(table, sa.Column("elsewhere", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_decision_here", "decision", INDEX, unique=False)


def downgrade() -> None:
    op.drop_index("ix_decision_here", "decision")
    for table in ("decision", "bulk"):
        op.drop_column(table, "elsewhere")
