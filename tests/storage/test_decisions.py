from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import text

from backend.domain.decision import DecisionCreate
from backend.domain.errors import Conflict, InvalidValue, NotFound
from backend.domain.utterance import Span, Utterance
from storage.decisions import StaleDecision, decide, decisions_of
from storage.engine import Store
from storage.examples import add_examples, count_by_slot, find_examples, get_example
from storage.filters import ExampleFilter
from storage.schemas import delete_intent
from storage.tables import Example, Project
from storage.undoing import last_decision, undo
from tests.conftest import pending
from tests.postgres import on_both

pytestmark = on_both


def decision(example: Example, action: str, **more: object) -> DecisionCreate:
    return DecisionCreate(example.id, example.version, action, str(uuid.uuid4()), **more)  # type: ignore[arg-type]


def apply(store: Store, project: Project, created: DecisionCreate) -> Example:
    with store.write() as session:
        decide(project.id, created, session=session)
        return get_example(project.id, created.example_id, session=session)


def take_back(store: Store, project: Project) -> Example:
    with store.write() as session:
        reverse = undo(project.id, str(uuid.uuid4()), session=session)
        return get_example(project.id, reverse.example_id, session=session)


def test_accept_reject_and_skip_do_what_they_say(store: Store, project: Project) -> None:
    one, two, three = pending(store, project, "one", "two", "three")
    assert apply(store, project, decision(one, "accept")).status == "accepted"
    assert apply(store, project, decision(two, "reject", reason="unnatural")).status == "rejected"
    assert apply(store, project, decision(three, "skip")).status == "pending"


def test_a_skipped_candidate_comes_last(store: Store, project: Project) -> None:
    one, _two, _three = pending(store, project, "one", "two", "three")
    apply(store, project, decision(one, "skip"))
    with store.read() as session:
        queue = find_examples(project.id, ExampleFilter(status="pending"), session=session)
    assert [row.text for row in queue] == ["two", "three", "one"]


def test_an_edit_corrects_and_accepts_and_the_counts_follow(store: Store, project: Project) -> None:
    (one,) = pending(store, project, "to bergen")
    better = Utterance("to bergen now", "book_trip", "en", (Span(3, 9, "city"),))
    row = apply(store, project, decision(one, "edit", utterance=better))
    assert (row.utterance, row.status) == (better, "accepted")
    with store.read() as session:
        assert count_by_slot(project.id, ExampleFilter(), session=session)["city"] == 3


def test_an_edit_with_an_unknown_slot_changes_nothing(store: Store, project: Project) -> None:
    (one,) = pending(store, project, "to bergen")
    wrong = Utterance("to bergen", "book_trip", "en", (Span(3, 9, "town"),))
    with pytest.raises(InvalidValue, match="'town'"):
        apply(store, project, decision(one, "edit", utterance=wrong))
    with store.read() as session:
        assert get_example(project.id, one.id, session=session).version == 1
        assert decisions_of(one.id, session=session) == []


def test_the_same_uid_again_is_stored_once(store: Store, project: Project) -> None:
    (one,) = pending(store, project, "one")
    created = decision(one, "accept")
    assert apply(store, project, created).version == apply(store, project, created).version == 2
    with store.read() as session:
        assert len(decisions_of(one.id, session=session)) == 1


def test_a_uid_used_for_another_candidate_is_refused(store: Store, project: Project) -> None:
    one, two = pending(store, project, "one", "two")
    created = decision(one, "accept")
    apply(store, project, created)
    with pytest.raises(Conflict, match="used before"):
        apply(store, project, DecisionCreate(two.id, 1, "accept", created.uid))


def test_a_decision_on_an_older_version_is_refused_and_says_what_changed(store: Store, project: Project) -> None:
    (one,) = pending(store, project, "one")
    apply(store, project, decision(one, "accept"))
    with pytest.raises(StaleDecision, match="it is accepted now, as version 2"):
        apply(store, project, decision(one, "reject"))


def test_of_many_reviewers_at_once_one_decides(store: Store, project: Project) -> None:
    (one,) = pending(store, project, "one")

    def attempt(action: str) -> bool:
        try:
            apply(store, project, decision(one, action))
        except StaleDecision:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, ["accept", "reject"] * 8)) == 1


def test_deciding_what_stands_already_is_refused(store: Store, project: Project) -> None:
    (one,) = pending(store, project, "one")
    row = apply(store, project, decision(one, "accept"))
    with pytest.raises(Conflict, match="already 'accepted'"):
        apply(store, project, decision(row, "accept"))


def test_undo_restores_text_spans_and_status_and_keeps_the_history(store: Store, project: Project) -> None:
    (one,) = pending(store, project, "to bergen")
    better = Utterance("bergen", "book_trip", "en", (Span(0, 6, "city"),))
    apply(store, project, decision(one, "edit", utterance=better))
    row = take_back(store, project)
    assert (row.utterance, row.status, row.version) == (one.utterance, "pending", 3)
    with store.read() as session:
        assert [kept.action for kept in decisions_of(one.id, session=session)] == ["edit", "undo"]
        assert last_decision(project.id, session=session) is None
        assert count_by_slot(project.id, ExampleFilter(), session=session)["city"] == 2


def test_undoing_with_nothing_decided_says_so(store: Store, project: Project) -> None:
    with pytest.raises(NotFound, match="no decision to undo"):
        take_back(store, project)


def test_an_undo_takes_back_the_reviewers_own_decision_only(store: Store, project: Project) -> None:
    one, two = pending(store, project, "one", "two")
    apply(store, project, decision(one, "accept", reviewer="ada"))
    apply(store, project, decision(two, "accept", reviewer="ben"))
    with store.write() as session:
        assert undo(project.id, str(uuid.uuid4()), reviewer="ada", session=session).example_id == one.id
    with pytest.raises(NotFound), store.write() as session:
        undo(project.id, str(uuid.uuid4()), reviewer="ada", session=session)
    with store.write() as session:
        assert undo(project.id, str(uuid.uuid4()), of_anyone=True, session=session).example_id == two.id


def test_an_undo_that_would_bring_back_a_deleted_label_is_refused(store: Store, project: Project) -> None:
    (one,) = pending(store, project, "call it off")
    apply(store, project, decision(one, "edit", utterance=Utterance("call it off", "cancel_trip")))
    with store.write() as session:
        delete_intent(project.id, "book_trip", session=session)
    with pytest.raises(Conflict, match="cannot be undone: unknown intent 'book_trip'"):
        take_back(store, project)


def test_a_candidate_whose_slot_is_gone_is_not_accepted(store: Store, project: Project) -> None:
    with store.write() as session:
        trip = Utterance("off on friday", "cancel_trip", "en", (Span(7, 13, "day"),))
        added = add_examples(
            project.id, [trip], origin="imported", status="pending", provenance={}, session=session
        ).examples
        session.execute(text("DELETE FROM intent_slot"))
    with pytest.raises(InvalidValue, match="'day'"):
        apply(store, project, decision(added[0], "accept"))


def test_an_edit_into_a_text_that_is_there_is_refused_with_its_example(store: Store, project: Project) -> None:
    one, two = pending(store, project, "one", "two")
    with pytest.raises(Conflict, match=f"example {one.id}, which is pending, has the same text 'one'"):
        apply(store, project, decision(two, "edit", utterance=Utterance("One!", "book_trip")))


def test_an_undo_with_the_uid_of_another_decision_is_refused(store: Store, project: Project) -> None:
    (one,) = pending(store, project, "one")
    created = decision(one, "reject")
    apply(store, project, created)
    with pytest.raises(Conflict, match="used before"), store.write() as session:
        undo(project.id, created.uid, session=session)


def test_an_undo_sent_twice_undoes_once(store: Store, project: Project) -> None:
    one, two = pending(store, project, "one", "two")
    apply(store, project, decision(one, "accept"))
    apply(store, project, decision(two, "accept"))
    uid = str(uuid.uuid4())
    with store.write() as session:
        undo(project.id, uid, session=session)
        undo(project.id, uid, session=session)
        assert get_example(project.id, one.id, session=session).status == "accepted"
        assert get_example(project.id, two.id, session=session).status == "pending"


@hypothesis_settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["accept", "reject", "skip"])), max_size=8))
def test_undoing_every_decision_leads_back_to_the_start(
    store: Store, project: Project, plan: list[tuple[int, str]]
) -> None:
    texts = ["one", "two", "three"]
    pending(store, project, *texts)

    def look() -> list[tuple[str, str, int]]:
        with store.read() as session:
            rows = find_examples(project.id, ExampleFilter(seeds=False), session=session)
        return [(row.text, row.status, row.queue) for row in rows]

    start, decided = look(), 0
    for which, action in plan:
        with store.read() as session:
            found = find_examples(project.id, ExampleFilter(search=texts[which]), session=session)
        try:
            apply(store, project, decision(found[0], action))
            decided += 1
        except Conflict:
            continue
    for _ in range(decided):
        take_back(store, project)
    assert look() == start
