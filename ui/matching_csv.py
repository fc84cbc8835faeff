"""What a filter of the Dataset page matches, as CSV that a spreadsheet may open."""

from __future__ import annotations

from itertools import islice

from backend.formats.csv_file import write_csv
from backend.formats.file_name import safe_stem
from storage.engine import Store
from storage.examples import stream_decided
from storage.filters import ExampleFilter
from storage.parse_schemas import load_parses

MAX_ROWS = 100_000
"""Of one download, which is made in memory; the Export page writes any number to the disk."""


def matching_csv(store: Store, project_id: int, wanted: ExampleFilter) -> bytes:
    """The matching utterances with intent and language, formulas made harmless; the importer reads it back as it was.

    Rows come from the database piece by piece, in the order in which they were added; MAX_ROWS at most.
    """
    with store.read() as session:
        parses = load_parses(project_id, session=session)
        rows = stream_decided(project_id, wanted, session=session)
        found = (example.utterance for example, _decision in islice(rows, MAX_ROWS))
        return write_csv(found, parses.style if parses else None)


def csv_name(project: str) -> str:
    """The name that the browser saves it under."""
    return f"{safe_stem(project)}.csv"
