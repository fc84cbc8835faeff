"""Candidates are scored by students that were trained without them, anew as more is accepted."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlmodel import col, select

from backend.domain.request import Include, Request
from backend.domain.utterance import Utterance
from jobs.analysis.families import Families
from jobs.analysis.pace import Pace
from jobs.analysis.round import Kept, analyse
from jobs.analysis.tools import Tools
from jobs.generating import order_generation
from jobs.generation import load_teacher, prepare, write_batch
from jobs.settings import Settings
from storage.analyses import begin_ranking
from storage.engine import Store
from storage.examples import add_examples, find_examples
from storage.filters import ExampleFilter
from storage.scores import last_scoring, learning_curve
from storage.tables import Example, Insight, Project, Score, Scoring
from tests.backend.students.hashing import HashingEncoder
from tests.conftest import pending
from tests.storage.reviewing import decided

TRIPS = (
    "i would like to travel somewhere warm", "we would like to travel by train", "travel with me to the sea",
    "travel around the lake", "let us travel up north", "i want to travel again",
)  # fmt: skip
CANCELLED = (
    "cancel my booking", "please cancel everything", "do cancel that one", "cancel the second booking",
    "i have to cancel", "could you cancel it",
)  # fmt: skip


@pytest.fixture
def tools(store: Store) -> Tools:
    return Tools(store, Pace(), HashingEncoder(), None)


def accepted(store: Store, project: Project, texts: Sequence[str], intent: str) -> None:
    with store.write() as session:
        utterances = [Utterance(text, intent) for text in texts]
        add_examples(project.id, utterances, origin="imported", status="accepted", provenance={}, session=session)


def finish(project: Project, tools: Tools, kept: Kept | None = None, *, at_once: bool = False) -> None:
    """A round; `at_once` counts decisions that were made only just now."""
    if at_once:
        with tools.store.write() as session:
            begin_ranking(project.id, "another", session=session)
    for _ in analyse(project.id, tools, kept or Kept()):
        pass


def scores(store: Store) -> dict[str, Score]:
    with store.read() as session:
        rows = session.exec(select(Example.text, Score).join(Score, col(Score.example_id) == Example.id))
        return dict(rows.all())


def last(store: Store, project: Project) -> Scoring:
    with store.read() as session:
        found = last_scoring(project.id, session=session)
    assert found is not None
    return found


def test_a_candidate_with_the_wrong_intent_is_doubted_in_words_and_comes_last_or_first(
    store: Store, project: Project, tools: Tools
) -> None:
    accepted(store, project, TRIPS, "book_trip")
    accepted(store, project, CANCELLED, "cancel_trip")
    wrong, right = pending(store, project, "cancel that booking please", "travel with us by train")
    finish(project, tools)
    known = scores(store)
    assert known[wrong.text].likeliest == "cancel_trip"
    assert known[wrong.text].information < 0 < known[right.text].information
    with store.read() as session:
        insight = session.get_one(Insight, wrong.id)
        said = next(doubt["detail"] for doubt in insight.doubts if doubt["check"] == "cross-fold-agrees")
        assert said == f"a student trained without it takes it for cancel_trip (p = {known[wrong.text].confidence:.2f})"
        one, other = session.get_one(Example, wrong.id), session.get_one(Example, right.id)
        assert (one.doubt_rank < other.doubt_rank, one.rank > other.rank) == (True, True)
    assert set(known) >= {*TRIPS, *CANCELLED}, "accepted ones have a score as well"


def test_the_curve_has_a_point_for_each_number_of_accepted_examples(
    store: Store, project: Project, tools: Tools
) -> None:
    accepted(store, project, TRIPS, "book_trip")
    accepted(store, project, CANCELLED[:4], "cancel_trip")
    (row,) = pending(store, project, "travel with us by train")
    kept = Kept()
    finish(project, tools, kept)
    figures = last(store, project)
    assert (figures.accepted, figures.learnt, figures.intents, figures.accuracy) == (12, 0, 0, None)
    assert scores(store) == {}
    accepted(store, project, CANCELLED[4:], "cancel_trip")
    finish(project, tools, kept)
    decided(store, row, "accept")
    accepted(store, project, ["cancel the trip to the sea"], "cancel_trip")
    finish(project, tools, kept)
    with store.read() as session:
        curve = learning_curve(project.id, session=session)
    assert [(one.accepted, one.learnt, one.tested, one.intents) for one in curve] == [(14, 14, 14, 2), (16, 16, 16, 2)]
    assert all(one.correct > one.tested / 2 for one in curve)


def test_what_arrives_later_is_scored_by_students_that_are_kept(
    store: Store, project: Project, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    accepted(store, project, TRIPS, "book_trip")
    accepted(store, project, CANCELLED, "cancel_trip")
    kept = Kept()
    finish(project, tools, kept)
    monkeypatch.setattr("jobs.analysis.scoring.train", lambda *_: pytest.fail("trained again"))
    (row,) = pending(store, project, "travel with us by train")
    finish(project, tools, kept)
    assert row.text in scores(store)


def test_scores_go_once_too_little_is_accepted_for_them(store: Store, project: Project, tools: Tools) -> None:
    accepted(store, project, TRIPS, "book_trip")
    accepted(store, project, CANCELLED[:5], "cancel_trip")
    finish(project, tools)
    assert scores(store)
    with store.read() as session:
        (row, *_) = find_examples(project.id, ExampleFilter(intent="cancel_trip"), session=session)
    decided(store, row, "reject")
    finish(project, tools, at_once=True)
    assert scores(store) == {}
    assert last(store, project).accuracy is None


def test_no_encoder_means_no_score(store: Store, project: Project) -> None:
    accepted(store, project, TRIPS, "book_trip")
    accepted(store, project, CANCELLED, "cancel_trip")
    pending(store, project, "travel with us by train")
    finish(project, Tools(store, Pace(), None, None))
    assert scores(store) == {}


def test_an_example_is_made_from_what_its_prompt_showed(store: Store, project: Project) -> None:
    job, _ = order_generation(store, project.id, Request("book_trip", include=(Include("city"),), count=4))
    prepare(store, job.uid, 4)
    write_batch(store, job.uid, 0, load_teacher(store, job.uid, Settings()))
    with store.read() as session:
        made, typed = (
            find_examples(project.id, ExampleFilter(origin=origin), session=session)[0]
            for origin in ("generated", "seed")
        )
    found = Families(store).of([made.id, typed.id])
    assert set(found[made.id]) <= {"take me to rome on monday", "i want a weekend in oslo"}
    assert found[made.id]
    assert typed.id not in found
