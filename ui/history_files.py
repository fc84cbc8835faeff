"""A filtered history as a file: CSV that a spreadsheet may open, JSONL with all that is kept of each decision."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from backend.domain.notation import Annotated, write_typed
from backend.domain.utterance import Span
from backend.formats.csv_file import guard
from storage.history import Entry, record
from ui.history_words import changed

COLUMNS = ("id", "at", "reviewer", "action", "reason", "example", "intent", "language", "changed", "before", "after")
MORE_COLUMNS = ("undone", "made at once")


def csv_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """A header and a line for each, every cell quoted, formulas made harmless; with the mark that spreadsheets want."""
    yield "\ufeff" + _line([*COLUMNS, *MORE_COLUMNS])
    for entry in entries:
        decision = entry.decision
        before, after = decision.before, entry.outcome
        cells = (
            *(str(decision.id), decision.at.isoformat(timespec="seconds"), decision.reviewer, entry.action),
            *(entry.reason, str(decision.example_id), str(after["intent"]), str(after["language"])),
            *(changed(entry), _notation(before), _notation(after)),
            *("yes" if entry.undone_by else "no", decision.bulk_uid or ""),
        )
        yield _line(cells)


def jsonl_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """A JSON object a line."""
    return (json.dumps(record(entry), ensure_ascii=False) + "\n" for entry in entries)


def _line(cells: Iterable[str]) -> str:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow([guard(cell) for cell in cells])
    return written.getvalue()


def _notation(state: Mapping[str, Any]) -> str:
    if state.get("parse"):
        return f"{state['text']} => {state['parse']}"
    return write_typed(Annotated(state["text"], tuple(Span(*span) for span in state["spans"])))
