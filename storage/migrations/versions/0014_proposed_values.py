"""values that a teacher listed for a job's slots before its prompts were made

Revision: 0014, after 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No batch: it may copy a table of SQLite, and dropping the old one deletes what refers to it.
    op.add_column("job", sa.Column("proposed", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("job", "proposed")
