"""The Student page says which slots no student can find, before it is trained and beside its figures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backend.domain.utterance import Span, Utterance
from backend.students.widening import Widened
from jobs.student_widening import of_accepted
from jobs.students import StudentResult, result_columns, student_result
from storage.engine import Store
from storage.examples import add_examples
from storage.students import student_by_uid
from storage.tables import Project
from tests.ui.conftest import OpenPage, texts
from tests.ui.pages.students import accepted, trained

BEFORE = "1 of 4 slots begins or ends inside a word, such as 서울 in 서울에. A student labels whole words"
BESIDE = "3 of 12 slots begin or end inside a word, such as 서울 in 서울에. A student labels whole words"


def test_before_a_training_it_says_how_many_and_what_it_means(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    accepted(store, project)
    assert "inside a word" not in texts(open_page("student", "Travel"))
    korean = Utterance("서울에 가자", "book_trip", "ko", (Span(0, 2, "city"),))
    with store.write() as session:
        add_examples(project.id, [korean], origin="imported", status="accepted", provenance={}, session=session)
    shown = texts(open_page("student", "Travel"))
    assert BEFORE in shown
    assert "counts as wrong" in shown


def test_texts_are_read_once_for_what_is_accepted(
    open_page: OpenPage, store: Store, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = []

    def noted(of: Store, project_id: int) -> Widened:
        read.append(project_id)
        return of_accepted(of, project_id)

    monkeypatch.setattr("ui.sections.widened.of_accepted", noted)
    accepted(store, project)
    open_page("student", "Travel").run()
    assert len(read) == 1


def test_beside_the_figures_it_says_how_much_can_be_found_at_most(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    accepted(store, project)
    row = trained(store, project)
    assert "inside a word" not in texts(open_page("student", "Travel"))
    result = student_result(row)
    assert isinstance(result, StudentResult)
    assert result.figures is not None
    told = replace(result, figures=replace(result.figures, widened=Widened(3, 12, "서울", "서울에")))
    with store.write() as session:
        student_by_uid(row.uid, session=session).result = result_columns(told)
    shown = texts(open_page("student", "Travel"))
    assert BESIDE in shown
    assert "75% of the slots are the most that it can find" in shown
