"""Renaming a label: the student that was trained before goes on, and says the new name."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.students.card import read_card
from backend.students.prints import prints_of
from jobs.project_student import project_student
from jobs.renaming import rename
from jobs.settings import Settings
from jobs.student_data import accepted_material
from jobs.student_folders import folder_of
from jobs.student_run import run_student
from jobs.students import StudentOrder, order_student, student_result
from storage.engine import Store
from storage.renaming import LabelUses
from storage.student_answers import learnt_by
from storage.tables import Project
from tests.backend.students.conftest import settings
from tests.jobs.students import look

pytestmark = pytest.mark.long


def test_a_student_says_the_new_names(store: Store, rich: Project, tiny_encoder: Path) -> None:
    row, _ = order_student(store, rich.id, StudentOrder(settings(tiny_encoder)))
    assert run_student(store, row.uid, Settings())
    student = project_student(store, rich.id)
    assert student is not None
    text = accepted_material(store, rich.id).utterances[0].text
    ((intent, sure, _),) = student.predict([text])
    rename(store, rich.id, "slot", "city", "town")
    rename(store, rich.id, "intent", intent, "renamed")
    assert student.predict([text])[0][:2] == ("renamed", sure)
    assert "renamed" in student.knows
    assert {slot for held in student.knows.values() for slot in held} >= {"town"}
    assert "city" not in str(read_card(folder_of(look(store, row.uid)))["labels"])
    result = student_result(look(store, row.uid))
    assert result is not None
    assert result.figures is not None
    assert "renamed" in result.figures.intents
    assert "city" not in result.figures.slots
    material = accepted_material(store, rich.id)
    now = {
        id_: (text, pattern)
        for id_, text, pattern in prints_of(dict(zip(material.ids, material.utterances, strict=True)))
    }
    with store.read() as session:
        learnt = learnt_by(row.id, session=session)
    assert learnt
    assert all(now[id_] == (text, pattern) for id_, text, pattern in learnt)


def test_without_a_student_only_the_database_is_renamed(store: Store, project: Project) -> None:
    assert rename(store, project.id, "slot", "city", " town ") == LabelUses(2, 0)
