"""Taking the accepted examples out, as a file that a trainer reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from backend.domain.errors import InvalidValue
from backend.domain.parse_notation import SQUARE, BracketStyle
from backend.formats.export import ExportResult, write_export
from backend.formats.file_name import safe_stem
from backend.formats.record import Record
from jobs.export_split import Shares, split_sides
from storage.engine import Store
from storage.examples import count_examples, stream_decided
from storage.filters import ExampleFilter
from storage.parse_schemas import load_parses
from storage.projects import project_by_id
from storage.tables import Decision, Example
from storage.votes import voters

Progress = Callable[[int, int], None]
"""Called with (rows written, rows in all); may raise to stop the export, which then leaves nothing behind."""


def export_stem(project_id: int, name: str) -> str:
    """What an export's files are called before their endings: no two projects share it."""
    # The name is cut first, so that the id behind it never is.
    return safe_stem(f"{safe_stem(name, most_bytes=90)}-{project_id}")


def export_dataset(
    store: Store,
    project_id: int,
    *,
    fmt: str,
    folder: Path,
    wanted: ExampleFilter | None = None,
    include_seeds: bool = True,
    progress: Progress | None = None,
    shares: Shares | None = None,
) -> ExportResult:
    """Write the accepted examples that match, with their manifest; the file is read again and compared.

    Args:
        fmt: "jsonl" or "conll".
        shares: of a split into train, dev and test, which every record then says; None for no split.

    Raises:
        InvalidValue: unknown format, or nothing to export.
        Conflict: what is exported changed while it was split.
        Unavailable: the disk is full, or the folder cannot be written to.
    """
    wanted = replace(wanted or ExampleFilter(), status="accepted", seeds=include_seeds)
    with store.read() as session:
        name = project_by_id(project_id, session=session).name
        total = count_examples(project_id, wanted, session=session)
        if not total:
            raise InvalidValue(
                "no accepted example matches", value=wanted.as_dict(), remedy="Accept some on the Review page first."
            )
        rows = stream_decided(project_id, wanted, session=session)
        parses = load_parses(project_id, session=session)
        brackets = parses.style if parses else SQUARE
        by_votes = voters(project_id, session=session)
        sides = split_sides(project_id, wanted, shares, session=session) if shares else None
        plain = (_record(row, decision, by_votes.get(row.id, ()), brackets) for row, decision in rows)
        records = map(sides.told, plain) if sides else plain
        return write_export(
            _counted(records, total, progress),
            folder,
            stem=export_stem(project_id, name),
            format=fmt,
            filters=wanted.as_dict(),
            parses=parses,
            split=sides.made if sides else None,
        )


def _record(example: Example, decision: Decision | None, voters: tuple[str, ...], brackets: BracketStyle) -> Record:
    provenance: dict[str, Any] = {**example.provenance, "example": example.id, "version": example.version}
    if decision is not None:
        provenance |= {
            "decision": decision.action,
            "reviewer": decision.reviewer,
            "decided_at": decision.at.isoformat(timespec="seconds"),
        }
        if decision.vote:
            provenance["reviewers"] = list(voters)
    return Record(example.utterance, example.origin, provenance, brackets)


def _counted(records: Iterator[Record], total: int, progress: Progress | None) -> Iterator[Record]:
    for number, record in enumerate(records, start=1):
        yield record
        if progress and (number % 100 == 0 or number == total):
            progress(number, total)
