from __future__ import annotations

from backend.domain.utterance import Span, Utterance
from storage.engine import Store
from storage.examples import add_examples
from storage.label_counts import accepted_labels, unsure_candidates
from storage.tables import Example, Insight, Project
from tests.conftest import pending
from tests.postgres import on_both


def said(store: Store, example: Example, student: str, confidence: float, fingerprint: str = "") -> None:
    prediction = {"student": student, "intent": "book_trip", "confidence": confidence, "spans": []}
    with store.write() as session:
        session.add(
            Insight(example_id=example.id, fingerprint=fingerprint or example.fingerprint, prediction=prediction)
        )


@on_both
def test_accepted_examples_are_counted_by_language_and_labels_that_none_holds_are_there(
    store: Store, project: Project
) -> None:
    german = Utterance("nach rom", "book_trip", "de", (Span(5, 8, "city"),))
    with store.write() as session:
        add_examples(project.id, [german], origin="seed", status="accepted", provenance={}, session=session)
    pending(store, project, "not yet")
    with store.read() as session:
        assert accepted_labels(project.id, session=session) == {
            ("en", "book_trip", ""): 2,
            ("en", "book_trip", "city"): 2,
            ("en", "book_trip", "day"): 1,
            ("en", "cancel_trip", ""): 0,
            ("en", "cancel_trip", "day"): 0,
            ("de", "book_trip", ""): 1,
            ("de", "book_trip", "city"): 1,
            ("de", "book_trip", "day"): 0,
            ("de", "cancel_trip", ""): 0,
            ("de", "cancel_trip", "day"): 0,
        }


@on_both
def test_only_what_this_student_said_of_candidates_as_they_are_now_counts(store: Store, project: Project) -> None:
    one, two, three, four, _unread = pending(store, project, "one", "two", "three", "four", "five")
    said(store, one, "s1", 0.9)
    said(store, two, "s1", 0.4)
    said(store, three, "s0", 0.1)
    said(store, four, "s1", 0.1, fingerprint="of another text")
    with store.read() as session:
        assert unsure_candidates(project.id, "s1", 0.65, session=session) == {("en", "book_trip"): (2, 1)}
        assert unsure_candidates(project.id, "s2", 0.65, session=session) == {}
