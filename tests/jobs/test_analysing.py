"""What is found out about candidates, when, and what is kept for it."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlmodel import col, delete, select

from backend.domain.decision import DecisionCreate
from backend.domain.errors import Unavailable
from jobs.analysing import IDLE_SECONDS, LOOK_SECONDS, Analyser
from jobs.analysis.round import Kept
from storage.analyses import analysis_of
from storage.decisions import decide
from storage.engine import Store
from storage.projects import create_project, delete_project
from storage.schemas import put_schema
from storage.tables import Example, Insight, Project
from tests.conftest import TRAVEL, pending
from tests.jobs.analysers import Clock, Counted, known, until_rest


def test_it_rests_when_there_is_nothing_to_do_and_no_encoder_is_opened(store: Store) -> None:
    opened = Counted()
    assert until_rest(Analyser(store, opened)) == 0
    assert opened.opened == 0


def test_new_candidates_are_found_out_about_and_then_it_rests(store: Store, project: Project) -> None:
    clock, opened = Clock(), Counted()
    analyser = Analyser(store, opened, clock=clock)
    pending(store, project, "off to lima", "off to quito")
    assert until_rest(analyser) > 0
    assert known(store) == 2
    assert until_rest(analyser) == 0
    pending(store, project, "off to cairo")
    assert until_rest(analyser) > 0
    assert (known(store), opened.opened) == (3, 1)


def test_the_encoder_is_given_up_after_a_while_of_rest(store: Store, project: Project) -> None:
    clock, opened = Clock(), Counted()
    analyser = Analyser(store, opened, clock=clock)
    pending(store, project, "off to lima")
    until_rest(analyser)
    clock.seconds += IDLE_SECONDS
    until_rest(analyser)
    pending(store, project, "off to cairo")
    until_rest(analyser)
    assert (opened.opened, known(store)) == (2, 2)


def test_a_few_decisions_are_ranked_by_when_no_more_come(
    store: Store, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _two = pending(store, project, "off to lima", "away to lima")
    analyser = Analyser(store, Counted(), clock=Clock())
    until_rest(analyser)
    with store.write() as session:
        decide(project.id, DecisionCreate(one.id, 1, "accept", str(uuid.uuid4())), session=session)
    assert until_rest(analyser) == 0
    (three,) = pending(store, project, "out to lima")
    assert until_rest(analyser) > 0, "what is new does not wait for that"
    with store.read() as session:
        assert analysis_of(project.id, session=session).decision_id == 0
    monkeypatch.setattr("jobs.analysis.round.QUIET", timedelta(0))
    assert until_rest(analyser) > 0
    with store.read() as session:
        assert analysis_of(project.id, session=session).decision_id > 0
        insight = session.get(Insight, three.id)
        assert insight is not None
        assert one.id in [neighbour["id"] for neighbour in insight.accepted]
    assert until_rest(analyser) == 0


@pytest.mark.parametrize("fault", [None, Unavailable("no encoder")])
def test_what_is_kept_of_projects_is_given_up_after_a_while_of_rest(
    store: Store, project: Project, fault: Exception | None
) -> None:
    clock = Clock()
    analyser = Analyser(store, Counted(fault), clock=clock)
    pending(store, project, "off to lima")
    until_rest(analyser)
    assert analyser._projects[project.id].kept != Kept()
    clock.seconds += IDLE_SECONDS
    until_rest(analyser)
    assert analyser._projects[project.id].kept == Kept()


def test_rows_that_get_the_ids_of_deleted_ones_are_found_out_about(store: Store, project: Project) -> None:
    analyser = Analyser(store, Counted(), clock=Clock())
    pending(store, project, "off to lima")
    until_rest(analyser)
    rows = pending(store, project, *(f"off to lima {number}" for number in range(4)))
    until_rest(analyser)  # no ranking knows of them
    with store.write() as session:
        session.exec(delete(Example).where(col(Example.id) >= rows[1].id))
    again = pending(store, project, *(f"back from quito {number}" for number in range(5)))
    assert again[0].id == rows[1].id
    assert until_rest(analyser) > 0
    with store.read() as session:
        known = dict(session.exec(select(Insight.example_id, Insight.fingerprint)).all())
        assert {row.id: row.fingerprint for row in (rows[0], *again)}.items() <= known.items()
    assert until_rest(analyser) == 0


def test_projects_take_turns_and_one_that_is_deleted_meanwhile_is_left(store: Store, project: Project) -> None:
    with store.write() as session:
        other = create_project("Other", teacher="scripted:x", session=session)
        put_schema(other.id, TRAVEL, session=session)
    pending(store, project, "off to lima")
    pending(store, other, "off to quito")
    clock = Clock()
    analyser = Analyser(store, Counted(), clock=clock)
    analyser.step()
    with store.write() as session:
        delete_project(project.id, session=session)
    clock.seconds += LOOK_SECONDS
    until_rest(analyser)
    with store.read() as session:
        left = session.exec(select(Example).join(Insight, col(Insight.example_id) == Example.id)).all()
    assert [row.text for row in left] == ["off to quito"]
