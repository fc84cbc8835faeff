"""Scores by students that were trained without an example: kept, asked for, and told."""

from __future__ import annotations

from backend.domain.utterance import Utterance
from storage.engine import Store
from storage.examples import find_examples
from storage.filters import ExampleFilter
from storage.queue import claim
from storage.scores import (
    Scored,
    last_scoring,
    learning_curve,
    prompts_of,
    save_scores,
    save_scoring,
    scores_of,
)
from storage.tables import Example, Project, Scoring
from tests.conftest import pending
from tests.postgres import on_both
from tests.storage.reviewing import decided


def score(row: Example, probability: float | None, *, text: str = "") -> Scored:
    columns = {"probability": probability, "information": -1.0, "likeliest": "cancel_trip", "confidence": 0.8}
    return Scored(row.id, text or row.text, row.intent, None if probability is None else columns)


def keep(store: Store, project: Project, *some: Scored) -> int:
    with store.write() as session:
        return save_scores(project.id, some, session=session)


def known(store: Store, *rows: Example) -> dict[str, float]:
    texts = {row.id: row.text for row in rows}
    with store.read() as session:
        found = scores_of(list(texts), session=session)
    return {texts[id_]: one.probability for id_, one in found.items()}


def below(store: Store, project: Project, probability: float, status: str = "pending") -> list[str]:
    with store.read() as session:
        wanted = ExampleFilter(status=status, below_score=probability)
        return [row.text for row in find_examples(project.id, wanted, limit=99, session=session)]


@on_both
def test_a_score_is_replaced_and_removed_and_only_kept_of_the_text_it_is_of(store: Store, project: Project) -> None:
    one, two, three = pending(store, project, "one", "two", "three")
    assert keep(store, project, score(one, 0.2), score(two, 0.9), score(three, 0.1, text="another")) == 2
    assert known(store, one, two, three) == {"one": 0.2, "two": 0.9}
    assert keep(store, project, score(one, 0.3), score(two, None)) == 1
    assert known(store, one, two, three) == {"one": 0.3}


def test_a_score_below_a_threshold_is_asked_for_by_status(store: Store, project: Project) -> None:
    one, two, _ = pending(store, project, "one", "two", "three")
    keep(store, project, score(one, 0.05), score(two, 0.5))
    assert below(store, project, 0.5) == ["one"]
    assert below(store, project, 0.51) == ["one", "two"]
    decided(store, one, "accept")
    assert (below(store, project, 0.5), below(store, project, 0.5, "accepted")) == ([], ["one"])
    claimed = claim(store, project.id, ExampleFilter(below_score=0.6), reviewer="", order="worth", limit=9)
    assert [row.text for row in claimed] == ["two"]


def test_a_score_of_an_earlier_text_or_intent_counts_no_more(store: Store, project: Project) -> None:
    one, two = pending(store, project, "one", "two")
    keep(store, project, score(one, 0.05), score(two, 0.05))
    decided(store, one, "edit", edit=Utterance("one day", "book_trip"))
    decided(store, two, "edit", edit=Utterance("two", "cancel_trip"))
    assert (below(store, project, 0.5, "accepted"), known(store, one, two)) == ([], {})


def test_one_training_is_kept_for_each_number_of_accepted_examples(store: Store, project: Project) -> None:
    with store.write() as session:
        for accepted, tested, correct in ((10, 10, 4), (20, 20, 15), (10, 10, 6), (5, 0, 0)):
            figures = {"learnt": accepted, "intents": 2, "tested": tested, "correct": correct}
            save_scoring(project.id, accepted, figures, session=session)
    with store.read() as session:
        curve = learning_curve(project.id, session=session)
        last = last_scoring(project.id, session=session)
    assert [(one.accepted, one.accuracy) for one in curve] == [(10, 0.6), (20, 0.75)]
    assert last is not None
    assert (last.accepted, last.accuracy) == (5, None)


def test_nothing_is_kept_of_a_project_that_is_gone(store: Store) -> None:
    with store.write() as session:
        save_scoring(4711, 10, {"learnt": 10}, session=session)
        assert session.get(Scoring, (4711, 10)) is None


def test_what_no_prompt_made_was_made_from_nothing(store: Store, project: Project) -> None:
    (one,) = pending(store, project, "one")
    with store.read() as session:
        assert prompts_of([one.id], session=session) == {}
