from __future__ import annotations

import uuid

import pytest

from backend.domain.utterance import Span, Utterance
from storage.decisions import decide
from storage.engine import Store
from storage.settling import open_dispute, settlements, side_of
from storage.tables import Example, Project
from storage.undoing import undo_decision
from tests.conftest import pending
from tests.storage.reviewing import decided, now_of, share

BETTER = Utterance("to bergen", "book_trip", "en", (Span(3, 9, "city"),))


@pytest.fixture
def disputed(store: Store, project: Project) -> Example:
    """Corrected by ada, rejected by ben."""
    share(store, project, 100)
    (row,) = pending(store, project, "to bergen")
    decided(store, row, "edit", by="ada", edit=BETTER)
    return decided(store, row, "reject", by="ben", reason="unnatural")


def settled_as(store: Store, project: Project, side: int, *, votes: int = 2) -> Example:
    with store.write() as session:
        dispute = open_dispute(project.id, votes, offset=0, session=session)
        assert dispute is not None
        choice = side_of(dispute.example, dispute.votes[side], uid=str(uuid.uuid4()), reviewer="cleo")
        decide(project.id, choice, session=session)
        return dispute.example


def test_taking_a_side_makes_of_it_what_that_one_made(store: Store, project: Project, disputed: Example) -> None:
    row = settled_as(store, project, 0)
    assert (row.status, row.utterance) == ("accepted", BETTER)


def test_taking_a_rejection_takes_its_reason(store: Store, project: Project, disputed: Example) -> None:
    assert settled_as(store, project, 1).status == "rejected"
    with store.read() as session:
        ((decision, _),) = settlements(project.id, limit=5, session=session)
    assert (decision.reason, decision.reviewer, decision.vote) == ("unnatural", "cleo", False)


def test_what_waits_for_a_second_reviewer_is_open_too(store: Store, project: Project) -> None:
    share(store, project, 100)
    (row,) = pending(store, project, "to bergen")
    decided(store, row, "accept", by="ada")
    with store.read() as session:
        dispute = open_dispute(project.id, 1, offset=0, session=session)
        assert dispute is not None
        assert [vote.reviewer for vote in dispute.votes] == ["ada"]
        assert open_dispute(project.id, 2, offset=0, session=session) is None
        assert open_dispute(project.id, 1, offset=1, session=session) is None
    assert settled_as(store, project, 0, votes=1).status == "accepted"


def test_a_settlement_is_listed_until_it_is_taken_back(store: Store, project: Project, disputed: Example) -> None:
    settled_as(store, project, 0)
    with store.write() as session:
        ((decision, _),) = settlements(project.id, limit=5, session=session)
        undo_decision(project.id, decision.id, str(uuid.uuid4()), reviewer="cleo", session=session)
    with store.read() as session:
        assert settlements(project.id, limit=5, session=session) == []
        assert open_dispute(project.id, 2, offset=0, session=session) is not None
    assert now_of(store, disputed).utterance == Utterance("to bergen", "book_trip")


def test_votes_and_later_changes_of_mind_are_no_settlements(store: Store, project: Project) -> None:
    share(store, project, 100)
    (row,) = pending(store, project, "to bergen")
    for name in ("ada", "ben"):
        decided(store, row, "accept", by=name)
    decided(store, row, "reject", by="ada")
    with store.read() as session:
        assert settlements(project.id, limit=5, session=session) == []
