"""The Student page of a project of parses: ordering a training, what came of one, its errors, and a sentence tried."""

from __future__ import annotations

import pytest

from backend.domain.parse import Parse
from backend.domain.parse_notation import read_parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.utterance import Utterance
from backend.students.parsing.metrics import evaluate_parses
from backend.students.parsing.parser import ParsePrediction
from backend.students.prints import print_of
from jobs.asking import order_ask
from jobs.parsers import ParserResult, result_columns
from jobs.student_answers import parse_answer_columns
from jobs.students import StudentProgress, order_student
from storage import runs
from storage.engine import Store
from storage.examples import add_examples
from storage.parse_schemas import store_parses
from storage.projects import create_project
from storage.schemas import load_schema, put_schema
from storage.student_answers import save_answers, save_learnt
from storage.students import list_students, student_by_uid
from storage.tables import Project, StudentRow, StudentTask
from tests.ui.conftest import HOSTILE, OpenPage, read_as_markdown, texts

FOODS = ("rice", "soup", "kale", "corn", "figs", "eggs")
GOLD = [Utterance(f"get {food}", "ORDER", parse=read_parse(f"[ORDER get [FOOD {food} ] ]")) for food in FOODS]

LEARNT = [Utterance("bring corn", "ORDER", parse=read_parse("[ORDER bring [FOOD corn ] ]"))]


@pytest.fixture
def bowls(store: Store) -> Project:
    with store.write() as session:
        project = create_project("Bowls", teacher="none", session=session)
        store_parses(project.id, ParseSchema("top"), session=session)
        put_schema(project.id, load_schema(project.id, session=session).extended_by(*GOLD), session=session)
        add_examples(project.id, GOLD, origin="seed", status="accepted", provenance={}, session=session)
        return project


def trained(store: Store, project: Project, said: list[Parse | None], learnt: list[Utterance]) -> StudentRow:
    """A student that was asked the first examples."""
    row, _new = order_student(store, project.id)
    answers = [ParsePrediction(one, "", "" if one else f"not closed {HOSTILE[0]}") for one in said]
    asked = GOLD[: len(said)]
    result = ParserResult(len(learnt), 0, len(said), evaluate_parses(asked, answers), True, 812.0)
    with store.write() as session:
        runs.start(StudentRow, row.id, "training", session=session)
        runs.finish(StudentRow, row.uid, "done", result=result_columns(result), folder="/nowhere", session=session)
        save_answers(row.id, None, parse_answer_columns(asked, answers), session=session)
        save_learnt(row.id, [(0, *print_of(one)) for one in learnt], session=session)
        return student_by_uid(row.uid, session=session)


def test_a_press_orders_a_training_that_shows_how_far_it_is(open_page: OpenPage, store: Store, bowls: Project) -> None:
    app = open_page("student", "Bowls")
    assert app.button(key="train-student").label == "Train on 6 accepted examples"
    app.button(key="train-student").click().run()
    with store.read() as session:
        (row,) = list_students(bowls.id, session=session)
    with store.write() as session:
        runs.start(StudentRow, row.id, "training", session=session)
        told = StudentProgress(3, 8, 0.5, 0.25)
        runs.set_progress(StudentRow, row.id, vars(told) | {"curve": []}, session=session)
    said = texts(open_page("student", "Bowls"))
    assert "25% of the held-out parses right" in said
    assert "not checked by a round trip yet" in said


def test_three_matches_come_with_their_intervals_and_what_parses_do_not_have_is_said(
    open_page: OpenPage, store: Store, bowls: Project
) -> None:
    trained(store, bowls, [GOLD[0].parse, read_parse("[ORDER get [FOOD Soup ] ]"), None, GOLD[3].parse], LEARNT)
    app = open_page("student", "Bowls")
    said = texts(app)
    assert "50.0% (" in said
    assert "75.0% (" in said
    assert "812 ms" in said
    assert "these figures flatter it" in said
    assert "no learning curve" in said
    (table,) = (table.value for table in app.dataframe if "Outcome" in table.value.columns)
    assert list(table["But for spaces and case"]) == [75.0]


def test_errors_are_shown_by_kind_as_text_whatever_they_hold(open_page: OpenPage, store: Store, bowls: Project) -> None:
    trained(store, bowls, [GOLD[0].parse, read_parse("[ORDER get [FOOD Soup ] ]"), None], LEARNT)
    app = open_page("student", "Bowls", **{"parser-part": "Errors"})
    assert "2 wrong answers of 3" in texts(app)
    choice = app.selectbox(key="parse-errors-which")
    assert choice.options == ["All", "Right but for spaces and case", "Without a parse"]
    choice.set_value("Without a parse").run()
    assert not app.exception
    assert HOSTILE[0] not in read_as_markdown(app)


def test_two_students_are_compared_on_what_neither_has_learnt_from(
    open_page: OpenPage, store: Store, bowls: Project
) -> None:
    trained(store, bowls, [None, None, None], LEARNT)
    trained(store, bowls, [one.parse for one in GOLD[:3]], LEARNT)
    app = open_page("student", "Bowls", **{"parser-part": "Compare"})
    assert "What do the generated and imported examples add?" in texts(app)
    app.selectbox(key="against").set_value(app.selectbox(key="against").options[1]).run()
    assert not app.exception
    assert "Exact match: " in texts(app)
    assert "Measured on the 3 examples" in texts(app)


@pytest.mark.parametrize(
    ("parse", "said"), [("[ORDER get [FOOD soup ] ]", "[ORDER get [FOOD soup ] ]"), (None, "[ORDER get")]
)
def test_a_sentence_is_tried(open_page: OpenPage, store: Store, bowls: Project, parse: str | None, said: str) -> None:
    trained(store, bowls, [GOLD[0].parse], LEARNT)
    task = order_ask(store, bowls.id, "get soup")
    answer = {"parse": parse, "written": said, "problem": "" if parse else "never closed", "milliseconds": 1234.0}
    with store.write() as session:
        runs.finish(StudentTask, task.uid, "done", result=answer, session=session)
    app = open_page("student", "Bowls")
    assert "1.2 s" not in texts(app)
    app.session_state[f"student.asked.{bowls.id}"] = task.uid
    app.run()
    assert said in texts(app)
    assert "1.2 s" in texts(app)
