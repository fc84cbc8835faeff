"""groups of parses: made anew, since texts with different parses were near-duplicates

Revision: 0016, after 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

EXAMPLE = sa.table(
    "example", sa.column("id", sa.Integer), sa.column("parse", sa.Text), sa.column("group_key", sa.Integer)
)
INSIGHT = sa.table("insight", sa.column("example_id", sa.Integer))


def upgrade() -> None:
    grouped = sa.and_(EXAMPLE.c.parse.is_not(None), EXAMPLE.c.group_key.is_not(None))
    # What nothing is known of counts as new, and only what is new is put into a group.
    op.execute(sa.delete(INSIGHT).where(INSIGHT.c.example_id.in_(sa.select(EXAMPLE.c.id).where(grouped))))
    op.execute(sa.update(EXAMPLE).where(grouped).values(group_key=None))


def downgrade() -> None:
    """Nothing: groups by parse are groups by text, too."""
