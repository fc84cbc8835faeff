"""parses: of an example, and what those of a project may be

Revision: 0010, after 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No batch: it may copy a table of SQLite, and dropping the old one deletes what refers to it.
    op.add_column("example", sa.Column("parse", sa.Text(), nullable=True))
    op.create_table(
        "parse_schema",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_parse_schema_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_parse_schema")),
    )


def downgrade() -> None:
    op.drop_table("parse_schema")
    op.drop_column("example", "parse")
