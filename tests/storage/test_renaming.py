"""Renaming labels: all that a project keeps says the new name, and nothing brings the old one back."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from sqlmodel import col, select

from backend.domain.decision import DecisionCreate
from backend.domain.errors import Conflict, InvalidValue, NotFound
from backend.domain.request import Include, Request
from backend.domain.schema import Intent, Slot
from backend.domain.utterance import Span, Utterance
from storage.decisions import StaleDecision, decide, decisions_of
from storage.engine import Store
from storage.examples import add_examples, find_examples, stream_decided
from storage.filters import ExampleFilter
from storage.history import HistoryFilter, find_history, record
from storage.insights import Found, save_insights
from storage.jobs import create_job, finish_job, request_of, set_proposed
from storage.proposed_values import proposed_values
from storage.renaming import LabelKind, LabelUses, label_uses, rename_label
from storage.schemas import load_schema, put_intent, put_slot
from storage.scores import Scored, save_scores, scores_of
from storage.settling import open_dispute, proposed_utterance
from storage.student_answers import answers_of, save_answers
from storage.students import create_student
from storage.tables import Bulk, Decision, Example, Insight, Job, Project, StudentRow
from storage.targets import set_targets, targets_of
from tests.postgres import on_both
from tests.storage.reviewing import decided, now_of, share, undone_by

pytestmark = on_both

TO_ROME = Utterance("fly to rome", "book_trip", "en", (Span(7, 11, "city"),))
NAMED_SO = Utterance('say "intent": "book_trip", "city"] please', "book_trip")
"""Words that look like what is stored."""


def candidates(store: Store, project: Project, *utterances: Utterance) -> tuple[Example, ...]:
    with store.write() as session:
        return add_examples(
            project.id, utterances, origin="imported", status="pending", provenance={}, session=session
        ).examples


def renamed(store: Store, project: Project, kind: LabelKind, old: str, new: str) -> LabelUses:
    with store.write() as session:
        return rename_label(project.id, kind, old, new, session=session)


def everything(store: Store, project: Project) -> str:
    """All that is stored of a project in words, to look for a name in."""
    with store.read() as session:
        said: list[Any] = [load_schema(project.id, session=session), targets_of(project.id, session=session)]
        said += [record(one) for one in find_history(project.id, HistoryFilter(), limit=100, session=session)]
        said += [(one.intent, one.spans, one.provenance) for one in session.exec(select(Example))]
        said += [(one.before, one.after, one.proposed) for one in session.exec(select(Decision))]
        said += [(one.intent, one.request, one.parts, one.proposed) for one in session.exec(select(Job))]
        said += [one.wanted for one in session.exec(select(Bulk))]
    return str(said)


def test_an_intent_is_renamed_in_the_schema_its_examples_and_targets(store: Store, project: Project) -> None:
    candidates(store, project, TO_ROME)
    with store.write() as session:
        set_targets(project.id, {("book_trip", ""): 20, ("book_trip", "city"): 5}, session=session)
        assert label_uses(project.id, "intent", "book_trip", session=session) == LabelUses(3, 2)
    assert renamed(store, project, "intent", "book_trip", " plan_trip ") == LabelUses(3, 2)
    with store.read() as session:
        schema = load_schema(project.id, session=session)
        assert schema.intents[0] == Intent("plan_trip", "Book a trip.", ("city", "day"))
        found = find_examples(project.id, ExampleFilter(intent="plan_trip"), session=session)
        assert [(one.status, one.version) for one in found] == [("accepted", 2), ("accepted", 2), ("pending", 2)]
        assert targets_of(project.id, session=session) == {("plan_trip", ""): 20, ("plan_trip", "city"): 5}
    assert "book_trip" not in everything(store, project)


def test_a_slot_is_renamed_with_its_catalogue_wherever_it_is_held(store: Store, project: Project) -> None:
    (row,) = candidates(store, project, TO_ROME)
    with store.write() as session:
        set_targets(project.id, {("book_trip", "city"): 5}, session=session)
    assert renamed(store, project, "slot", "city", "town") == LabelUses(3, 1)
    with store.read() as session:
        schema = load_schema(project.id, session=session)
        assert schema.slot("town") == Slot("town", "", ("oslo", "rome"))
        assert schema.intent("book_trip").slots == ("town", "day")
        assert len(find_examples(project.id, ExampleFilter(slot="town"), session=session)) == 3
    assert now_of(store, row).utterance.slots == (("town", "rome"),)
    assert now_of(store, row).version == 2
    assert "city" not in everything(store, project)


def test_only_examples_that_say_the_name_have_another_version(store: Store, project: Project) -> None:
    (other,) = candidates(store, project, Utterance("call it off", "cancel_trip"))
    renamed(store, project, "slot", "city", "town")
    renamed(store, project, "intent", "book_trip", "plan_trip")
    assert now_of(store, other).version == 1


@pytest.mark.parametrize(("kind", "old", "new"), [("intent", "book_trip", "größe"), ("slot", "city", "ort/größe")])
def test_undo_brings_back_what_the_schema_has(
    store: Store, project: Project, kind: LabelKind, old: str, new: str
) -> None:
    (row,) = candidates(store, project, TO_ROME)
    before = Utterance("fly to oslo", "book_trip", "en", (Span(7, 11, "city"),))
    decided(store, row, "edit", by="ada", edit=before)
    decided(store, row, "reject", by="ada", reason="wrong city")
    renamed(store, project, kind, old, new)
    back = [undone_by(store, project, "ada") for _ in range(2)]
    assert [(one.status, one.text) for one in back] == [("accepted", "fly to oslo"), ("pending", "fly to rome")]
    said = now_of(store, row).utterance
    with store.read() as session:
        load_schema(project.id, session=session).require(said)
        assert [one.reason for one in decisions_of(row.id, session=session)][1] == "wrong city"
    assert (said.intent, said.spans[0].slot) == (("größe", "city") if kind == "intent" else ("book_trip", "ort/größe"))
    assert f"'{old}'" not in everything(store, project)
    renamed(store, project, kind, new, old)
    assert now_of(store, row).utterance == TO_ROME


def test_a_card_that_shows_the_old_name_is_shown_again(store: Store, project: Project) -> None:
    (row,) = candidates(store, project, TO_ROME)
    renamed(store, project, "slot", "city", "town")
    stale = DecisionCreate(row.id, row.version, "edit", str(uuid.uuid4()), utterance=TO_ROME)
    with pytest.raises(StaleDecision, match="was changed meanwhile"), store.write() as session:
        decide(project.id, stale, session=session)
    assert decided(store, row, "accept").status == "accepted"


def test_words_that_look_like_what_is_stored_stay(store: Store, project: Project) -> None:
    (row,) = candidates(store, project, NAMED_SO)
    decided(store, row, "reject", by="ada")
    renamed(store, project, "intent", "book_trip", "plan_trip")
    renamed(store, project, "slot", "city", "town")
    assert now_of(store, row).text == NAMED_SO.text
    assert undone_by(store, project, "ada").text == NAMED_SO.text


def test_votes_go_on_to_agree_and_to_differ(store: Store, project: Project) -> None:
    share(store, project, 100)
    agreed, differed = candidates(store, project, TO_ROME, Utterance("off to oslo", "book_trip"))
    mine = Utterance("off to oslo", "book_trip", "en", (Span(7, 11, "city"),))
    decided(store, agreed, "accept", by="ada")
    decided(store, differed, "accept", by="ada")
    renamed(store, project, "slot", "city", "town")
    renamed(store, project, "intent", "book_trip", "plan_trip")
    assert decided(store, agreed, "accept", by="ben").status == "accepted"
    mine = Utterance("off to oslo", "plan_trip", "en", (Span(7, 11, "town"),))
    decided(store, differed, "edit", by="ben", edit=mine)
    with store.read() as session:
        dispute = open_dispute(project.id, 2, offset=0, session=session)
    assert dispute is not None
    assert [proposed_utterance(vote).intent for vote in dispute.votes] == ["plan_trip", "plan_trip"]


def test_who_decided_is_known_of_an_example_afterwards(store: Store, project: Project) -> None:
    (row,) = candidates(store, project, TO_ROME)
    decided(store, row, "accept", by="ada")
    renamed(store, project, "intent", "book_trip", "plan_trip")
    with store.read() as session:
        decisions = {one.id: decision for one, decision in stream_decided(project.id, ExampleFilter(), session=session)}
    found = decisions.pop(row.id)
    assert found is not None
    assert found.reviewer == "ada"
    assert set(decisions.values()) == {None}


def test_what_was_ordered_and_proposed_is_renamed(store: Store, project: Project) -> None:
    with store.write() as session:
        request = Request("book_trip", include=(Include("city", "rome"), Include("day")))
        job, _ = create_job(project.id, request, teacher="t", sampling={}, session=session)
        set_proposed(job.id, {"city": ["lima"], "day": ["city"]}, session=session)
        finish_job(job.id, "done", session=session)
    renamed(store, project, "slot", "city", "town")
    renamed(store, project, "intent", "book_trip", "plan_trip")
    with store.read() as session:
        job = session.exec(select(Job)).one()
        assert request_of(job) == Request("plan_trip", include=(Include("town", "rome"), Include("day")))
        assert job.intent == "plan_trip"
        assert proposed_values(project.id, "town", session=session) == ("lima",)
        assert proposed_values(project.id, "day", session=session) == ("city",)


def test_what_students_said_and_how_they_did_is_renamed(store: Store, project: Project) -> None:
    spans = [[7, 11, "city"]]
    said = {"text": "fly to rome", "language": "en", "intent": "book_trip", "said_intent": "book_trip", "right": True}
    figures = {"figures": {"intents": {"book_trip": {"f1": 1.0}}, "slots": {"city": {"f1": 1.0}}, "languages": {}}}
    with store.write() as session:
        student, _ = create_student(project.id, {}, session=session)
        save_answers(
            student.id, None, [{**said, "confidence": 0.9, "spans": spans, "said_spans": spans}], session=session
        )
        row = session.get_one(StudentRow, student.id)
        row.status, row.result = "done", figures
        session.add(row)
    renamed(store, project, "slot", "city", "town")
    renamed(store, project, "intent", "book_trip", "plan_trip")
    with store.read() as session:
        (answer,) = answers_of(student.id, None, session=session)
        result = session.get_one(StudentRow, student.id).result
    assert (answer.intent, answer.said_intent) == ("plan_trip", "plan_trip")
    assert (answer.spans, answer.said_spans) == ([[7, 11, "town"]], [[7, 11, "town"]])
    assert (set(result["figures"]["intents"]), set(result["figures"]["slots"])) == ({"plan_trip"}, {"town"})


def test_scores_and_insights_are_renamed_and_stay_those_of_the_example(store: Store, project: Project) -> None:
    (row,) = candidates(store, project, TO_ROME)
    insight = {
        "prediction": {"student": "s", "intent": "book_trip", "confidence": 0.9, "spans": [[7, 11, "city"]]},
        "doubts": [{"check": "known", "passed": False, "detail": "rome is known as city, not as day"}],
        "why": ["“city” is a new value of city.", "No accepted utterance of book_trip yet.", "A cityscape."],
    }
    columns = {"probability": 0.9, "information": 0.1, "likeliest": "book_trip", "confidence": 0.9}
    with store.write() as session:
        save_insights(project.id, [Found(row.id, row.fingerprint, 0.5, 0.5, insight)], session=session)
        save_scores(project.id, [Scored(row.id, row.text, row.intent, columns)], session=session)
    renamed(store, project, "slot", "city", "town")
    renamed(store, project, "intent", "book_trip", "plan_trip")
    with store.read() as session:
        found = session.get_one(Insight, row.id)
        assert scores_of([row.id], session=session)[row.id].likeliest == "plan_trip"
    assert found.prediction is not None
    assert (found.prediction["intent"], found.prediction["spans"]) == ("plan_trip", [[7, 11, "town"]])
    assert found.doubts[0]["detail"] == "rome is known as town, not as day"
    assert found.why == ["“city” is a new value of town.", "No accepted utterance of plan_trip yet.", "A cityscape."]


def test_another_project_keeps_its_names(store: Store, project: Project) -> None:
    with store.write() as session:
        other = Project(name="Other", name_key="other", teacher="t")
        session.add(other)
        session.flush()
        put_slot(other.id, Slot("city"), session=session)
        put_intent(other.id, Intent("book_trip", "", ("city",)), session=session)
    (row,) = candidates(store, other, TO_ROME)
    decided(store, row, "accept", by="ada")
    renamed(store, project, "slot", "city", "town")
    renamed(store, project, "intent", "book_trip", "plan_trip")
    assert now_of(store, row).utterance == TO_ROME
    with store.read() as session:
        (decision,) = session.exec(select(Decision).where(col(Decision.example_id) == row.id)).all()
    assert (decision.after["intent"], decision.after["spans"]) == ("book_trip", [[7, 11, "city"]])


def test_a_name_that_is_taken_is_refused_and_the_same_one_changes_nothing(store: Store, project: Project) -> None:
    with pytest.raises(Conflict, match=r"already an intent 'cancel_trip'.*makes no one label of two"):
        renamed(store, project, "intent", "book_trip", "cancel_trip")
    with pytest.raises(Conflict, match=r"already a slot 'day'"):
        renamed(store, project, "slot", "city", "day")
    with pytest.raises(NotFound, match=r"no slot 'town'"):
        renamed(store, project, "slot", "town", "village")
    with pytest.raises(InvalidValue, match=r"not an intent name"):
        renamed(store, project, "intent", "book_trip", "book trip")
    before = everything(store, project)
    assert renamed(store, project, "slot", "city", "city") == LabelUses(0, 0)
    assert everything(store, project) == before


def test_nothing_is_renamed_under_a_job_or_a_training(store: Store, project: Project) -> None:
    with store.write() as session:
        job, _ = create_job(project.id, Request("book_trip"), teacher="t", sampling={}, session=session)
    for kind, old in (("intent", "book_trip"), ("slot", "city")):
        with pytest.raises(Conflict, match="a job is still writing utterances for intent"):
            renamed(store, project, kind, old, "other")  # type: ignore[arg-type]
    renamed(store, project, "intent", "cancel_trip", "drop_trip")
    with store.write() as session:
        finish_job(job.id, "done", session=session)
        create_student(project.id, {}, session=session)
    with pytest.raises(Conflict, match="student is still being trained"):
        renamed(store, project, "slot", "city", "town")
