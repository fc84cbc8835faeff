"""Two students are compared on what was put aside of both, and on nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from backend.domain.errors import Conflict, InvalidValue
from backend.domain.utterance import Span, Utterance
from backend.students.prints import print_of
from backend.students.student import Prediction
from jobs.student_answers import answer_columns
from jobs.student_comparing import compare_students, order_seeds_alone
from jobs.student_data import accepted_material
from jobs.student_parts import seeds_alone
from jobs.students import StudentResult, result_columns
from storage import runs
from storage.engine import Store
from storage.examples import ExampleFilter, add_examples, find_examples
from storage.student_answers import save_answers, save_learnt
from storage.students import create_student, latest_student, seeds_only_student, student_by_uid
from storage.tables import Project, StudentRow

ASIDE = [Utterance(f"take me to rome {at}", "book_trip", "en", (Span(11, 15, "city"),)) for at in range(30)]
RIGHT = Prediction("book_trip", 0.9, (Span(11, 15, "city"),))
WRONG = Prediction("cancel_trip", 0.6, ())


def trained(
    store: Store,
    project: Project,
    aside: list[Utterance],
    said: list[Prediction],
    learnt: Sequence[Utterance] = (),
) -> StudentRow:
    result = StudentResult(8, 2, len(aside), None, shares_seeds=False, latency=None)
    with store.write() as session:
        row, _new = create_student(project.id, {}, session=session)
        save_answers(row.id, None, answer_columns(aside, said), session=session)
        held = {one.text: one.id for one in find_examples(project.id, ExampleFilter(), session=session)}
        prints = [(held.get(one.text, 0), *print_of(one)) for one in learnt]
        save_learnt(row.id, prints, session=session)
        runs.finish(StudentRow, row.uid, "done", result=result_columns(result), folder="/none", session=session)
        return student_by_uid(row.uid, session=session)


def test_only_what_was_put_aside_of_both_is_measured(store: Store, project: Project) -> None:
    earlier = trained(store, project, ASIDE[:20], [WRONG] * 10 + [RIGHT] * 10)
    later = trained(store, project, ASIDE[5:], [RIGHT] * 25)
    found = compare_students(store, later.uid, earlier.uid)
    assert (found.measured, found.ours_aside, found.theirs_aside) == (15, 25, 20)
    assert found.ours.frame_accuracy.value == 1.0
    assert found.theirs.frame_accuracy.value == pytest.approx(2 / 3)
    assert found.difference.frame_accuracy.difference.value == pytest.approx(1 / 3)
    assert found.difference.frame_accuracy.p == pytest.approx(2 * 0.5**5)
    swapped = compare_students(store, earlier.uid, later.uid)
    assert swapped.difference.slot_f1.difference.value == pytest.approx(-found.difference.slot_f1.difference.value)


def test_nothing_in_common_is_refused_with_what_to_do(store: Store, project: Project) -> None:
    one = trained(store, project, ASIDE[:10], [RIGHT] * 10)
    two = trained(store, project, ASIDE[10:], [RIGHT] * 20)
    with pytest.raises(Conflict, match="no example was put aside of both students, of 10 and 20") as refused:
        compare_students(store, one.uid, two.uid)
    assert "Train anew" in str(refused.value)
    with pytest.raises(Conflict, match="nothing is kept"):
        compare_students(store, one.uid, trained(store, project, [], []).uid)


def test_what_one_has_learnt_from_after_all_is_left_out(store: Store, project: Project) -> None:
    alike = [Utterance(f"fly to oslo {at}", "book_trip", "en", (Span(7, 11, "city"),)) for at in range(4)]
    other_value = Utterance("fly to rome 0", "book_trip", "en", (Span(7, 11, "city"),))
    one = trained(store, project, alike, [RIGHT._replace(spans=(Span(7, 11, "city"),))] * 4, [other_value, alike[1]])
    two = trained(store, project, alike, [WRONG] * 4)
    assert compare_students(store, one.uid, two.uid).measured == 2


def test_an_example_that_was_labelled_anew_counts_as_the_later_student_had_it(store: Store, project: Project) -> None:
    before = [Utterance(one.text, "cancel_trip") for one in ASIDE[:4]]
    earlier = trained(store, project, before, [WRONG] * 4)
    later = trained(store, project, ASIDE[:4], [RIGHT] * 4)
    found = compare_students(store, earlier.uid, later.uid)
    assert (found.ours.intent_accuracy.value, found.theirs.intent_accuracy.value) == (0.0, 1.0)


def test_seeds_alone_learn_from_the_seeds_of_the_same_split_and_do_not_become_the_latest_student(
    store: Store, project: Project
) -> None:
    seeds = [Utterance("call it off", "cancel_trip"), Utterance("call off number two", "cancel_trip")]
    with store.write() as session:
        add_examples(project.id, seeds, origin="seed", status="accepted", provenance={}, session=session)
        add_examples(project.id, ASIDE, origin="imported", status="accepted", provenance={}, session=session)
    material = accepted_material(store, project.id)
    learnt = [one for one in material.utterances if one not in ASIDE[:10] and one != seeds[1]]
    student = trained(store, project, [*ASIDE[:10], seeds[1]], [RIGHT] * 11, learnt)
    parts = seeds_alone(store, material, student.uid)
    assert [one.text for one in parts.learnt.values()] == [
        "take me to rome on monday",
        "i want a weekend in oslo",
        "call it off",
    ]
    assert parts.tested == (*ASIDE[:10], seeds[1])
    row = order_seeds_alone(store, student.uid)
    assert order_seeds_alone(store, student.uid).uid == row.uid
    with store.write() as session:
        runs.finish(StudentRow, row.uid, "done", folder="/seeds", session=session)
    with store.read() as session:
        latest = latest_student(project.id, session=session)
        assert latest is not None
        assert latest.uid == student.uid
        found = seeds_only_student(student, session=session)
    assert found is not None
    assert found.uid == row.uid


def test_seeds_of_one_intent_are_refused(store: Store, project: Project) -> None:
    with store.read() as session:
        seeds = [row.utterance for row in find_examples(project.id, ExampleFilter(), session=session)]
    student = trained(store, project, ASIDE, [RIGHT] * 30, seeds)
    with pytest.raises(InvalidValue, match="seeds of 1 intents to learn from 'book_trip'"):
        order_seeds_alone(store, student.uid)
    unknown = trained(store, project, ASIDE, [RIGHT] * 30)
    with pytest.raises(Conflict, match="nothing is kept of what this student was measured on"):
        order_seeds_alone(store, unknown.uid)
