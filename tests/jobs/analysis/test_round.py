"""Rounds over a project, slice by slice, left at any of them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import col, select

from backend.domain.decision import DecisionCreate
from backend.domain.utterance import Span, Utterance
from backend.insight.finding import UNSCORED
from jobs.analysis import round as rounds
from jobs.analysis.pace import Pace
from jobs.analysis.round import DECISIONS, Kept, analyse, due
from jobs.analysis.tools import Tools
from storage.analyses import analysis_of
from storage.decisions import decide
from storage.engine import Store
from storage.examples import add_examples, count_examples
from storage.filters import ExampleFilter
from storage.tables import Embedding, Example, Insight, Project, now
from tests.backend.students.hashing import HashingEncoder
from tests.conftest import pending

LATER = timedelta(seconds=30)


class Student:
    """Says that everything cancels a trip."""

    def __init__(self, uid: str = "s1", *known: str) -> None:
        self.uid = uid
        self.knows = {intent: frozenset({"city"}) for intent in (*known, "cancel_trip")}

    def predict(self, texts: Sequence[str]) -> list[tuple[str, float, list[tuple[int, int, str]]]]:
        return [("cancel_trip", 0.75, []) for _ in texts]


@pytest.fixture
def tools(store: Store) -> Tools:
    return Tools(store, Pace(), HashingEncoder(), None)


def finish(project: Project, tools: Tools, kept: Kept | None = None, after: int = 0) -> None:
    for _ in analyse(project.id, tools, kept or Kept(), after=after):
        pass


def insights(store: Store) -> dict[str, tuple[Example, Insight]]:
    with store.read() as session:
        rows = session.exec(select(Example, Insight).join(Insight, col(Insight.example_id) == Example.id))
        return {example.text: (example, insight) for example, insight in rows}


def accept(store: Store, project: Project, *rows: Example) -> None:
    with store.write() as session:
        for row in rows:
            decide(project.id, DecisionCreate(row.id, 1, "accept", str(uuid.uuid4())), session=session)


def test_every_pending_row_is_embedded_grouped_and_ranked(store: Store, project: Project, tools: Tools) -> None:
    pending(
        store, project, "i want a weekend in rome", "cancel it", "cancel it all please", "cancel it all, please now"
    )
    finish(project, tools)
    known = insights(store)
    assert len(known) == 4
    example, insight = known["i want a weekend in rome"]
    assert insight.accepted[0]["id"] == 2
    assert insight.accepted[0]["similarity"] > 0.7
    assert [verdict["detail"] for verdict in insight.doubts] == ["without a label: rome is known as city"]
    assert insight.why == [], "the doubt speaks for itself"
    assert known["cancel it"][1].why == ["It is worded unlike the accepted ones of book_trip."]
    new = (insight.rarity + insight.distance) / 2
    assert example.rank == pytest.approx(1 - (1 - insight.doubt) * UNSCORED**2 * (0.5 + 0.5 * new))
    assert example.doubt_rank == pytest.approx(1 - 0.98 * insight.doubt - 0.02 * (1 - UNSCORED**2 * (1 - new)))
    assert (example.version, example.group_key) == (1, None)
    with store.read() as session:
        analysis = analysis_of(project.id, session=session)
        assert (analysis.phase, analysis.error) == ("", "")


def test_near_duplicates_that_arrive_later_join_the_group(store: Store, project: Project, tools: Tools) -> None:
    kept = Kept()
    first, _ = pending(store, project, "please take me there now, would you", "a night in the mountains for us")
    finish(project, tools, kept)
    pending(store, project, "please take me there now, would you all")
    finish(project, tools, kept, after=first.id + 1)
    pending(store, project, "so please take me there now, would you")
    finish(project, tools, Kept())
    keys = {text: example.group_key for text, (example, _) in insights(store).items()}
    near = {text: key for text, key in keys.items() if text.startswith("please")}
    assert set(near.values()) == {first.id}
    assert keys["a night in the mountains for us"] is None


@pytest.mark.parametrize("slices", range(1, 9))
def test_a_round_left_after_any_slice_is_ended_by_the_next_with_the_same_result(
    store: Store, project: Project, tools: Tools, slices: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jobs.analysis.pace.FIRST", 2)
    monkeypatch.setattr("jobs.analysis.pace.MOST", 2)
    pending(store, project, *(f"take number {number} to the old harbour" for number in range(6)))
    begun = analyse(project.id, tools, Kept())
    for _ in range(slices):
        next(begun, None)
    begun.close()  # type: ignore[attr-defined]
    finish(project, replace(tools, pace=Pace()))
    known = insights(store)
    assert len(known) == 6
    encoder = tools.encoder
    assert isinstance(encoder, HashingEncoder)
    texts = [text for call in encoder.calls for text in call]
    assert sorted(texts) == sorted(set(texts)), "nothing is embedded twice"


def test_everything_is_ranked_again_after_enough_decisions_or_a_pause(
    store: Store, project: Project, tools: Tools
) -> None:
    rows = pending(store, project, *(f"go there {number}" for number in range(DECISIONS)), "go back")
    finish(project, tools)
    before = insights(store)["go back"][1].at
    assert not due(store, project.id, "", now())
    accept(store, project, rows[0])
    assert not due(store, project.id, "", now())
    assert due(store, project.id, "", now() + LATER)
    accept(store, project, *rows[1:DECISIONS])
    assert due(store, project.id, "", now())
    finish(project, tools)
    after = insights(store)["go back"][1]
    assert after.at > before
    assert after.accepted[0]["id"] in {row.id for row in rows[:DECISIONS]}, "the newly accepted are its neighbours now"
    assert not due(store, project.id, "", now() + LATER)


def test_seeds_that_are_typed_later_count_without_a_decision(store: Store, project: Project, tools: Tools) -> None:
    pending(store, project, "off to lima")
    finish(project, tools)
    with store.write() as session:
        seed = Utterance("away to lima", "book_trip", "en", (Span(8, 12, "city"),))
        add_examples(project.id, [seed], origin="seed", status="accepted", provenance={}, session=session)
    finish(project, tools, after=3)
    known = insights(store)["off to lima"][1]
    assert known.accepted[0]["id"] == 4
    assert not known.doubts[0]["passed"]


def test_only_new_rows_are_ranked_when_no_ranking_is_due(store: Store, project: Project, tools: Tools) -> None:
    (old,) = pending(store, project, "off to lima")
    finish(project, tools)
    before = insights(store)["off to lima"][1].at
    pending(store, project, "off to quito")
    finish(project, tools, after=old.id)
    assert insights(store)["off to lima"][1].at == before
    assert "off to quito" in insights(store)


def test_another_encoder_embeds_and_ranks_all_anew(store: Store, project: Project, tools: Tools) -> None:
    pending(store, project, "off to lima")
    finish(project, tools)
    before = insights(store)["off to lima"][1].at
    finish(project, replace(tools, encoder=HashingEncoder("hashing@2")))
    with store.read() as session:
        assert {row.encoder for row in session.exec(select(Embedding))} == {"hashing@2"}
    assert insights(store)["off to lima"][1].at > before


def test_without_an_encoder_doubts_and_rarity_are_found_all_the_same(
    store: Store, project: Project, tools: Tools
) -> None:
    pending(store, project, "off to rome")
    finish(project, replace(tools, encoder=None))
    example, insight = insights(store)["off to rome"]
    assert (insight.doubt, insight.distance, insight.accepted) == (0.4, 0.0, [])
    assert example.rank == pytest.approx(1 - 0.6 * UNSCORED**2 * 0.5)
    finish(project, tools)
    assert insights(store)["off to rome"][1].accepted, "once there is one, it is looked at again"


def test_a_student_is_asked_and_a_new_one_again(store: Store, project: Project, tools: Tools) -> None:
    pending(store, project, "off to lima")
    finish(project, tools)
    assert insights(store)["off to lima"][1].prediction is None
    finish(project, replace(tools, predictor=Student("s1", "book_trip")))
    _, insight = insights(store)["off to lima"]
    assert insight.prediction == {"student": "s1", "intent": "cancel_trip", "confidence": 0.75, "spans": []}
    assert "student-agrees" in [verdict["check"] for verdict in insight.doubts]
    assert not due(store, project.id, "s1", now())
    assert due(store, project.id, "s2", now())


def test_candidates_of_an_intent_that_the_student_never_learnt_are_not_counted_as_read_otherwise(
    store: Store, project: Project, tools: Tools
) -> None:
    pending(store, project, "off to lima")
    ranks = []
    for student in (Student("s1"), Student("s2", "book_trip")):
        finish(project, replace(tools, predictor=student))
        with store.read() as session:
            otherwise = count_examples(project.id, ExampleFilter(status="pending", doubt="student"), session=session)
        ranks.append((otherwise, insights(store)["off to lima"][0].doubt_rank))
    assert [otherwise for otherwise, _rank in ranks] == [0, 1]
    assert ranks[0][1] > ranks[1][1], "what is not doubted is not ordered as if it were"


def test_candidates_of_several_languages_are_judged_by_their_own(store: Store, project: Project, tools: Tools) -> None:
    with store.write() as session:
        for text, language, status in (
            ("nach lima bitte", "de", "accepted"),
            ("nach rome bitte", "de", "pending"),
            ("to rome please", "en", "pending"),
        ):
            add_examples(
                project.id,
                [Utterance(text, "book_trip", language)],
                origin="imported",
                status=status,
                provenance={},
                session=session,
            )
    finish(project, tools)
    known = insights(store)
    assert [one["id"] for one in known["nach rome bitte"][1].accepted] == [3]
    assert known["nach rome bitte"][1].doubt == 0.0
    assert {one["id"] for one in known["to rome please"][1].accepted} == {1, 2}
    assert known["to rome please"][1].doubt > 0


def test_a_ranking_is_ended_before_the_next_begins(
    store: Store, project: Project, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jobs.analysis.pace.FIRST", 1)
    monkeypatch.setattr("jobs.analysis.pace.MOST", 1)
    monkeypatch.setattr(rounds, "DECISIONS", 1)
    rows = pending(store, project, *(f"go there {number}" for number in range(6)))
    finish(project, tools)
    accept(store, project, rows[0])
    begun = analyse(project.id, replace(tools, pace=Pace()), Kept())
    for _ in range(3):
        next(begun)
    with store.read() as session:
        first = analysis_of(project.id, session=session).decision_id
    accept(store, project, rows[1])
    next(begun)
    with store.read() as session:
        assert analysis_of(project.id, session=session).decision_id == first
        assert analysis_of(project.id, session=session).phase == "ranking"
    for _ in begun:
        pass
    finish(project, tools)
    with store.read() as session:
        assert analysis_of(project.id, session=session).decision_id > first
