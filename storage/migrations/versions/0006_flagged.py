"""flagged: what somebody flagged is found without a look at all that is pending

Revision: 0006, after 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_example_flagged",
        "example",
        ["project_id", "status", "queue", "rank", "id"],
        unique=False,
        sqlite_where=sa.text("flagged = 1"),
        postgresql_where=sa.text("flagged"),
    )


def downgrade() -> None:
    op.drop_index("ix_example_flagged", "example")
