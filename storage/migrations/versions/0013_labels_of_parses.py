"""labels of parses: written down for filters and counts, as slots are

Revision: 0013, after 0012
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

EXAMPLE = sa.table("example", sa.column("id", sa.Integer), sa.column("parse", sa.Text))
LABEL = sa.table(
    "example_slot",
    *(sa.column(name, sa.Integer) for name in ("example_id", "position")),
    *(sa.column(name, sa.String) for name in ("slot", "value")),
)
AT_ONCE = 500


def upgrade() -> None:
    connection = op.get_bind()
    last = 0
    while True:
        some = sa.select(EXAMPLE).where(EXAMPLE.c.parse.is_not(None), EXAMPLE.c.id > last)
        rows = connection.execute(some.order_by(EXAMPLE.c.id).limit(AT_ONCE)).all()
        if not rows:
            return
        held = [
            {"example_id": row.id, "position": position, "slot": label, "value": value}
            for row in rows
            for position, (label, value) in enumerate(labels(row.parse))
        ]
        connection.execute(sa.insert(LABEL), held)
        last = rows[-1].id


def downgrade() -> None:
    with_parse = sa.select(EXAMPLE.c.id).where(EXAMPLE.c.parse.is_not(None))
    op.get_bind().execute(sa.delete(LABEL).where(LABEL.c.example_id.in_(with_parse)))


def labels(parse: str) -> Iterator[tuple[str, str]]:
    """(label, value) of every label; a parse is stored with one space between all, and a bracket in a word escaped."""
    found: list[tuple[str, list[str]]] = []
    open_ones: list[int] = []
    parents = set()
    for piece in parse.split(" "):
        if piece.startswith("["):
            parents.update(open_ones[-1:])
            open_ones.append(len(found))
            found.append((piece[1:], []))
        elif piece == "]":
            open_ones.pop()
        else:
            found[open_ones[-1]][1].append(re.sub(r"\\([\\\[\]])", r"\1", piece))
    for at, (label, words) in enumerate(found):
        yield label, "" if at in parents else " ".join(words)
