"""How far a project's analysis is, and what it does not know of yet."""

from __future__ import annotations

import uuid

from sqlmodel import col, delete

from backend.domain.decision import DecisionCreate
from backend.domain.utterance import Utterance
from storage.analyses import (
    AcceptedSet,
    accepted_set,
    analysis_of,
    begin_ranking,
    came_decided,
    is_there,
    knows_its_rows,
    latest_candidates,
    note_progress,
    pulses,
    stream_plain,
    unknown_decisions,
)
from storage.decisions import decide
from storage.engine import Store
from storage.examples import add_examples
from storage.projects import delete_project
from storage.renaming import rename_label
from storage.tables import Analysis, Decision, Example, Project
from tests.conftest import pending
from tests.postgres import on_both
from tests.storage.plans import plan, statements


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
    assert [(pulse.example.id, pulse.decision.id) for pulse in seen] == [(2, 0), (3, 1)]
    assert seen[0] != seen[1]


@on_both
def test_a_row_that_gets_the_id_of_a_deleted_one_changes_the_pulse(store: Store, project: Project) -> None:
    seen = []
    for text in ("one", "two"):
        (row,) = pending(store, project, text)
        with store.write() as session:
            seen.append(pulses(session=session)[project.id])
            session.exec(delete(Example).where(col(Example.id) == row.id))
    assert seen[0] != seen[1]
    assert [pulse.example.id for pulse in seen] == ([3, 3] if store.engine.dialect.name == "sqlite" else [3, 4])
    with store.read() as session:
        assert not is_there(seen[0].example, session=session)


def test_pulses_take_a_few_steps_in_indexes(store: Store, project: Project) -> None:
    accept(store, project, "one")
    with statements(store) as sent, store.read() as session:
        pulses(session=session)
    plans = [plan(store, *each) for each in sent if "max(" in each[0]]
    assert len(plans) == 2
    for steps in plans:
        assert [step for step in steps if step.startswith("SCAN")] == [
            "SCAN project USING COVERING INDEX sqlite_autoindex_project_1"
        ]


@on_both
def test_what_is_accepted_is_told_apart_by_what_came_was_decided_and_was_deleted(
    store: Store, project: Project
) -> None:
    def told() -> AcceptedSet:
        with store.read() as session:
            return accepted_set(project.id, session=session)

    seen = [told(), told()]
    assert seen[0] == seen[1]
    assert seen.pop().size == 2
    (row,) = pending(store, project, "one")
    for action in ("accept", "edit"):
        edited = Utterance("one more", "book_trip") if action == "edit" else None
        decision = DecisionCreate(row.id, 1 if edited is None else 2, action, str(uuid.uuid4()), utterance=edited)
        with store.write() as session:
            decide(project.id, decision, session=session)
        seen.append(told())
    with store.write() as session:
        session.exec(delete(Decision))
        session.exec(delete(Example).where(col(Example.id) == row.id))
    seen.append(told())
    assert seen.pop() == seen[0], "all is as it was"
    accept(store, project, "two")
    seen.append(told())
    assert len(set(seen)) == 4


def test_what_is_accepted_is_told_apart_by_the_names_of_its_slots(store: Store, project: Project) -> None:
    with store.write() as session:
        before = accepted_set(project.id, session=session)
        rename_label(project.id, "slot", "city", "town", session=session)
        assert accepted_set(project.id, session=session) != before


def test_what_is_accepted_is_told_apart_by_indexes(store: Store, project: Project) -> None:
    with statements(store) as sent, store.read() as session:
        accepted_set(project.id, session=session)
    plans = [
        step for each in sent if "FROM example" in each[0] or "FROM decision" in each[0] for step in plan(store, *each)
    ]
    assert plans
    assert not [step for step in plans if step.startswith("SCAN")]


@on_both
def test_a_ranking_does_not_know_rows_that_were_deleted_nor_others_of_their_ids(store: Store, project: Project) -> None:
    def known() -> bool:
        with store.read() as session:
            return knows_its_rows(analysis_of(project.id, session=session), session=session)

    accept(store, project, "one")
    assert known()
    with store.write() as session:
        begin_ranking(project.id, "", session=session)
    assert known()
    accept(store, project, "two")
    assert known()
    with store.write() as session:
        session.exec(delete(Example).where(col(Example.id) > 2))
    assert not known()
    for text in ("three", "four"):
        accept(store, project, text)
    assert not known()
    with store.write() as session:
        begin_ranking(project.id, "", session=session)
    assert known()


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
    assert rows[1] == (2, "i want a weekend in oslo", "book_trip", "en", [[20, 24, "city"]], None)
    assert none == []


def test_the_latest_candidates_of_a_status_are_no_seeds(store: Store, project: Project) -> None:
    more = [Utterance(f"a week in {city}", "book_trip") for city in ("bergen", "turku", "vaasa")]
    with store.write() as session:
        add_examples(project.id, more, origin="imported", status="accepted", provenance={}, session=session)
        add_examples(
            project.id,
            [Utterance("une semaine", "book_trip", "fr")],
            origin="imported",
            status="accepted",
            provenance={},
            session=session,
        )
    with store.read() as session:
        texts = [
            [plain[1] for plain in latest_candidates(project.id, status, 2, language="en", session=session)]
            for status in ("accepted", "rejected")
        ]
    assert texts == [["a week in vaasa", "a week in turku"], []]
