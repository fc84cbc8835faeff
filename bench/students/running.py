"""A run: which intents and rows can be measured, and cell after cell of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from backend.domain.errors import TeachsetError
from backend.methods import method, methods
from bench.students.cells import Bench, Cell
from bench.students.clean import require_new
from bench.students.progress import Progress
from bench.students.rows import Row, row
from bench.students.sampling import Case


@dataclass
class Outcome:
    """What came of a run.

    Attributes:
        failed: cell → why. oracle: figures of the student that plays the reviewer; none where no row needs it.
    """

    cells: list[Cell] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    oracle: dict[str, float] = field(default_factory=dict)


def there(names: Sequence[str]) -> tuple[tuple[Row, ...], dict[str, str]]:
    """The rows of those names, and why some cannot be measured: the product does not have their method.

    Raises:
        InvalidValue: a name that no row has.
    """
    known = {one.name for one in methods()}
    rows = tuple(row(name) for name in names)
    lacking = {
        one.key: f"there is no method {part.method}" for one in rows for part in one.parts if part.method not in known
    }
    return tuple(one for one in rows if one.key not in lacking), lacking


def new_to(
    intents: Sequence[str],
    rows: Sequence[Row],
    teacher_of: Callable[[str], str],
    card_of: Callable[[str], Mapping[str, Any]],
) -> tuple[tuple[str, ...], dict[str, str]]:
    """The intents that each one's teacher was not tuned on, and why the others are left out of all rows."""
    if not any(method(part.method).needs_teacher for one in rows for part in one.parts):
        return tuple(intents), {}
    out: dict[str, str] = {}
    for intent in intents:
        try:
            require_new(intent, teacher_of(intent), dict(card_of(teacher_of(intent))))
        except TeachsetError as error:
            out[intent] = str(error)
    return tuple(one for one in intents if one not in out), out


def run(
    bench: Bench, cases: Sequence[Case], rows: Sequence[Row], progress: Progress, work: Callable[[], int]
) -> Outcome:
    """Every row of every case; a cell that fails is told of and left out.

    Args:
        work: counts what was generated or trained so far, which tells a cell that was in the cache.
    """
    outcome = Outcome()
    for case in cases:
        for one in rows:
            name, before = f"{case.name}: {one.title}", work()
            try:
                cell = bench.cell(case, one)
            except TeachsetError as error:
                outcome.failed[name] = str(error)
                progress.cell(name, f"left out: {error}", cached=False)
                continue
            outcome.cells.append(cell)
            local = f"recall {cell.figures['target_recall']:.1%}, slot F1 {cell.figures['target_slot_f1']:.1%}"
            whole = f"frames of all {cell.figures['frame_accuracy']:.1%}"
            progress.cell(name, f"{local}, {whole}, {cell.used} generated used", cached=work() == before)
    if any(one.is_reviewed for one in rows):
        outcome.oracle = bench.oracle_worth()
    return outcome
