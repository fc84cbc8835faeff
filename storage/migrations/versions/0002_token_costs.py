"""tokens of prompts, and what a job's tokens cost

Revision: 0002, after 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.add_column(sa.Column("input_price", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("output_price", sa.Float(), nullable=True))
    with op.batch_alter_table("output", schema=None) as batch_op:
        batch_op.add_column(sa.Column("input_tokens", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("output", schema=None) as batch_op:
        batch_op.drop_column("input_tokens")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_column("output_price")
        batch_op.drop_column("input_price")
