from __future__ import annotations

from backend.domain.request import Request
from backend.domain.utterance import Utterance
from storage.engine import Store
from storage.examples import add_examples
from storage.jobs import create_job
from storage.review_offers import Offers, jobs_by_id, last_example_id, review_offers
from storage.scores import Scored, save_scores
from storage.slot_scores import SlotScored, save_slot_scores
from storage.tables import Example, Insight, Project
from tests.conftest import pending


def test_a_project_of_seeds_offers_nothing(store: Store, project: Project) -> None:
    with store.read() as session:
        assert review_offers(project.id, session=session) == Offers()
        assert last_example_id(project.id, session=session) == 2


def test_what_candidates_are_of_is_offered(store: Store, project: Project) -> None:
    (one,) = pending(store, project, "one")
    with store.write() as session:
        job, _new = create_job(project.id, Request("book_trip"), teacher="t", sampling={}, session=session)
        french = [Utterance("un jour", "book_trip", "fr")]
        provenance = {"method": "grammar"}
        (two,) = add_examples(
            project.id, french, origin="generated", status="pending", provenance=provenance, session=session
        ).examples
        two.job_id, two.group_key = job.id, two.id
        session.get_one(Example, one.id).flagged = True
        session.add(Insight(example_id=one.id, fingerprint=one.fingerprint, doubt=0.5))
        columns = {"probability": 0.5, "information": 0.0, "likeliest": "book_trip", "confidence": 0.5}
        save_scores(project.id, [Scored(one.id, one.text, one.intent, columns)], session=session)
        words = {"probability": 0.5, "slot": "day", "word": "one", "given": "", "likeliest": "day", "confidence": 0.5}
        save_slot_scores(project.id, [SlotScored(one.id, one.text, one.intent, [], words)], session=session)
    with store.read() as session:
        found = review_offers(project.id, session=session)
        assert list(jobs_by_id(project.id, found.jobs, session=session)) == [job.id]
    assert found == Offers(
        ("en", "fr"), ("grammar",), (job.id,), flagged=True, grouped=True, doubted=True, scored=True, slots_scored=True
    )
