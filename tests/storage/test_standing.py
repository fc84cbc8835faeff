"""What a project holds of each combination of slots, and what became of what its methods wrote."""

from __future__ import annotations

import pytest

from backend.domain.candidate import Candidate, Verdict
from backend.domain.parse_notation import read_parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.request import Request
from backend.domain.standing import Holding, LabelHolding, Record
from backend.domain.utterance import Span, Utterance
from storage.engine import Store
from storage.examples import add_examples
from storage.jobs import add_seconds, create_job, finish_job
from storage.outputs import store_candidate
from storage.parse_schemas import store_parses
from storage.projects import create_project
from storage.schemas import load_schema, put_schema
from storage.standing import exemplars, holdings, label_holdings, records, writing_pace
from storage.tables import Job, Project
from storage.targets import set_targets
from tests.conftest import pending
from tests.postgres import on_both

pytestmark = on_both

DAY_FIRST = Utterance("on friday to lima", "book_trip", "en", (Span(3, 9, "day"), Span(13, 17, "city")))
TWICE = Utterance("de rome à oslo", "book_trip", "fr", (Span(3, 7, "city"), Span(10, 14, "city")))


def said(parse: str, language: str = "en") -> Utterance:
    read = read_parse(parse)
    return Utterance(read.text, read.intent, language, parse=read)


PLAIN, TALKS = said("[IN:FIND any ]"), [said(f"[IN:FIND [SL:TOPIC {of} ] ]") for of in ("moss", "fern", "ivy")]
TWO_TIMES = said("[IN:FIND [SL:WHEN today ] [SL:WHEN now ] [SL:TOPIC yew ] ]")
HEUTE = said("[IN:FIND [SL:WHEN heute ] ]", "de")
WAITS = said("[IN:FIND [SL:WHEN later ] ]")


@pytest.fixture
def talks(store: Store) -> Project:
    with store.write() as session:
        project = create_project("Talks", teacher="t", session=session)
        store_parses(project.id, ParseSchema("top"), session=session)
        everything = (PLAIN, *TALKS, TWO_TIMES, HEUTE, WAITS)
        put_schema(project.id, load_schema(project.id, session=session).extended_by(*everything), session=session)
        for status, found in (("accepted", everything[:-1]), ("pending", [WAITS])):
            add_examples(project.id, found, origin="seed", status=status, provenance={}, session=session)
        return project


def ended_job(store: Store, project: Project, outcomes: str, seconds: float, teacher: str = "t") -> Job:
    """A job whose outputs are kept (`k`) or dropped (any other letter)."""
    with store.write() as session:
        request = Request("book_trip", count=len(outcomes))
        job, _ = create_job(project.id, request, teacher=teacher, sampling={}, session=session)
        for index, outcome in enumerate(outcomes):
            text = f"trip {index} of {job.id}"
            verdict = Verdict("well-formed", outcome == "k", "")
            candidate = Candidate(text, Utterance(text, "book_trip"), (verdict,), index)
            store_candidate(job, candidate, provenance={}, session=session)
        add_seconds(job.id, seconds, session=session)
        finish_job(job.id, "done", session=session)
    return job


def test_holdings_count_by_slots_whatever_their_order_in_the_text(store: Store, project: Project) -> None:
    pending(store, project, "a trip please", "another trip")
    with store.write() as session:
        for status, found in (("accepted", DAY_FIRST), ("pending", TWICE)):
            add_examples(project.id, [found], origin="imported", status=status, provenance={}, session=session)
    with store.read() as session:
        assert holdings(project.id, session=session) == (
            Holding("book_trip", "en", (), 0, 2),
            Holding("book_trip", "en", ("city",), 1, 0),
            Holding("book_trip", "en", ("city", "day"), 2, 0),
            Holding("book_trip", "fr", ("city", "city"), 0, 1),
        )
        assert holdings(project.id + 1, session=session) == ()


def test_exemplars_show_some_of_each_language_and_every_combination(
    store: Store, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.standing.SHOWN_OF_EACH", 1)
    pending(store, project, "a trip please")
    again = Utterance("a weekend in rome", "book_trip", "en", (Span(13, 17, "city"),))
    with store.write() as session:
        for status, one in (("accepted", again), ("accepted", TWICE), ("rejected", DAY_FIRST)):
            add_examples(project.id, [one], origin="imported", status=status, provenance={}, session=session)
    with store.read() as session:
        shown = [one.text for one in exemplars(project.id, session=session)]
        assert shown == ["take me to rome on monday", "i want a weekend in oslo", "de rome à oslo"]
        monkeypatch.setattr("storage.standing.SHOWN_OF_EACH", 3)
        assert len(exemplars(project.id, session=session)) == 4


def test_labels_with_a_target_are_counted_once_for_each_example_beside_the_wholes(store: Store, talks: Project) -> None:
    with store.write() as session:
        assert label_holdings(talks.id, session=session) == ()
        set_targets(talks.id, {("FIND", "SL:WHEN"): 5, ("FIND", ""): 9}, session=session)
        assert label_holdings(talks.id, session=session) == (
            LabelHolding("FIND", "de", "SL:WHEN", 1, 0),
            LabelHolding("FIND", "en", "SL:WHEN", 1, 1),
        )
        assert holdings(talks.id, session=session) == (
            Holding("FIND", "de", (), 1, 0),
            Holding("FIND", "en", (), 5, 1),
        )
        assert label_holdings(talks.id + 1, session=session) == ()


def test_exemplars_show_every_label_with_a_target_in_each_language(
    store: Store, talks: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.standing.SHOWN_OF_EACH", 1)
    with store.write() as session:
        assert exemplars(talks.id, session=session) == [PLAIN, HEUTE]
        set_targets(talks.id, {("FIND", "SL:WHEN"): 5}, session=session)
        assert exemplars(talks.id, session=session) == [PLAIN, TWO_TIMES, HEUTE]
        monkeypatch.setattr("storage.standing.SHOWN_OF_EACH", 2)
        set_targets(talks.id, {("FIND", "SL:TOPIC"): 5}, session=session)
        assert exemplars(talks.id, session=session) == [PLAIN, *TALKS[:2], TWO_TIMES, HEUTE]


def test_labels_of_a_project_of_slots_are_none(store: Store, project: Project) -> None:
    with store.write() as session:
        set_targets(project.id, {("book_trip", "city"): 5}, session=session)
        assert label_holdings(project.id, session=session) == ()


def test_records_count_outputs_and_decisions_of_each_method(store: Store, project: Project) -> None:
    ended_job(store, project, "kdk", 1)
    written = [Utterance(text, "book_trip") for text in ("one", "two")]
    with store.write() as session:
        for status, one in zip(("accepted", "rejected"), written, strict=True):
            provenance = {"method": "grammar"}
            add_examples(project.id, [one], origin="generated", status=status, provenance=provenance, session=session)
    with store.read() as session:
        assert records(project.id, session=session) == {
            "linguist": Record(raw=3, kept=2),
            "grammar": Record(accepted=1, rejected=1),
        }


def test_a_teachers_pace_is_that_of_its_last_jobs(store: Store, project: Project) -> None:
    with store.read() as session:
        assert writing_pace("t", session=session) is None
    ended_job(store, project, "kkkd", 1.0)
    ended_job(store, project, "kk", 2.0)
    ended_job(store, project, "k", 50.0, teacher="other")
    with store.read() as session:
        assert writing_pace("t", session=session) == pytest.approx(2.0)
