"""What the parses of a project may be."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Column, ForeignKey
from sqlmodel import Field

from storage.tables.base import Table


class ParseSchemaRow(Table, table=True):
    """The schema of parses of a project, whole: it is read, changed and checked as one. A project of slots has none."""

    __tablename__ = "parse_schema"

    project_id: int = Field(sa_column=Column(ForeignKey("project.id", ondelete="CASCADE"), primary_key=True))
    content: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
