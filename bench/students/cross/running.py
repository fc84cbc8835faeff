"""A run of the experiment: which cells there are, and cell after cell of them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from backend.domain.errors import InvalidValue, TeachsetError
from backend.methods import method
from backend.teacher.adapter import card_of
from backend.teacher.catalogue import style_of, writer_of
from backend.teacher.protocol import Teacher
from bench.methods.teachers import lacking
from bench.students.clean import require_new
from bench.students.cross import of_massive, of_mtop
from bench.students.cross.cases import CrossCase
from bench.students.cross.cells import CrossBench, CrossCell
from bench.students.cross.protocol import LANGUAGES, MASSIVE, PROTOCOLS, CrossProtocol
from bench.students.cross.reporting import Ran, report
from bench.students.cross.results import tables
from bench.students.cross.rows import CrossRow, chosen
from bench.students.learning import Students
from bench.students.progress import Progress


@dataclass
class Outcome:
    """What came of all cells; failed: cell → why."""

    cells: list[CrossCell] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)


def run_cross(told: argparse.Namespace, opened: Callable[[str], Teacher]) -> int:
    """Run, print the tables and write the results; 0 when all cells were measured.

    Raises:
        NotFound: the data is not there. InvalidValue: no such row, or nothing to measure.
    """
    if told.intents:
        raise InvalidValue(
            "intents to choose", value=told.intents, remedy="This experiment has its own: leave them out."
        )
    protocol = _protocol(told)
    rows, skipped = written_by(told.teacher, chosen(told.rows), agreed=told.agree)
    intents, left_out = _new(told, protocol, rows)
    planned = [one for one in _planned(told, protocol, rows) if intents[one[0]]]
    if not planned:
        raise InvalidValue("nothing to measure", remedy="Choose other languages, data sets or teachers.")
    for name, why in {**skipped, **left_out}.items():
        print(f"Left out, {name}: {why}", flush=True)
    students = Students(told.cache, told.device)
    bench = CrossBench(
        protocol, lambda name: _writer(told.teacher, name), cache(opened), students, told.cache / "generated"
    )
    progress = Progress(sum(len(held) for _, _, _, held in planned))
    outcome = Outcome()
    for name, language, draw, held in planned:
        case = _case(name, language, draw, intents[name], protocol, told)
        _measure(bench, case, held, progress, outcome)
    ran = Ran(told, protocol, intents, left_out, skipped, outcome.cells, outcome.failed, students.seconds, progress)
    file, results = report(ran)
    for name, found in results["sets"].items():
        print(f"\n{name}\n\n{tables(name, found['rows'])}")
    print(f"\n{'Partial' if results['partial'] else 'Complete'}: {file}")
    return 1 if outcome.failed else 0


def written_by(teacher: str, rows: Sequence[CrossRow], *, agreed: bool) -> tuple[tuple[CrossRow, ...], dict[str, str]]:
    """The rows that can be written, and why others cannot: their teacher is not there, or its terms not agreed to."""
    writers = {row.key: _writer(teacher, row.method) for row in rows if row.method}
    out = lacking(writers.values(), agreed=agreed)
    skipped = {key: out[writer] for key, writer in writers.items() if writer in out}
    return tuple(row for row in rows if row.key not in skipped), skipped


def _writer(teacher: str, name: str) -> str:
    """Who writes in the product when that teacher is asked for the method."""
    return writer_of(teacher, name, style_of(teacher, name))


def _new(
    told: argparse.Namespace, protocol: CrossProtocol, rows: Sequence[CrossRow]
) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Data set → the intents that no teacher of the rows was tuned on, and why the others are left out of all rows."""
    writers = {_writer(told.teacher, row.method) for row in rows if row.method and method(row.method).needs_teacher}
    found: dict[str, tuple[str, ...]] = {}
    out: dict[str, str] = {}
    for name in told.sets:
        count = protocol.sizes[name].intents
        every = of_massive.INTENTS[:count] if name == MASSIVE else of_mtop.commonest(count, told.data)
        for intent in every:
            try:
                for writer in sorted(writers):
                    require_new(intent, writer, card_of(writer))
            except TeachsetError as error:
                out[f"{name} {intent}"] = str(error)
        found[name] = tuple(intent for intent in every if f"{name} {intent}" not in out)
    return found, out


def _planned(
    told: argparse.Namespace, protocol: CrossProtocol, rows: Sequence[CrossRow]
) -> Iterator[tuple[str, str, int, tuple[CrossRow, ...]]]:
    """(data set, language, draw, rows): all that was asked for, or the protocol's languages."""
    for name in told.sets:
        held = tuple(row for row in rows if name in row.sets)
        for language in LANGUAGES[name]:
            if language in (told.languages or protocol.languages[name]):
                yield from ((name, language, draw, held) for draw in range(told.seeds))


def _case(
    name: str, language: str, draw: int, intents: Sequence[str], protocol: CrossProtocol, told: argparse.Namespace
) -> CrossCase:
    make = of_massive.case if name == MASSIVE else of_mtop.case
    return make(language, draw, intents, protocol.sizes[name], told.data)


def _measure(
    bench: CrossBench, case: CrossCase, rows: Sequence[CrossRow], progress: Progress, outcome: Outcome
) -> None:
    """Every row of a case; a cell that fails is told of and left out."""
    for row in rows:
        name, before = f"{case.name}: {row.title}", bench.work
        try:
            cell = bench.cell(case, row)
        except TeachsetError as error:
            outcome.failed[name] = str(error)
            progress.cell(name, f"left out: {error}", cached=False)
            continue
        outcome.cells.append(cell)
        said = f"recall of new intents {cell.figures['new_recall']:.1%}, slot F1 {cell.figures['new_slot_f1']:.1%}"
        progress.cell(name, f"{said}, {cell.used} generated used", cached=bench.work == before)


def _protocol(told: argparse.Namespace) -> CrossProtocol:
    protocol = PROTOCOLS[told.protocol]
    sizes = protocol.sizes
    if told.outputs:
        sizes = {name: replace(one, outputs=told.outputs) for name, one in sizes.items()}
    return replace(protocol, sizes=sizes, student=replace(protocol.student, encoder=told.encoder))
