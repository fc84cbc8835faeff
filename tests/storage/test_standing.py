"""What a project holds of each combination of slots, and what became of what its methods wrote."""

from __future__ import annotations

import pytest

from backend.domain.candidate import Candidate, Verdict
from backend.domain.request import Request
from backend.domain.standing import Holding, Record
from backend.domain.utterance import Span, Utterance
from storage.engine import Store
from storage.examples import add_examples
from storage.jobs import add_seconds, create_job, finish_job
from storage.outputs import store_candidate
from storage.standing import exemplars, holdings, records, writing_pace
from storage.tables import Job, Project
from tests.conftest import pending
from tests.postgres import on_both

pytestmark = on_both

DAY_FIRST = Utterance("on friday to lima", "book_trip", "en", (Span(3, 9, "day"), Span(13, 17, "city")))
TWICE = Utterance("de rome à oslo", "book_trip", "fr", (Span(3, 7, "city"), Span(10, 14, "city")))


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
