"""What students said of test utterances is kept as it was said, in its order, once for every test set."""

from __future__ import annotations

from typing import Any

from storage.engine import Store
from storage.student_answers import answers_of, count_answers, save_answers
from storage.student_tasks import create_task
from storage.students import create_student
from storage.tables import TEST, Project
from tests.postgres import on_both

SPOKEN: dict[str, Any] = {
    "text": "to rome", "language": "en", "intent": "go", "spans": [[3, 7, "city"]], "said_intent": "go",
    "said_spans": [[0, 7, "city"]], "confidence": 0.75, "second": "stay", "second_confidence": 0.25, "right": False,
}  # fmt: skip
PARSED: dict[str, Any] = {
    "text": "rice", "language": "en", "intent": "ORDER", "said_intent": "", "confidence": 0.0, "right": False,
    "parse": "[ORDER rice ]", "said_parse": None, "problem": "nothing written",
}  # fmt: skip


@on_both
def test_answers_are_kept_in_their_order_in_the_place_of_earlier_ones(store: Store, project: Project) -> None:
    with store.write() as session:
        student, _new = create_student(project.id, {}, session=session)
        task, _new_task = create_task(project.id, TEST, {}, student_id=student.id, session=session)
        save_answers(student.id, None, [PARSED] * 3, session=session)
        save_answers(student.id, task.id, [SPOKEN], session=session)
        save_answers(student.id, None, [SPOKEN, PARSED], session=session)
    with store.read() as session:
        spoken, parsed = answers_of(student.id, None, session=session)
        assert count_answers(student.id, task.id, session=session) == 1
    assert (spoken.position, parsed.position) == (0, 1)
    assert spoken.model_dump(include=set(SPOKEN)) == SPOKEN
    assert (spoken.parse, spoken.said_parse, spoken.problem) == (None, None, "")
    assert parsed.model_dump(include=set(PARSED)) == PARSED
    assert (parsed.spans, parsed.said_spans, parsed.second, parsed.second_confidence) == ([], [], "", 0.0)
    with store.write() as session:
        save_answers(student.id, None, [], session=session)
        assert count_answers(student.id, None, session=session) == 0
