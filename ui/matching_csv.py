"""What a filter of the Dataset page matches, as CSV that a spreadsheet may open."""

from __future__ import annotations

from itertools import islice

from backend.formats.csv_file import write_noted_csv
from backend.formats.file_name import safe_stem
from storage.engine import Store
from storage.examples import stream_decided
from storage.filters import ExampleFilter
from storage.parse_schemas import load_parses
from storage.tables import Decision, Example

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
        found = ((example.utterance, _noted(example, decision)) for example, decision in islice(rows, MAX_ROWS))
        return write_noted_csv(found, NOTES, parses.style if parses else None)


def _noted(example: Example, decision: Decision | None) -> tuple[str, ...]:
    reviewer, reason = (decision.reviewer, decision.reason) if decision else ("", "")
    return (example.status, example.origin, example.method, reviewer, reason, str(example.id))


def csv_name(project: str) -> str:
    """The name that the browser saves it under."""
    return f"{safe_stem(project)}.csv"
