"""A student whose training is a job: looking at it, and leaving the training out."""

from __future__ import annotations

import pytest

from jobs.students import StudentResult
from storage.engine import Store
from storage.students import student_by_uid
from storage.tables import StudentRow


def look(store: Store, uid: str) -> StudentRow:
    with store.read() as session:
        return student_by_uid(uid, session=session)


class Silent:
    """A student that nobody is to ask."""

    def predict(self, texts: list[str]) -> None:
        pytest.fail("it was asked")


def without_training(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a training leave a folder at once, with a student that nobody is to ask."""
    monkeypatch.setattr("jobs.student_run._train", lambda *given: given[3].mkdir(parents=True) is None)
    monkeypatch.setattr("jobs.student_run.load_student", lambda *_, **__: Silent())


def without_measuring(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a student stored without figures and answers."""
    monkeypatch.setattr("jobs.student_run._measured", lambda *_: (StudentResult(9, 3, 0, None, False, None), []))
    monkeypatch.setattr("jobs.student_run.answer_columns", lambda *_: ())
