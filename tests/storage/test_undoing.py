from __future__ import annotations

import uuid
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlmodel import col, select

from backend.domain.errors import Conflict, NotFound
from backend.domain.utterance import Span, Utterance
from storage.bulk import decide_bulk, order_bulk
from storage.decisions import StaleDecision, decide, decisions_of, state_of
from storage.engine import Store
from storage.filters import ExampleFilter
from storage.settling import settlement
from storage.tables import Decision, Example, Project
from storage.undoing import last_decision, undo, undo_decision
from tests.conftest import pending
from tests.storage.reviewing import decided, now_of, share, undone_by


def decision_of(store: Store, example: Example, reviewer: str) -> Decision:
    """The reviewer's latest decision on the example."""
    with store.read() as session:
        return [one for one in decisions_of(example.id, session=session) if one.reviewer == reviewer][-1]


def take_back(store: Store, decision: Decision) -> Example:
    with store.write() as session:
        undo_decision(decision.project_id, decision.id, str(uuid.uuid4()), reviewer="dora", session=session)
    with store.read() as session:
        return session.get_one(Example, decision.example_id)


@pytest.fixture
def shared(store: Store, project: Project) -> Example:
    share(store, project, 100)
    return pending(store, project, "to bergen")[0]


def test_a_first_vote_under_a_second_is_not_undone_and_deeper_undo_still_works(store: Store, project: Project) -> None:
    share(store, project, 100)
    one, two = pending(store, project, "one", "two")
    decided(store, one, "accept", by="ada")
    decided(store, two, "accept", by="ada")
    decided(store, two, "reject", by="ben")
    assert undone_by(store, project, "ada").id == one.id
    with pytest.raises(NotFound, match="no decision to undo"):
        undone_by(store, project, "ada")
    assert undone_by(store, project, "ben").votes == 1
    assert undone_by(store, project, "ada").id == two.id
    assert now_of(store, two).votes == 0


def test_a_settlement_taken_back_leaves_the_disagreement(store: Store, project: Project, shared: Example) -> None:
    decided(store, shared, "accept", by="ada")
    decided(store, shared, "reject", by="ben", reason="unnatural")
    better = Utterance("to bergen", "book_trip", "en", (Span(3, 9, "city"),))
    assert decided(store, shared, "edit", by="cleo", edit=better, settles=True).utterance == better
    row = undone_by(store, project, "cleo")
    assert (row.status, row.votes, row.utterance) == ("pending", 2, shared.utterance)
    assert undone_by(store, project, "ben").votes == 1


def test_votes_under_a_settlement_are_not_undone(store: Store, project: Project, shared: Example) -> None:
    decided(store, shared, "accept", by="ada")
    decided(store, shared, "reject", by="ben")
    decided(store, shared, "accept", by="cleo", settles=True)
    for name in ("ada", "ben"):
        with pytest.raises(NotFound):
            undone_by(store, project, name)
    with pytest.raises(StaleDecision, match="changed since it was decided"):
        take_back(store, decision_of(store, shared, "ada"))


def test_one_decision_is_undone_by_anybody_and_once(store: Store, project: Project) -> None:
    one, two = pending(store, project, "one", "two")
    decided(store, one, "accept", by="ada")
    decided(store, two, "accept", by="ada")
    decision = decision_of(store, one, "ada")
    assert take_back(store, decision).status == "pending"
    with pytest.raises(Conflict, match="undone already"):
        take_back(store, decision)
    with pytest.raises(Conflict, match="an undo is not undone"):
        take_back(store, decision_of(store, one, "dora"))
    assert now_of(store, two).status == "accepted"


def test_a_decision_of_another_project_is_not_found(store: Store, project: Project) -> None:
    (one,) = pending(store, project, "one")
    decided(store, one, "accept", by="ada")
    decision = decision_of(store, one, "ada")
    with pytest.raises(NotFound, match="no decision with id"), store.write() as session:
        undo_decision(project.id + 1, decision.id, str(uuid.uuid4()), session=session)


def test_a_flag_and_the_decision_under_it_are_undone_in_any_order(store: Store, project: Project) -> None:
    (one,) = pending(store, project, "one")
    decided(store, one, "accept", by="ada")
    decided(store, one, "flag", by="ben")
    decided(store, one, "flag", by="ben")
    assert undone_by(store, project, "ben").flagged
    assert undone_by(store, project, "ada").status == "pending"
    assert now_of(store, one).flagged
    assert not undone_by(store, project, "ben").flagged


def test_a_decision_under_another_is_not_undone_before_it(store: Store, project: Project) -> None:
    (one,) = pending(store, project, "one")
    decided(store, one, "accept", by="ada")
    decided(store, one, "reject", by="ben")
    with pytest.raises(StaleDecision, match="changed since it was decided"):
        take_back(store, decision_of(store, one, "ada"))
    assert undone_by(store, project, "ben").status == "accepted"
    assert undone_by(store, project, "ada").status == "pending"


def test_an_edit_whose_earlier_text_came_again_is_not_undone(store: Store, project: Project) -> None:
    (one,) = pending(store, project, "one")
    decided(store, one, "edit", by="ada", edit=Utterance("uno", "book_trip"))
    (twin,) = pending(store, project, "one")
    with pytest.raises(Conflict, match=f"example {twin.id} has its earlier text now 'one'"):
        undone_by(store, project, "ada")
    assert now_of(store, one).text == "uno"


def test_what_was_undone_is_marked_and_not_looked_through_again(store: Store, project: Project) -> None:
    rows = pending(store, project, "one", "two")
    for row in rows:
        decided(store, row, "reject", by="ada")
    undone_by(store, project, "ada")
    said: list[tuple[str, Any]] = []
    event.listen(store.engine, "before_cursor_execute", lambda *call: said.append((call[2], call[3])))
    with store.read() as session:
        last = last_decision(project.id, reviewer="ada", session=session)
        marked = session.exec(select(Decision.action, Decision.standing).order_by(col(Decision.id))).all()
        statement, values = next(one for one in said if "FROM decision" in one[0])
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    assert last is not None
    assert last.example_id == rows[0].id
    assert marked == [("reject", True), ("reject", False), ("undo", False)]
    assert "ix_decision_here" in str(plan)


def test_what_was_decided_elsewhere_stays_as_it_is(store: Store, project: Project) -> None:
    one, two, three = pending(store, project, "one", "two", "three")
    decided(store, one, "accept", by="ada")
    decided(store, two, "reject", by="ada", elsewhere=True)
    decided(store, three, "accept", by="ada")
    decided(store, three, "reject", by="ada", elsewhere=True)
    assert undone_by(store, project, "ada").id == one.id
    with pytest.raises(NotFound, match="no decision to undo"):
        undone_by(store, project, "ada")
    assert [now_of(store, row).status for row in (one, two, three)] == ["pending", "rejected", "rejected"]
    with store.write() as session:
        undo(project.id, str(uuid.uuid4()), of_anyone=True, session=session)
    assert now_of(store, three).status == "accepted"
    assert undone_by(store, project, "ada").id == three.id


def test_a_settlement_and_many_at_once_of_a_command_stay_too(store: Store, project: Project) -> None:
    share(store, project, 100)
    (row,) = pending(store, project, "one")
    decided(store, row, "accept", by="ada")
    decided(store, row, "reject", by="ben")
    with store.write() as session:
        example = session.get_one(Example, row.id)
        decide(project.id, settlement(example, "accept", uid=str(uuid.uuid4()), reviewer="cleo"), session=session)
    share(store, project, 0)
    pending(store, project, "two", "three")
    with store.write() as session:
        wanted = ExampleFilter(status="pending")
        bulk = order_bulk(project.id, wanted, "accept", reviewer="cleo", elsewhere=True, session=session)
    assert list(decide_bulk(store, bulk.uid))[-1] == 2
    with pytest.raises(NotFound, match="no decision to undo"):
        undone_by(store, project, "cleo")


def test_an_undo_of_one_decision_sent_twice_undoes_once(store: Store, project: Project) -> None:
    (one,) = pending(store, project, "one")
    decided(store, one, "reject", by="ada")
    decision, uid = decision_of(store, one, "ada"), str(uuid.uuid4())
    with store.write() as session:
        first = undo_decision(project.id, decision.id, uid, session=session)
        assert undo_decision(project.id, decision.id, uid, session=session).id == first.id
    assert now_of(store, one).version == 3


def test_a_flag_under_anothers_flag_waits_until_that_is_taken_back(store: Store, project: Project) -> None:
    (one,) = pending(store, project, "one")
    for person in ("cleo", "ben"):
        decided(store, one, "flag", by=person)
    with pytest.raises(NotFound, match="no decision to undo"):
        undone_by(store, project, "cleo")
    assert undone_by(store, project, "ben").flagged
    assert not undone_by(store, project, "cleo").flagged


def test_a_flag_is_taken_back_from_under_a_decision_and_a_decision_from_under_a_flag(
    store: Store, project: Project
) -> None:
    one, two = pending(store, project, "one", "two")
    for row, actions in ((one, ("flag", "accept")), (two, ("accept", "flag"))):
        for person, action in zip(("ada", "ben"), actions, strict=True):
            decided(store, row, action, by=person)
    flagged, accepted = decision_of(store, one, "ada"), decision_of(store, two, "ada")
    assert (take_back(store, flagged).flagged, now_of(store, one).status) == (False, "accepted")
    assert (take_back(store, accepted).status, now_of(store, two).flagged) == ("pending", True)


@pytest.mark.parametrize("later", ["skip", "flag"])
def test_a_vote_that_somebody_skips_or_flags_after_it_is_undone_first(
    store: Store, project: Project, later: str
) -> None:
    share(store, project, 100)
    two, three = pending(store, project, "two", "three")
    decided(store, two, "reject", by="ada")
    decided(store, three, "accept", by="ada")
    decided(store, three, later, by="ben")
    assert undone_by(store, project, "ada").id == three.id
    row = undone_by(store, project, "ben")
    assert (row.id, row.queue, row.flagged, row.votes) == (three.id, 0, False, 0)
    assert undone_by(store, project, "ada").id == two.id


def test_a_skip_of_what_is_decided_since_stays(store: Store, project: Project) -> None:
    one, two = pending(store, project, "one", "two")
    decided(store, one, "accept", by="ada")
    decided(store, two, "skip", by="ada")
    decided(store, two, "accept", by="ben")
    assert undone_by(store, project, "ada").id == one.id


PEOPLE = ("ada", "ben", "cleo")
STEP = st.tuples(
    st.sampled_from(PEOPLE),
    st.integers(0, 2),
    st.sampled_from(["accept", "reject", "edit", "skip", "flag", "settle", "undo"]),
)


@hypothesis_settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(percent=st.sampled_from([0, 50, 100]), plan=st.lists(STEP, min_size=3, max_size=14))
def test_whatever_reviewers_do_everybody_can_undo_until_nothing_is_left(
    store: Store, project: Project, percent: int, plan: list[tuple[str, int, str]]
) -> None:
    rows = pending(store, project, *(f"{uuid.uuid4()}" for _ in range(3)))
    share(store, project, percent)
    start = [state_of(row) for row in rows]
    for person, which, action in plan:
        try:
            if action == "undo":
                undone_by(store, project, person)
            elif action == "edit":
                better = Utterance(f"{rows[which].text} please", "book_trip")
                decided(store, rows[which], "edit", by=person, edit=better)
            else:
                settles = action == "settle"
                decided(store, rows[which], "accept" if settles else action, by=person, settles=settles)
        except StaleDecision as stuck:
            raise AssertionError("an undo of one's own got stuck") from stuck
        except (Conflict, NotFound):
            continue
    with store.write() as session:
        while last_decision(project.id, session=session) is not None:
            undo(project.id, str(uuid.uuid4()), of_anyone=True, session=session)
    assert [state_of(now_of(store, row)) for row in rows] == start
