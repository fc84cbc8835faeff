"""What the card shows beside candidates."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from backend.domain.decision import DecisionCreate
from backend.domain.utterance import Span, Utterance
from jobs.analysis.pace import Pace
from jobs.analysis.round import Kept, analyse
from jobs.analysis.tools import Tools
from storage.decisions import decide
from storage.engine import Store
from storage.examples import add_examples, get_example
from storage.insights import save_group_keys
from storage.tables import Example, Insight, Project
from tests.backend.students.hashing import HashingEncoder
from tests.conftest import pending
from ui.review_insights import LEAST_ALIKE, MEMBERS_SHOWN, insights_for_card


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(store.engine, "before_cursor_execute", note)


def card(store: Store, project: Project, *rows: Example) -> dict[int, dict[str, Any]]:
    with store.read() as session:
        examples = [get_example(project.id, row.id, session=session) for row in rows]
        return insights_for_card(examples, reviewer="", session=session)


def analysed(store: Store, project: Project) -> None:
    for _ in analyse(project.id, Tools(store, Pace(), HashingEncoder(), None), Kept()):
        pass


def apply(store: Store, project: Project, row: Example, action: str, reason: str = "", version: int = 1) -> None:
    created = DecisionCreate(row.id, version, action, str(uuid.uuid4()), reason)
    with store.write() as session:
        decide(project.id, created, session=session)


def test_what_nothing_is_known_of_yet_is_shown_without(store: Store, project: Project) -> None:
    (row,) = pending(store, project, "off to lima")
    assert card(store, project, row) == {
        row.id: {
            "why": [],
            "doubts": [],
            "neighbours": {"accepted": [], "rejected": []},
            "group": None,
        }
    }


def test_doubts_reasons_and_neighbours_are_those_that_were_found(store: Store, project: Project) -> None:
    row, bad = pending(store, project, "i want a weekend in rome", "i want a weak end in rome")
    apply(store, project, bad, "reject", "unnatural")
    analysed(store, project)
    shown = card(store, project, row)[row.id]
    assert shown["doubts"] == [
        {"check": "values-labelled", "passed": False, "detail": "without a label: rome is known as city"}
    ]
    assert shown["why"] == [], "the doubt speaks for itself"
    accepted, rejected = shown["neighbours"]["accepted"], shown["neighbours"]["rejected"]
    assert [one["text"] for one in accepted] == ["i want a weekend in oslo", "take me to rome on monday"]
    assert accepted[0]["spans"] == [[20, 24, "city"]]
    assert 0.7 < accepted[0]["similarity"] <= 1
    assert [(one["text"], one["reason"]) for one in rejected] == [("i want a weak end in rome", "unnatural")]
    assert set(accepted[0]) == {"text", "spans", "similarity"}
    assert set(rejected[0]) == {"text", "spans", "similarity", "reason"}


def test_a_neighbour_that_is_hardly_alike_is_not_shown(store: Store, project: Project) -> None:
    row, near, far = pending(store, project, "off to lima", "off to lima now", "what is on tonight")
    for one in (near, far):
        apply(store, project, one, "accept")
    accepted = [{"id": near.id, "similarity": LEAST_ALIKE}, {"id": far.id, "similarity": LEAST_ALIKE - 0.01}]
    with store.write() as session:
        session.add(Insight(example_id=row.id, fingerprint=row.fingerprint, accepted=accepted))
    shown = card(store, project, row)[row.id]["neighbours"]["accepted"]
    assert [one["text"] for one in shown] == ["off to lima now"]


def test_a_neighbour_that_stands_otherwise_now_is_not_shown(store: Store, project: Project) -> None:
    row, near = pending(store, project, "off to lima", "off to lima now")
    apply(store, project, near, "accept")
    analysed(store, project)
    shown = card(store, project, row)[row.id]
    assert "off to lima now" in [one["text"] for one in shown["neighbours"]["accepted"]]
    assert (shown["why"], shown["doubts"]) == (["It is much like what has been accepted."], [])
    apply(store, project, near, "reject", version=2)
    assert "off to lima now" not in [one["text"] for one in card(store, project, row)[row.id]["neighbours"]["accepted"]]


def doubted(store: Store, row: Example, said: dict[str, Any], detail: str) -> None:
    doubts = [{"check": "student-agrees", "passed": False, "detail": detail}]
    prediction = {"student": "s1", **said}
    with store.write() as session:
        session.add(Insight(example_id=row.id, fingerprint=row.fingerprint, doubts=doubts, prediction=prediction))


@pytest.mark.parametrize(
    ("said", "reads"),
    [
        ({"intent": "cancel_trip", "confidence": 0.8, "spans": [[7, 11, "city"]]}, None),
        ({"intent": "cancel_trip", "confidence": 0.8, "spans": []}, []),
        ({"intent": "book_trip", "confidence": 0.8, "spans": [[4, 11, "city"]]}, [[4, 11, "city"]]),
    ],
)
def test_what_a_student_says_is_shown_once_with_its_marks_where_these_are_other_ones(
    store: Store, project: Project, said: dict[str, Any], reads: list[list[Any]] | None
) -> None:
    row = lima(store, project)
    doubted(store, row, said, "the student disagrees")
    shown = card(store, project, row)[row.id]
    (doubt,) = shown["doubts"]
    assert (doubt["detail"], "prediction" in shown) == ("the student disagrees", False)
    assert doubt.get("reads") == (None if reads is None else {"text": "off to lima", "spans": reads})


def test_what_a_student_reads_otherwise_without_a_doubt_is_not_shown(store: Store, project: Project) -> None:
    row = lima(store, project)
    said = {"student": "s1", "intent": "cancel_trip", "confidence": 0.8, "spans": []}
    with store.write() as session:
        session.add(Insight(example_id=row.id, fingerprint=row.fingerprint, prediction=said))
    assert card(store, project, row)[row.id]["doubts"] == []


def lima(store: Store, project: Project) -> Example:
    utterance = Utterance("off to lima", "book_trip", "en", (Span(7, 11, "city"),))
    with store.write() as session:
        added = add_examples(
            project.id, [utterance], origin="imported", status="pending", provenance={}, session=session
        )
        return added.examples[0]


def test_a_group_has_its_size_and_no_more_members_than_the_card_takes(store: Store, project: Project) -> None:
    rows = pending(store, project, *(f"off to lima {number}" for number in range(MEMBERS_SHOWN + 5)))
    with store.write() as session:
        save_group_keys(project.id, {row.id: rows[0].id for row in rows}, session=session)
    group = card(store, project, rows[0])[rows[0].id]["group"]
    assert group["size"] == MEMBERS_SHOWN + 4
    assert [member["id"] for member in group["members"]] == [row.id for row in rows[1 : MEMBERS_SHOWN + 1]]
    assert group["members"][0] == {
        "id": rows[1].id, "version": 1, "intent": "book_trip", "text": "off to lima 1", "spans": [],
    }  # fmt: skip


def test_twenty_candidates_take_as_many_queries_as_two(store: Store, project: Project) -> None:
    rows = pending(store, project, *(f"off to lima {number}" for number in range(20)))
    analysed(store, project)
    with store.write() as session:
        save_group_keys(project.id, {row.id: rows[0].id for row in rows}, session=session)
    counts = []
    for some in (rows[:2], rows):
        with store.read() as session:
            examples = [get_example(project.id, row.id, session=session) for row in some]
            with counted(store) as statements:
                insights_for_card(examples, reviewer="", session=session)
        counts.append(len(statements))
    assert counts == [3, 3]
