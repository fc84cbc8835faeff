"""plans: jobs that were ordered together, and jobs of several requests

Revision: 0007, after 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("spec", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_plan_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("uid", name=op.f("uq_plan_uid")),
    )
    op.create_index(op.f("ix_plan_project_id"), "plan", ["project_id"], unique=False)
    # In SQL, since SQLite adds a foreign key only together with its column; a rebuilt `job` would take its outputs along.
    op.execute("ALTER TABLE job ADD COLUMN plan_id INTEGER CONSTRAINT fk_job_plan_id_plan REFERENCES plan (id)")
    op.add_column("job", sa.Column("parts", sa.JSON(), nullable=True))
    op.create_index(op.f("ix_job_plan_id"), "job", ["plan_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_job_plan_id"), "job")
    op.drop_column("job", "parts")
    op.drop_column("job", "plan_id")
    op.drop_table("plan")
