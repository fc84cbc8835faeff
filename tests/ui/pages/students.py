"""Accepted examples, students as the worker leaves them, and what they said."""

from __future__ import annotations

from backend.domain.utterance import Utterance
from backend.students.latency import Latency
from backend.students.metrics import Figures, LabelFigures, Shares
from backend.students.resampling import Estimate
from backend.students.student import Prediction
from jobs.student_answers import answer_columns
from jobs.students import StudentResult, order_student, result_columns
from storage import runs
from storage.engine import Store
from storage.examples import add_examples
from storage.student_answers import save_answers
from storage.students import student_by_uid
from storage.tables import Project, StudentRow


def accepted(store: Store, project: Project, number: int = 6) -> None:
    """Accepted examples of both intents."""
    with store.write() as session:
        for intent in ("book_trip", "cancel_trip"):
            rows = [Utterance(f"{intent} {at} please", intent) for at in range(number)]
            add_examples(project.id, rows, origin="imported", status="accepted", provenance={}, session=session)


def figures(value: float) -> Figures:
    share = Estimate(value, value - 0.1, value + 0.1)
    intents = {"book_trip": LabelFigures(1.0, 0.9, 0.95, 9), "cancel_trip": LabelFigures(0.5, 0.4, 0.44, 5)}
    return Figures(Shares(14, share, share, share), {}, intents, {"city": LabelFigures(0.7, 0.6, 0.65, 7)})


def trained(store: Store, project: Project, *, shares_seeds: bool = False) -> StudentRow:
    row, _new = order_student(store, project.id)
    result = StudentResult(40, 8, 14, figures(0.8), shares_seeds, Latency(8.4, 20.0, 100))
    with store.write() as session:
        runs.start(StudentRow, row.id, "training", session=session)
        runs.finish(StudentRow, row.uid, "done", result=result_columns(result), folder="/nowhere", session=session)
        return student_by_uid(row.uid, session=session)


def measured(store: Store, row: StudentRow, gold: list[Utterance], said: list[Prediction]) -> None:
    with store.write() as session:
        save_answers(row.id, None, answer_columns(gold, said), session=session)
