"""The slots of candidates are scored by students that were trained without them."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from backend.domain.utterance import Span, Utterance
from jobs.analysis import slot_scoring
from jobs.analysis.pace import Pace
from jobs.analysis.round import Kept, analyse
from jobs.analysis.tools import Tools
from storage.analyses import begin_ranking
from storage.engine import Store
from storage.examples import add_examples, find_examples
from storage.filters import ExampleFilter
from storage.tables import Example, Insight, Project, SlotScore
from tests.jobs.analysis.cutting import CuttingEncoder
from tests.storage.reviewing import decided

CITIES = ("rome", "oslo", "cairo", "lima", "paris", "quito")
DAYS = ("monday", "tuesday", "friday", "sunday", "wednesday", "thursday")


@pytest.fixture
def tools(store: Store) -> Tools:
    return Tools(store, Pace(), CuttingEncoder(), None)


def trip(opening: str, city: str, day: str, *slots: str) -> Utterance:
    """A trip with these slots for its city and its day; "" for none."""
    text = f"{opening} {city} on {day}"
    at = len(opening) + 1
    edges = ((at, at + len(city)), (len(text) - len(day), len(text)))
    spans = (Span(start, end, slot) for (start, end), slot in zip(edges, slots, strict=True) if slot)
    return Utterance(text, "book_trip", "en", tuple(spans))


def added(store: Store, project: Project, status: str, *utterances: Utterance) -> tuple[Example, ...]:
    with store.write() as session:
        rows = add_examples(
            project.id, utterances, origin="imported", status=status, provenance={}, session=session
        ).examples
        return tuple(rows)


def twelve(store: Store, project: Project, status: str = "accepted") -> None:
    openings = ("bring me to", "i fly to") if status == "accepted" else ("we drive to", "let us go to")
    trips = [
        trip(opening, city, day, "city", "day") for opening in openings for city, day in zip(CITIES, DAYS, strict=True)
    ]
    added(store, project, status, *trips)


def finish(project: Project, tools: Tools, kept: Kept) -> None:
    for _ in analyse(project.id, tools, kept):
        pass


def scores(store: Store) -> dict[str, SlotScore]:
    with store.read() as session:
        rows = session.exec(select(Example.text, SlotScore).join(SlotScore, col(SlotScore.example_id) == Example.id))
        return dict(rows.all())


def test_the_slot_that_does_not_fit_is_named_and_one_intent_is_enough(
    store: Store, project: Project, tools: Tools
) -> None:
    twelve(store, project)
    twelve(store, project, "pending")
    wrong, right = added(
        store,
        project,
        "pending",
        trip("send me to", "lima", "sunday", "day", "day"),
        trip("take us to", "cairo", "friday", "city", "day"),
    )
    finish(project, tools, Kept())
    known = scores(store)
    low = known[wrong.text]
    assert (low.word, low.given, low.likeliest, low.slot) == ("lima", "day", "city", "day")
    assert low.probability < 0.1 < known[right.text].probability
    assert "bring me to rome on monday" in known, "accepted ones have a score as well"
    with store.read() as session:
        one, other = (session.get_one(Example, row.id) for row in (wrong, right))
        assert one.doubt_rank < other.doubt_rank
        assert one.rank > other.rank
        doubts = {doubt["check"]: doubt["detail"] for doubt in session.get_one(Insight, wrong.id).doubts}
    if low.probability < 0.01:
        assert doubts["slots-fit"].startswith("day: a student trained without it reads “lima” as city")


def test_the_students_are_kept_until_much_more_is_accepted(
    store: Store, project: Project, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    twelve(store, project)
    kept = Kept()
    finish(project, tools, kept)
    before = kept.slot_scorer
    assert before is not None
    added(store, project, "accepted", trip("send me to", "lima", "sunday", "city", "day"))
    finish(project, tools, kept)
    assert kept.slot_scorer is before, "15 are no tenth more than 14"
    assert isinstance(tools.encoder, CuttingEncoder)
    texts = [text for call in tools.encoder.cut for text in call]
    assert len(texts) == len(set(texts)), "the words of a text are looked at once"
    added(store, project, "accepted", trip("send me to", "rome", "friday", "city", "day"))
    tools.pace.busy = True
    finish(project, tools, kept)
    assert kept.slot_scorer is before, "a job is at work"
    added(store, project, "accepted", trip("send me to", "oslo", "monday", "city", "day"))
    tools.pace.busy = False
    finish(project, tools, kept)
    assert kept.slot_scorer is not None
    assert kept.slot_scorer is not before
    monkeypatch.setattr(slot_scoring, "KEPT_WORDS", 0)
    (words,) = kept.slot_scorer.words.of(["to rome"])
    assert words.edges.tolist() == [[0, 2], [3, 7]], "what does not fit into memory is given all the same"


def test_without_enough_or_without_words_there_is_none(store: Store, project: Project, tools: Tools) -> None:
    added(store, project, "pending", trip("send me to", "rome", "sunday", "city", "day"))
    finish(project, tools, Kept())
    assert scores(store) == {}
    twelve(store, project)
    finish(project, tools, Kept())
    assert scores(store)
    with store.read() as session:
        rows = find_examples(project.id, ExampleFilter(status="accepted"), limit=99, session=session)
    for row in rows[:10]:
        decided(store, row, "reject")
    with store.write() as session:
        begin_ranking(project.id, "another", session=session)  # as if these decisions were not made only just now
    finish(project, tools, Kept())
    assert scores(store) == {}
