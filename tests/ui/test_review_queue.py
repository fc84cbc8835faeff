"""What the review card is told."""

from __future__ import annotations

import json
import uuid

from backend.domain.decision import DecisionCreate
from backend.domain.notation import read_typed
from backend.domain.utterance import Utterance
from storage.decisions import decide
from storage.examples import add_examples, find_examples
from storage.filters import ExampleFilter
from storage.leases import others_at_work
from storage.projects import set_shared_percent
from storage.queue import PENDING, claim
from storage.tables import Project
from ui.review_decisions import apply_entries
from ui.review_keys import save_keys
from ui.review_queue import PREFETCHED, Desk, card_data


def fill(store, project, number: int, *, asked=None) -> None:
    read = read_typed(r"go to [city : oslo] \[now\]")
    utterances = [Utterance(f"{read.text} {at}", "book_trip", "en", read.spans) for at in range(number)]
    provenance = {} if asked is None else {"asked": asked}
    with store.write() as session:
        add_examples(
            project.id, utterances, origin="generated", status="pending", provenance=provenance, session=session
        )


def test_the_next_candidates_come_with_all_that_a_decision_needs(store, project):
    fill(store, project, 2 * PREFETCHED, asked=[{"slot": "city", "value": "*"}])
    data = card_data(store, project, Desk(reviewer="mira"))
    assert json.loads(json.dumps(data)) == data
    assert len(data["queue"]) == PREFETCHED
    first = data["queue"][0]
    assert first["notation"] == r"go to [city : oslo] \[now\] 0"
    assert first["spans"] == [[6, 10, "city"]]
    assert first["asked"] == [{"slot": "city", "value": "*"}]
    assert (first["raw"], first["checks"], first["source"]) == (None, [], "generated")
    assert len(data["seeds"]["book_trip"]) == 2


def test_a_small_queue_goes_round(store, project):
    fill(store, project, 21)
    given = {name: card_data(store, project, Desk(reviewer=name))["queue"] for name in ("ada", "ben", "cleo")}
    assert {name: len(queue) for name, queue in given.items()} == {"ada": 10, "ben": 10, "cleo": 1}
    assert len({one["id"] for queue in given.values() for one in queue}) == 21


def test_who_no_longer_holds_anything_is_not_counted_with_those_at_work(store, project):
    fill(store, project, 4 * PREFETCHED)
    claim(store, project.id, PENDING, reviewer="ben", order="worth", limit=1)
    claim(store, project.id, PENDING, reviewer="cleo", order="worth", limit=1)
    with store.read() as session:
        assert others_at_work(project.id, reviewer="ada", session=session) == 2
    nothing = ExampleFilter(status="pending", search="no such text")
    claim(store, project.id, nothing, reviewer="ben", order="worth", limit=1)
    with store.read() as session:
        assert others_at_work(project.id, reviewer="ada", session=session) == 1
        assert others_at_work(project.id, reviewer="cleo", session=session) == 0


def test_what_is_left_is_counted(store, project):
    fill(store, project, 7)
    counts = card_data(store, project, Desk())["counts"]
    assert (counts["total"], counts["matching"], counts["filtered"]) == (7, 7, False)


def test_a_filter_narrows_the_queue_and_not_the_total(store, project):
    fill(store, project, 3)
    data = card_data(store, project, Desk(ExampleFilter(status="pending", slot="day")))
    assert (data["queue"], data["quiet"]) == ([], True)
    assert card_data(store, project, Desk())["quiet"] is False
    assert (data["counts"]["total"], data["counts"]["matching"], data["counts"]["filtered"]) == (3, 0, True)
    assert data["filter"] != card_data(store, project, Desk())["filter"]


def test_the_keys_are_those_of_the_reviewer(store, project):
    save_keys(store, {"reviewer": "mira", "keys": {"accept": "j"}})
    assert card_data(store, project, Desk(reviewer="mira"))["keys"]["accept"] == "j"
    assert card_data(store, project, Desk())["keys"]["accept"] == "a"


def test_an_import_was_asked_for_by_nobody(store, project):
    fill(store, project, 1)
    assert card_data(store, project, Desk())["queue"][0]["asked"] is None


def test_a_database_made_anew_is_another_project_to_the_outbox(store, project):
    name = card_data(store, project, Desk())["project"]
    assert name == f"{project.id}:{project.created_at.isoformat()}"


def test_undo_is_offered_to_the_reviewer_who_decided(store, project):
    fill(store, project, 1)
    with store.write() as session:
        (example,) = find_examples(project.id, ExampleFilter(status="pending"), session=session)
        decision = DecisionCreate(example.id, 1, "accept", str(uuid.uuid4()), reviewer="mira")
        decide(project.id, decision, session=session)
    assert card_data(store, project, Desk(reviewer="mira"))["canUndo"]
    assert not card_data(store, project, Desk(reviewer="noor"))["canUndo"]
    assert not card_data(store, project, Desk())["canUndo"]


def flagged_of_two(store, project, reviewer: str):
    """A candidate that two judge, with the flag of one."""
    fill(store, project, 1)
    with store.write() as session:
        set_shared_percent(project.id, 100, session=session)
        (one,) = find_examples(project.id, PENDING, session=session)
    flag(store, project, one.id, 1, reviewer)
    return one


def test_the_flag_of_the_first_reviewer_is_not_shown_to_the_second(store, project):
    one = flagged_of_two(store, project, "ada")
    with store.read() as session:
        project = session.get_one(Project, project.id)
    (first,) = card_data(store, project, Desk(reviewer="ada"))["queue"]
    assert (first["flagged"], first["shared"]) == (True, True)
    accept = DecisionCreate(one.id, 2, "accept", str(uuid.uuid4()), reviewer="ada")
    with store.write() as session:
        decide(project.id, accept, session=session)
    (second,) = card_data(store, project, Desk(reviewer="ben"))["queue"]
    assert (second["flagged"], second["shared"], second["version"]) == (False, True, 3)


def test_a_stale_decision_does_not_tell_of_anothers_flag(store, project):
    one = flagged_of_two(store, project, "ada")
    entry = {"uid": str(uuid.uuid4()), "kind": "accept", "example": one.id, "version": 1, "reviewer": "ben"}
    (answer,) = apply_entries(store, project.id, {"entries": [entry]})
    assert (answer.outcome, answer.changed) == ("refused", ())


def flag(store, project, example_id: int, version: int, by: str) -> None:
    decision = DecisionCreate(example_id, version, "flag", str(uuid.uuid4()), reviewer=by)
    with store.write() as session:
        decide(project.id, decision, session=session)
