from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from backend.domain.decision import DecisionCreate, is_shared
from backend.domain.errors import Conflict
from backend.domain.utterance import Span, Utterance
from storage.decisions import StaleDecision, decide
from storage.engine import Store
from storage.examples import count_by_slot
from storage.filters import ExampleFilter
from storage.tables import Example, Project
from storage.votes import is_shared_row, standing_votes
from tests.conftest import pending
from tests.storage.reviewing import claimed, decided, left, now_of, share, undone_by

BETTER = Utterance("to bergen now", "book_trip", "en", (Span(3, 9, "city"),))
OTHER = Utterance("to bergen now", "book_trip", "en", (Span(3, 9, "city"), Span(10, 13, "day")))


@pytest.fixture
def shared(store: Store, project: Project) -> Example:
    """A candidate that two reviewers judge."""
    share(store, project, 100)
    return pending(store, project, "to bergen")[0]


def voters(store: Store, example: Example) -> list[str]:
    with store.read() as session:
        return [vote.reviewer for vote in standing_votes(example.id, session=session)]


def test_a_first_vote_decides_nothing_and_hands_the_candidate_on(
    store: Store, project: Project, shared: Example
) -> None:
    claimed(store, project, "ada")
    row = decided(store, shared, "accept", by="ada")
    assert (row.status, row.votes, row.version) == ("pending", 1, 2)
    assert claimed(store, project, "ada") == []
    assert claimed(store, project, "ben") == ["to bergen"]
    assert claimed(store, project, "cleo") == []


@pytest.mark.parametrize(("action", "status"), [("accept", "accepted"), ("reject", "rejected")])
def test_two_votes_that_agree_decide(store: Store, shared: Example, action: str, status: str) -> None:
    decided(store, shared, action, by="ada")
    row = decided(store, shared, action, by="ben")
    assert (row.status, row.votes) == (status, 2)


def test_rejections_agree_whatever_their_reasons(store: Store, shared: Example) -> None:
    decided(store, shared, "reject", by="ada", reason="unnatural")
    assert decided(store, shared, "reject", by="ben", reason="wrong slots").status == "rejected"


def test_votes_that_disagree_take_the_candidate_from_the_queue_of_both(
    store: Store, project: Project, shared: Example
) -> None:
    decided(store, shared, "accept", by="ada")
    row = decided(store, shared, "reject", by="ben")
    assert (row.status, row.votes) == ("pending", 2)
    for name in ("ada", "ben", "cleo", ""):
        assert claimed(store, project, name) == []
        assert left(store, project, name) == 0


def test_edits_that_make_the_same_of_it_agree(store: Store, project: Project, shared: Example) -> None:
    assert decided(store, shared, "edit", by="ada", edit=BETTER).utterance == shared.utterance
    row = decided(store, shared, "edit", by="ben", edit=BETTER)
    assert (row.utterance, row.status) == (BETTER, "accepted")
    with store.read() as session:
        assert count_by_slot(project.id, ExampleFilter(), session=session)["city"] == 3


def test_an_edit_and_an_acceptance_as_it_is_disagree(store: Store, shared: Example) -> None:
    decided(store, shared, "edit", by="ada", edit=BETTER)
    row = decided(store, shared, "accept", by="ben")
    assert (row.status, row.votes, row.utterance) == ("pending", 2, shared.utterance)


def test_edits_with_other_slots_disagree(store: Store, shared: Example) -> None:
    decided(store, shared, "edit", by="ada", edit=BETTER)
    assert decided(store, shared, "edit", by="ben", edit=OTHER).status == "pending"


def test_an_edit_that_changes_nothing_agrees_with_an_acceptance(store: Store, shared: Example) -> None:
    decided(store, shared, "edit", by="ada", edit=shared.utterance)
    assert decided(store, shared, "accept", by="ben").status == "accepted"


def test_nobody_votes_twice(store: Store, shared: Example) -> None:
    decided(store, shared, "accept", by="ada")
    with pytest.raises(Conflict, match=r"you have decided on example \d+ already.*waits for another reviewer"):
        decided(store, shared, "reject", by="ada")
    assert voters(store, shared) == ["ada"]


@pytest.mark.parametrize("first", [None, "ada"])
def test_nobody_votes_without_a_name(store: Store, shared: Example, first: str | None) -> None:
    if first:
        decided(store, shared, "accept", by=first)
    with pytest.raises(Conflict, match=r"two reviewers judge example \d+.*Give your name in the sidebar"):
        decided(store, shared, "accept")
    assert voters(store, shared) == ([first] if first else [])


def test_names_that_differ_in_case_are_two_reviewers(store: Store, shared: Example) -> None:
    decided(store, shared, "accept", by="ada")
    assert decided(store, shared, "accept", by="Ada").status == "accepted"


def test_a_third_vote_is_sent_to_the_agreement_page_whoever_gives_it(store: Store, shared: Example) -> None:
    decided(store, shared, "accept", by="ada")
    decided(store, shared, "reject", by="ben")
    for name in ("ada", "ben", "cleo"):
        with pytest.raises(Conflict, match="Settle it on the Agreement page"):
            decided(store, shared, "accept", by=name)


@pytest.mark.parametrize(("action", "status"), [("accept", "accepted"), ("reject", "rejected")])
def test_a_settlement_decides_and_is_no_vote(store: Store, shared: Example, action: str, status: str) -> None:
    decided(store, shared, "accept", by="ada")
    decided(store, shared, "reject", by="ben")
    row = decided(store, shared, action, by="cleo", settles=True)
    assert (row.status, row.votes) == (status, 2)
    assert voters(store, shared) == ["ada", "ben"]


def test_what_waits_for_a_second_reviewer_may_be_settled_by_the_first(store: Store, shared: Example) -> None:
    decided(store, shared, "accept", by="ada")
    row = decided(store, shared, "accept", by="ada", settles=True)
    assert (row.status, row.votes) == ("accepted", 1)


def test_skips_and_flags_are_no_votes(store: Store, project: Project, shared: Example) -> None:
    decided(store, shared, "skip", by="ada")
    row = decided(store, shared, "flag", by="ada")
    assert (row.votes, row.flagged) == (0, True)
    decided(store, shared, "accept", by="ada")
    row = decided(store, shared, "accept", by="ben")
    assert (row.status, row.flagged) == ("accepted", True)


def test_a_flag_between_two_votes_survives_the_decision(store: Store, shared: Example) -> None:
    decided(store, shared, "accept", by="ada")
    decided(store, shared, "flag", by="ben")
    row = decided(store, shared, "accept", by="ben")
    assert (row.status, row.flagged, row.votes) == ("accepted", True, 2)


def test_what_was_decided_is_decided_again_without_votes(store: Store, shared: Example) -> None:
    decided(store, shared, "accept", by="ada")
    decided(store, shared, "accept", by="ben")
    assert decided(store, shared, "reject", by="ada").status == "rejected"


def test_of_two_who_vote_on_the_same_version_the_second_is_stale(store: Store, shared: Example) -> None:
    decided(store, shared, "accept", by="ada")
    late = DecisionCreate(shared.id, shared.version, "accept", str(uuid.uuid4()), reviewer="ben")
    with pytest.raises(StaleDecision), store.write() as session:
        decide(shared.project_id, late, session=session)


def test_a_lowered_share_leaves_what_has_a_vote_to_a_second_reviewer(store: Store, project: Project) -> None:
    share(store, project, 100)
    voted, untouched = pending(store, project, "one", "two")
    decided(store, voted, "accept", by="ada")
    share(store, project, 0)
    assert decided(store, untouched, "accept", by="ada").status == "accepted"
    assert now_of(store, voted).status == "pending"
    assert decided(store, voted, "accept", by="ben").status == "accepted"


def test_a_raised_share_takes_in_what_lies_ready_and_leaves_what_is_decided(store: Store, project: Project) -> None:
    one, two = pending(store, project, "one", "two")
    claimed(store, project, "ada")
    assert decided(store, one, "accept", by="ada").status == "accepted"
    share(store, project, 100)
    assert decided(store, two, "accept", by="ada").votes == 1
    assert now_of(store, one).votes == 0


def test_a_vote_taken_back_comes_to_the_reviewer_again(store: Store, project: Project, shared: Example) -> None:
    decided(store, shared, "accept", by="ada")
    assert undone_by(store, project, "ada").votes == 0
    assert claimed(store, project, "ada") == ["to bergen"]
    assert decided(store, shared, "reject", by="ada").votes == 1


def test_the_deciding_vote_taken_back_leaves_the_first(store: Store, project: Project, shared: Example) -> None:
    decided(store, shared, "edit", by="ada", edit=BETTER)
    decided(store, shared, "edit", by="ben", edit=BETTER)
    row = undone_by(store, project, "ben")
    assert (row.status, row.votes, row.utterance) == ("pending", 1, shared.utterance)
    assert decided(store, shared, "edit", by="cleo", edit=BETTER).status == "accepted"
    assert voters(store, shared) == ["ada", "cleo"]


@given(first=st.integers(1, 2**31 - 200), percent=st.integers(0, 100))
def test_of_candidates_in_a_row_the_share_is_judged_by_two(first: int, percent: int) -> None:
    shared = [is_shared(example_id, percent) for example_id in range(first, first + 200)]
    assert abs(sum(shared) - 2 * percent) <= 20
    more = [is_shared(example_id, min(100, percent + 1)) for example_id in range(first, first + 200)]
    assert all(raised for one, raised in zip(shared, more, strict=True) if one)


@pytest.mark.parametrize("percent", [0, 1, 10, 50, 99, 100])
def test_sql_shares_what_python_shares(store: Store, project: Project, percent: int) -> None:
    rows = pending(store, project, *(f"trip {number}" for number in range(200)))
    with store.write() as session:
        last = Example(**{**rows[0].model_dump(), "id": 2**31 - 1, "output_id": None})
        session.add(last)
        session.flush()
        found = session.exec(select(Example.id).where(is_shared_row(percent))).all()
        known = session.exec(select(Example.id)).all()
    assert sorted(found) == sorted(one for one in known if is_shared(one, percent))
