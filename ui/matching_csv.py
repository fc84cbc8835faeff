"""What a filter of the Dataset page matches, as CSV that a spreadsheet may open."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from backend.formats.csv_file import write_noted_csv
from backend.formats.file_name import safe_stem
from storage.engine import Store
from storage.examples import stream_decided
from storage.filters import ExampleFilter
from storage.parse_schemas import load_parses
from storage.tables import Decision, Example
from storage.votes import voters

MAX_ROWS = 100_000
"""Of one download, which is made in memory; the Export page writes any number to the disk."""

NOTES = ("status", "origin", "method", "reviewer", "reason", "id")
"""Columns beside the utterance; the importer passes them over."""


def matching_csv(store: Store, project_id: int, wanted: ExampleFilter) -> bytes:
    """The matching utterances with intent and language, formulas made harmless; the importer reads it back as it was.

    Beside them stands what is known of each, for whoever would take rejected ones for accepted. Rows come from the
    database piece by piece, in the order in which they were added; MAX_ROWS at most.
    """
    with store.read() as session:
        parses = load_parses(project_id, session=session)
        rows = stream_decided(project_id, wanted, session=session)
        by_votes = voters(project_id, session=session)
        found = ((row.utterance, _noted(row, decision, by_votes)) for row, decision in islice(rows, MAX_ROWS))
        return write_noted_csv(found, NOTES, parses.style if parses else None)


def _noted(example: Example, decision: Decision | None, by_votes: Mapping[int, tuple[str, ...]]) -> tuple[str, ...]:
    """What is pending is nobody's yet: a first vote on it is not to be told to the second reviewer."""
    reviewer = reason = ""
    if decision is not None and example.status != "pending":
        reviewer = ", ".join(by_votes[example.id]) if decision.vote else decision.reviewer
        reason = decision.reason
    return (example.status, example.origin, example.method, reviewer, reason, str(example.id))


def csv_name(project: str) -> str:
    """The name that the browser saves it under."""
    return f"{safe_stem(project)}.csv"
