"""A run: cell after cell is written, then all are measured."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from backend.domain.errors import TeachsetError
from bench.methods.case import Case, IsNew
from bench.methods.measuring import Measured, measured
from bench.methods.round_trip import RoundTrip
from bench.methods.sets import SETS
from bench.methods.teachers import Cell
from bench.methods.writing import Writer, Written
from bench.students.clean import same_name
from bench.students.progress import Progress

Found = tuple[Cell, Case, Written]


def write(
    cells: Sequence[Cell], writer: Writer, data: Path, intents: Sequence[str] | None = None
) -> tuple[list[Found], dict[str, str]]:
    """The outputs of every cell, in the order of the data sets; and why some cells have none.

    Args:
        intents: only these; all that are new to the teacher when None.

    Raises:
        NotFound: a data set is not there.
    """
    progress = Progress(len(cells))
    found: list[Found] = []
    failed: dict[str, str] = {}
    for cell in cells:
        before = writer.new
        case = SETS[cell.set].case(cell.method, cell.language, cell.seed, _wanted(cell, intents), data)
        try:
            written = writer.write(cell, case)
        except TeachsetError as error:
            failed[cell.name] = str(error)
            progress.cell(cell.name, f"left out: {error}", cached=False)
            continue
        found.append((cell, case, written))
        kept = f"kept {len(written.kept)} of {len(written.outputs)} in {written.seconds:.1f} s"
        progress.cell(cell.name, kept, cached=writer.new == before)
    return sorted(found, key=lambda one: _place(one[0])), failed


def measure(found: Sequence[Found], round_trip: RoundTrip) -> list[Measured]:
    """The figures of every cell; the first of a data set and language takes as long as its student is trained."""
    made = []
    progress = Progress(len(found))
    for cell, case, written in found:
        before = len(round_trip.students.seconds)
        made.append(measured(cell, case, written, round_trip))
        said = made[-1].figures.get("round_trip")
        told = "measured" if said is None else f"round trip {said:.0%}"
        progress.cell(cell.name, told, cached=len(round_trip.students.seconds) == before)
    return made


def _wanted(cell: Cell, intents: Sequence[str] | None) -> IsNew:
    return lambda name: (intents is None or any(same_name(name, one) for one in intents)) and cell.is_new(name)


def _place(cell: Cell) -> tuple[object, ...]:
    of = SETS[cell.set]
    return (
        list(SETS).index(of.name),
        of.methods.index(cell.method),
        cell.teacher,
        of.languages.index(cell.language),
        cell.seed,
    )
