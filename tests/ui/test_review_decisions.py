"""Decisions as browsers send them: applied in order, once, each answered."""

from __future__ import annotations

import uuid

import pytest

from backend.domain.utterance import Utterance
from storage.decisions import decisions_of
from storage.engine import Store
from storage.examples import add_examples, get_example
from storage.tables import Example, Project
from ui.review_decisions import apply_entries
from ui.review_queue import Desk, card_data
from ui.services import decide_once


@pytest.fixture
def candidates(store: Store, project: Project) -> tuple[Example, ...]:
    with store.write() as session:
        utterances = [Utterance(f"leave at {hour}", "book_trip") for hour in ("nine", "ten", "eleven")]
        return add_examples(
            project.id, utterances, origin="imported", status="pending", provenance={}, session=session
        ).examples


def entry(kind: str, example: Example | None = None, **more: object) -> dict[str, object]:
    of = {} if example is None else {"example": example.id, "version": example.version}
    return {"uid": str(uuid.uuid4()), "kind": kind, **of, **more}


def now(store: Store, example: Example) -> Example:
    with store.read() as session:
        return get_example(example.project_id, example.id, session=session)


def outcomes(store: Store, project: Project, *entries: object) -> list[str]:
    return [answer.outcome for answer in apply_entries(store, project.id, {"entries": list(entries)})]


def test_a_batch_is_applied_in_order(store, project, candidates):
    one, two, three = candidates
    batch = [entry("accept", one), entry("reject", two, reason="unnatural", reviewer=" mira "), entry("skip", three)]
    assert outcomes(store, project, *batch) == ["stored"] * 3
    assert [now(store, example).status for example in candidates] == ["accepted", "rejected", "pending"]
    with store.read() as session:
        (decision,) = decisions_of(two.id, session=session)
    assert (decision.reason, decision.reviewer) == ("unnatural", "mira")


def test_a_batch_sent_again_is_answered_alike_and_changes_nothing(store, project, candidates):
    batch = [entry("accept", candidates[0]), entry("undo"), entry("skip", candidates[1])]
    assert outcomes(store, project, *batch) == outcomes(store, project, *batch) == ["stored"] * 3
    assert now(store, candidates[0]).version == 3
    assert now(store, candidates[1]).version == 2


def test_an_edit_is_read_from_the_notation(store, project, candidates):
    edit = entry("edit", candidates[0], notation="leave for [city : rome 🏝]", intent="book_trip")
    assert outcomes(store, project, edit) == ["stored"]
    assert now(store, candidates[0]).utterance.slots == (("city", "rome 🏝"),)


@pytest.mark.parametrize(
    ("notation", "intent", "said"),
    [
        ("leave for [city : rome", "book_trip", "never closed"),
        ("leave for [town : rome]", "book_trip", "town"),
        ("leave for [city : rome]", "cancel_trip", "city"),
        ("leave", "no_such_intent", "no_such_intent"),
        ("", "book_trip", "empty"),
    ],
)
def test_an_edit_that_cannot_be_is_refused_and_stores_nothing(store, project, candidates, notation, intent, said):
    edit = entry("edit", candidates[0], notation=notation, intent=intent)
    (answer,) = apply_entries(store, project.id, {"entries": [edit]})
    assert answer.outcome == "refused"
    assert said in answer.message
    assert answer.example is not None
    assert answer.example.version == 1


def test_a_stale_decision_is_refused_with_the_example_as_it_is_and_the_rest_is_applied(store, project, candidates):
    one, two, _three = candidates
    outcomes(store, project, entry("skip", one))
    stale, good = apply_entries(store, project.id, {"entries": [entry("accept", one), entry("accept", two)]})
    assert (stale.outcome, good.outcome) == ("refused", "stored")
    assert stale.example is not None
    assert (stale.example.version, stale.example.status) == (2, "pending")


def test_undo_names_what_it_reversed_and_hands_the_candidate_back(store, project, candidates):
    outcomes(store, project, entry("reject", candidates[0]))
    (answer,) = apply_entries(store, project.id, {"entries": [entry("undo")]})
    assert answer.message == "Undone: reject."
    assert answer.example is not None
    assert (answer.example.id, answer.example.status) == (candidates[0].id, "pending")


def test_undo_with_nothing_to_undo_is_refused(store, project, candidates):
    (answer,) = apply_entries(store, project.id, {"entries": [entry("undo")]})
    assert (answer.outcome, answer.example) == ("refused", None)


def test_undo_reverses_the_last_decision_of_the_same_reviewer(store, project, candidates):
    one, two, three = candidates
    outcomes(store, project, entry("accept", one, reviewer="mira"), entry("accept", two), entry("accept", three))
    assert outcomes(store, project, entry("undo", reviewer=" mira ")) == ["stored"]
    assert [now(store, example).status for example in candidates] == ["pending", "accepted", "accepted"]
    assert outcomes(store, project, entry("undo", reviewer="mira")) == ["refused"]
    assert outcomes(store, project, entry("undo")) == ["stored"]
    assert [now(store, example).status for example in candidates] == ["pending", "accepted", "pending"]


def test_undo_leaves_what_was_decided_on_another_page_and_the_card_offers_none_of_it(store, project, candidates):
    one, two, _three = candidates
    outcomes(store, project, entry("accept", one, reviewer="mira"))
    decide_once(store, two, "reject", reviewer="mira")
    assert card_data(store, project, Desk(reviewer="mira"))["canUndo"]
    (answer,) = apply_entries(store, project.id, {"entries": [entry("undo", reviewer="mira")]})
    assert answer.example is not None
    assert (answer.example.id, answer.message) == (one.id, "Undone: accept.")
    assert not card_data(store, project, Desk(reviewer="mira"))["canUndo"]
    assert now(store, two).status == "rejected"


def test_a_candidate_of_another_project_cannot_be_decided(store, project, candidates):
    from storage.projects import create_project

    with store.write() as session:
        other = create_project("Other", teacher="none", session=session)
    assert outcomes(store, other, entry("accept", candidates[0])) == ["refused"]
    assert now(store, candidates[0]).status == "pending"


def test_an_unavailable_store_answers_later_and_stores_nothing(store, project, candidates):
    with store.write() as session:
        session.connection().exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON decision BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
    batch = [entry("accept", one) for one in candidates]
    answers = apply_entries(store, project.id, {"entries": batch})
    assert [answer.outcome for answer in answers] == ["later"] * 3
    assert "disk is full" in answers[0].message
    assert now(store, candidates[0]).status == "pending"


@pytest.mark.parametrize(
    "bad",
    [
        {"kind": "delete"},
        {"kind": "accept"},
        {"kind": "accept", "example": "1", "version": 1},
        {"kind": "accept", "example": 10**30, "version": 1},
        {"kind": "reject", "reason": "x" * 300},
        {"kind": "reject", "reviewer": "mi\x00ra"},
        {"uid": "no uuid", "kind": "accept"},
        {"uid": "no uuid", "kind": "undo"},
    ],
)
def test_what_no_card_sends_is_refused_and_changes_nothing(store, project, candidates, bad):
    good = {"example": candidates[0].id, "version": 1} if "example" not in bad and bad["kind"] == "reject" else {}
    sent = {"uid": str(uuid.uuid4()), **good, **bad}
    assert outcomes(store, project, sent) == ["refused"]
    assert now(store, candidates[0]).version == 1


@pytest.mark.parametrize("payload", [None, [], "x", {"entries": "abc"}, {"entries": [1, None, {}]}])
def test_a_payload_without_entries_does_nothing(store, project, payload):
    assert apply_entries(store, project.id, payload) == []


def test_two_undos_in_one_payload_reverse_a_group_and_then_what_was_before_it(store, project, candidates):
    one, two, three = candidates
    bulk = str(uuid.uuid4())
    group = [entry("accept", row, bulk=bulk) for row in (two, three)]
    assert outcomes(store, project, entry("reject", one), *group) == ["stored"] * 3
    first, second = apply_entries(store, project.id, {"entries": [entry("undo"), entry("undo")]})
    assert (first.message, second.message) == ("Undone: accept, 2 at once.", "Undone: reject.")
    assert [now(store, row).status for row in candidates] == ["pending"] * 3


def test_an_undo_of_keep_this_one_answers_with_the_one_that_was_kept(store, project, candidates):
    kept, *others = candidates
    bulk = str(uuid.uuid4())
    group = [entry("reject", row, bulk=bulk, reason="too similar") for row in others]  # as the card sends them
    assert outcomes(store, project, *group, entry("accept", kept, bulk=bulk)) == ["stored"] * 3
    (answer,) = apply_entries(store, project.id, {"entries": [entry("undo")]})
    assert answer.example is not None
    assert (answer.example.id, answer.message) == (kept.id, "Undone: accept, 3 at once.")
    assert [now(store, row).status for row in candidates] == ["pending"] * 3


def undo_of(one: dict[str, object]) -> dict[str, object]:
    return entry("undo", undoes=one["uid"], **({"bulk": one["bulk"]} if "bulk" in one else {}))


def test_an_undo_of_what_was_refused_leaves_the_decision_before_it(store, project, candidates):
    one, two, _three = candidates
    outcomes(store, project, entry("accept", one), entry("reject", two, reviewer="noor"))
    stale = entry("accept", two)
    taken_back = undo_of(stale)
    for _sent_again in range(2):
        refused, undone = apply_entries(store, project.id, {"entries": [stale, taken_back]})
        assert (refused.outcome, undone.outcome) == ("refused", "refused")
        said = "there is nothing to take back: that decision was not stored. What you decided before stays as it is."
        assert undone.message == said
    assert [now(store, row).status for row in (one, two)] == ["accepted", "rejected"]
    assert outcomes(store, project, entry("undo")) == ["stored"], "what the server answered for needs no name"
    assert now(store, one).status == "pending"


@pytest.mark.parametrize("refused", [0, 1, 2])
def test_of_several_undos_only_that_of_the_refused_one_undoes_nothing(store, project, candidates, refused):
    with store.write() as session:
        (before,) = add_examples(
            project.id,
            [Utterance("leave at dawn", "book_trip")],
            origin="imported",
            status="pending",
            provenance={},
            session=session,
        ).examples
    outcomes(store, project, entry("accept", before), entry("reject", candidates[refused], reviewer="noor"))
    decided = [entry("accept", row) for row in candidates]
    undos = [undo_of(one) for one in reversed(decided)]
    expected = ["refused" if at == refused else "stored" for at in range(3)]
    assert outcomes(store, project, *decided, *undos) == [*expected, *reversed(expected)]
    assert [now(store, row).status for row in candidates] == [
        "rejected" if at == refused else "pending" for at in range(3)
    ]
    assert now(store, before).status == "accepted"


def test_an_undo_of_a_group_of_which_the_last_was_refused_undoes_the_others(store, project, candidates):
    one, two, three = candidates
    outcomes(store, project, entry("accept", one), entry("reject", three, reviewer="noor"))
    bulk = str(uuid.uuid4())
    group = [entry("reject", row, bulk=bulk) for row in (two, three)]
    assert outcomes(store, project, *group, undo_of(group[-1])) == ["stored", "refused", "stored"]
    assert [now(store, row).status for row in candidates] == ["accepted", "pending", "rejected"]


def test_an_undo_says_what_of_ones_own_it_passed_over(store, project, candidates):
    one, two, _three = candidates
    outcomes(store, project, entry("accept", one, reviewer="mira"), entry("accept", two, reviewer="mira"))
    changed = now(store, two)
    outcomes(store, project, entry("reject", changed, reviewer="noor"))
    (answer,) = apply_entries(store, project.id, {"entries": [entry("undo", reviewer="mira")]})
    assert answer.message == "Undone: accept. 1 later of yours stay: they were decided on again since."
    assert [now(store, row).status for row in (one, two)] == ["pending", "rejected"]


def test_a_decision_on_another_text_under_the_same_id_is_refused(store, project, candidates):
    one, two, _three = candidates
    stale, good = (entry("accept", one, text="leave at dawn"), entry("accept", two, text=two.text))
    answers = apply_entries(store, project.id, {"entries": [stale, good]})
    assert [answer.outcome for answer in answers] == ["refused", "stored"]
    assert "another one now" in answers[0].message
    assert now(store, one).status == "pending"
