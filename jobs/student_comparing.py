"""Two students of a project against each other, on examples that neither has learnt from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from backend.domain.errors import Conflict
from backend.domain.utterance import Utterance
from backend.students.comparing import Comparison, compare
from backend.students.metrics import Shares, overall
from backend.students.prints import Learnt, Print
from backend.students.resampling import Paired as Paired
from backend.students.student import Prediction
from jobs.student_answers import gold_of, said_of
from jobs.student_data import accepted_material
from jobs.student_parts import seeds_alone
from jobs.students import student_result
from storage.engine import Store
from storage.student_answers import answers_of, learnt_by
from storage.students import create_student, student_by_uid
from storage.tables import StudentAnswer, StudentRow

CHANCE = 0.05
"""A difference whose p is below is called more than chance."""


@dataclass(frozen=True)
class Compared:
    """What came of comparing two students.

    Attributes:
        measured: examples that both were measured on here. ours_aside, theirs_aside: those that were put aside of each.
        ours, theirs: their figures on these; difference: the first's minus the second's.
        shares_seeds: some were made from the same seeds as what one of them learnt from.
    """

    measured: int
    ours_aside: int
    theirs_aside: int
    ours: Shares
    theirs: Shares
    difference: Comparison
    shares_seeds: bool


def compare_students(store: Store, uid: str, other: str) -> Compared:
    """Compare two students on what was put aside of both: each answered it, and neither learnt from it.

    An example that was labelled anew between the two trainings counts as the later one has it.

    Raises:
        NotFound: one of them is gone. Conflict: nothing was put aside of both, or it is not known what.
    """
    both = put_aside_of_both(store, uid, other)
    said = tuple([said_of(row) for row in rows] for rows in (both.ours, both.theirs))
    with store.read() as session:
        rows = [student_by_uid(one, session=session) for one in (uid, other)]
    return _compared(rows, both.gold, said, both.aside)


@dataclass(frozen=True)
class Both:
    """What was put aside of two students, and what each said of it, in one order; `aside`: as of each alone."""

    gold: list[Utterance]
    ours: list[StudentAnswer]
    theirs: list[StudentAnswer]
    aside: tuple[int, int]


def put_aside_of_both(store: Store, uid: str, other: str) -> Both:
    """The examples that two students were measured on and neither learnt from.

    Raises:
        NotFound: one of them is gone. Conflict: there is none, or it is not known which.
    """
    with store.read() as session:
        rows = [student_by_uid(one, session=session) for one in (uid, other)]
        ours, theirs = ({_key(one): one for one in answers_of(row.id, None, session=session)} for row in rows)
        learnt = [learnt_by(row.id, session=session) for row in rows]
    if not ours or not theirs:
        raise Conflict(
            "nothing is kept of what one of the students was measured on",
            remedy="It had too few examples to put any aside, or is of an older version: train anew.",
        )
    later = ours if rows[0].id > rows[1].id else theirs
    common = [key for key in ours if key in theirs]
    gold = [gold_of(later[key]) for key in common]
    known = _known(gold, learnt)
    kept = [at for at in range(len(gold)) if at not in known]
    if not kept:
        raise Conflict(
            f"no example was put aside of both students, of {len(ours)} and {len(theirs)}",
            remedy="What one is measured on, the other has learnt from or not seen. Train anew, and compare that one.",
        )
    first, second = ([held[common[at]] for at in kept] for held in (ours, theirs))
    return Both([gold[at] for at in kept], first, second, (len(ours), len(theirs)))


def order_seeds_alone(store: Store, uid: str) -> StudentRow:
    """Queue a training on the seeds among what a student learnt from, to be measured on the same examples as it.

    Raises:
        Conflict: another training is active, or it is not known what that student was measured on.
        InvalidValue: seeds of fewer than two intents. NotFound: that student is gone.
    """
    with store.read() as session:
        student = student_by_uid(uid, session=session)
    seeds_alone(store, accepted_material(store, student.project_id), uid)
    with store.write() as session:
        row, new = create_student(student.project_id, student.settings, seeds_of=uid, session=session)
    if not new and row.seeds_of != uid:
        raise Conflict("another student is being trained", remedy="Wait for it, or cancel it.")
    return row


def _compared(
    rows: list[StudentRow],
    asked: list[Utterance],
    said: tuple[list[Prediction], ...],
    aside: tuple[int, int],
) -> Compared:
    ours, theirs = said
    results = [student_result(row) for row in rows]
    return Compared(
        len(asked),
        *aside,
        overall(asked, ours),
        overall(asked, theirs),
        compare(asked, ours, theirs),
        any(result is not None and result.shares_seeds for result in results),
    )


def _key(row: StudentAnswer) -> tuple[str, str]:
    return row.language, row.text


def _known(gold: list[Utterance], learnt: Sequence[list[list[Any]] | None]) -> frozenset[int]:
    """Places of what one of the students has learnt from after all, word for word or but for its values."""
    known: set[int] = set()
    for examples in learnt:
        found = Learnt.of(Print(str(text), str(pattern)) for _id, text, pattern in examples or ()).overlap(gold)
        known |= {*found.exact, *found.delexicalised}
    return frozenset(known)
