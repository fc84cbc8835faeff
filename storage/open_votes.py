"""Open votes: what a first reviewer said of a candidate, told to nobody until a second one has said it too."""

from __future__ import annotations

from sqlalchemy import ColumnElement
from sqlmodel import col

from storage.tables import Decision, Example
from storage.votes import undone


def is_open_vote(decision: Decision, example: Example, *, is_undone: bool) -> bool:
    """Whether a decision is a vote that waits for a second one, which is to be given without knowing of it."""
    return decision.vote and not is_undone and example.status == "pending" and example.votes == 1


def open_vote() -> ColumnElement[bool]:
    """Of the `Decision` and the `Example` of the query around it: `is_open_vote` in SQL."""
    waits = (col(Example.status) == "pending") & (col(Example.votes) == 1)
    return col(Decision.vote) & waits & ~undone()
