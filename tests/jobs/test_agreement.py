from __future__ import annotations

import json
import time

import pytest
from sqlalchemy import insert
from sqlmodel import col, select

from backend.domain.utterance import Span, Utterance
from jobs.agreement import agreement_report, report_values
from storage.engine import Store
from storage.rows import columns
from storage.tables import Decision, Example, Project
from tests.conftest import pending
from tests.storage.parse_votes import judged_parses
from tests.storage.reviewing import decided, share, undone_by


def test_what_reviewers_judged_is_counted_and_measured(store: Store, project: Project) -> None:
    share(store, project, 100)
    rows = pending(store, project, "to oslo", "to rome", "to lima", "to bonn", "to kyiv", "to cork")
    for row, action in zip(rows, ("accept", "reject", "accept", "accept", "accept"), strict=False):
        decided(store, row, action, by="ada")
    for row, action in zip(rows, ("accept", "reject", "reject", "reject"), strict=False):
        decided(store, row, action, by="ben")
    decided(store, rows[3], "accept", by="cleo", settles=True)
    report = agreement_report(store, project.id)
    assert (report.overall.judged, report.overall.agreed) == (4, 2)
    assert (report.disagreed, report.settled, report.open) == (2, 1, 1)
    assert (report.waiting.pending, report.waiting.unjudged, report.waiting.once) == (3, 1, 1)
    assert list(report.pairs) == [("ada", "ben")]
    assert report.overall.decision.value == pytest.approx(0.2)  # observed 1/2, by chance 3/8
    said = json.loads(json.dumps(report_values(report)))
    assert said["decision_kappa"] == {"value": pytest.approx(0.2), "n": 4, "why": ""}
    assert said["intent_kappa"]["value"] is None
    assert said["pairs"][0]["reviewers"] == ["ada", "ben"]


def test_corrections_are_compared_as_they_were_left(store: Store, project: Project) -> None:
    share(store, project, 100)
    (row,) = pending(store, project, "to bergen")
    decided(store, row, "edit", by="ada", edit=Utterance("to bergen", "book_trip", "en", (Span(3, 9, "city"),)))
    decided(store, row, "edit", by="ben", edit=Utterance("to bergen", "cancel_trip"))
    report = agreement_report(store, project.id)
    assert report.overall.spans is not None
    assert (report.disagreed, report.overall.intent.value, report.overall.spans.value) == (1, 0, 0)


def test_two_parses_of_one_text_are_a_disagreement_and_measured_as_parses(store: Store) -> None:
    report = agreement_report(store, judged_parses(store).id)
    assert (report.overall.judged, report.overall.agreed, report.disagreed, report.open) == (2, 1, 1, 1)
    told = report_values(report)
    assert (told["parse_match"]["value"], told["label_f1"]["value"]) == (0.5, 0.75)
    assert "span_f1" not in told
    assert told["pairs"][0]["label_f1"] == {"value": 0.75, "n": 2, "why": ""}


def test_a_vote_that_was_taken_back_is_not_counted(store: Store, project: Project) -> None:
    share(store, project, 100)
    (row,) = pending(store, project, "to bergen")
    decided(store, row, "accept", by="ada")
    decided(store, row, "reject", by="ben")
    undone_by(store, project, "ben")
    decided(store, row, "accept", by="cleo")
    report = agreement_report(store, project.id)
    assert (report.overall.judged, report.overall.agreed) == (1, 1)
    assert list(report.pairs) == [("ada", "cleo")]


def test_a_project_without_votes_has_nothing_to_compare(store: Store, project: Project) -> None:
    report = agreement_report(store, project.id)
    assert (report.overall.judged, report.percent, dict(report.pairs)) == (0, 0, {})


def test_ten_thousand_votes_are_read_and_measured_in_a_moment(store: Store, project: Project) -> None:
    fill_with_votes(store, project, 5_000)
    agreement_report(store, project.id)  # loads what measures
    start = time.perf_counter()
    report = agreement_report(store, project.id)
    taken = time.perf_counter() - start
    print(f"10,000 votes in {taken:.2f} s")
    assert report.overall.judged == 5_000
    assert report.disagreed == 1_250
    assert taken < 5


def fill_with_votes(store: Store, project: Project, number: int) -> None:
    """Candidates with a vote of ada and one of ben each, who rejects every fourth; as many that nobody voted on."""
    labelled = [Utterance(f"trip {at} to oslo", "book_trip") for at in range(2 * number)]
    common = {"project_id": project.id, "origin": "imported", "status": "pending"}
    made = [Example(**common, votes=2 * (at < number), **columns(one)) for at, one in enumerate(labelled)]
    with store.write() as session:
        session.exec(insert(Example), params=[one.model_dump(exclude={"id"}) for one in made])
        voted = session.exec(select(Example).where(Example.votes == 2).order_by(col(Example.id))).all()
        votes = []
        for at, row in enumerate(voted):
            state = {**columns(row.utterance), "status": "pending"}
            for name in ("ada", "ben"):
                rejects = name == "ben" and at % 4 == 0
                vote = Decision(
                    uid=f"{name}-{at}",
                    project_id=project.id,
                    example_id=row.id,
                    action="reject" if rejects else "accept",
                    reviewer=name,
                    version=1,
                    before=state,
                    after=state,
                    vote=True,
                    proposed={**state, "status": "rejected" if rejects else "accepted"},
                )
                votes.append(vote.model_dump(exclude={"id"}))
        session.exec(insert(Decision), params=votes)
