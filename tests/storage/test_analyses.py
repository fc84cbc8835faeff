"""How far a project's analysis is, and what it does not know of yet."""

from __future__ import annotations

import uuid

from backend.domain.decision import DecisionCreate
from storage.analyses import (
    analysis_of,
    begin_ranking,
    came_decided,
    note_progress,
    pulses,
    stream_plain,
    unknown_decisions,
)
from storage.decisions import decide
from storage.engine import Store
from storage.projects import delete_project
from storage.tables import Analysis, Project
from tests.conftest import pending


def accept(store: Store, project: Project, text: str) -> None:
    (row,) = pending(store, project, text)
    with store.write() as session:
        decide(project.id, DecisionCreate(row.id, 1, "accept", str(uuid.uuid4())), session=session)


def test_a_pulse_changes_with_every_example_and_decision(store: Store, project: Project) -> None:
    seen = []
    for text in ("one", "two"):
        with store.read() as session:
            seen.append(pulses(session=session)[project.id])
        accept(store, project, text)
    assert seen == [(2, 2, 0, 0), (3, 3, 1, 1)]


def test_a_ranking_knows_of_all_that_was_decided_before_it(store: Store, project: Project) -> None:
    accept(store, project, "one")
    with store.read() as session:
        analysis = analysis_of(project.id, session=session)
        count, last = unknown_decisions(analysis, session=session)
        assert (count, last is not None, came_decided(analysis, session=session)) == (1, True, True)
    with store.write() as session:
        begin_ranking(project.id, "s1", session=session)
    accept(store, project, "two")
    with store.read() as session:
        analysis = analysis_of(project.id, session=session)
        assert unknown_decisions(analysis, session=session)[0] == 1
        assert not came_decided(analysis, session=session), "a decision told of it"
        assert (analysis.student, analysis.example_id) == ("s1", 3)


def test_progress_is_noted_and_a_deleted_project_has_none(store: Store, project: Project) -> None:
    with store.write() as session:
        note_progress(project.id, phase="embedding", done=3, total=9, session=session)
    with store.read() as session:
        analysis = analysis_of(project.id, session=session)
        assert (analysis.phase, analysis.done, analysis.total) == ("embedding", 3, 9)
    with store.write() as session:
        delete_project(project.id, session=session)
    with store.write() as session:
        note_progress(project.id, phase="ranking", session=session)
        assert session.get(Analysis, project.id) is None


def test_plain_rows_come_by_status_and_language(store: Store, project: Project) -> None:
    with store.read() as session:
        rows = [row for piece in stream_plain(project.id, "accepted", language="en", session=session) for row in piece]
        none = list(stream_plain(project.id, "accepted", language="de", session=session))
    assert rows[1] == (2, "i want a weekend in oslo", "book_trip", "en", [[20, 24, "city"]])
    assert none == []
