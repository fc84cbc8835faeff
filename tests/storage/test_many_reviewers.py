"""Many reviewers at once on one database: every example is decided exactly once, and nothing is lost."""

from __future__ import annotations

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlmodel import select

from backend.domain.decision import RESULTING_STATUS, DecisionCreate
from backend.domain.errors import Conflict
from backend.domain.utterance import Span, Utterance
from storage.decisions import decide, decisions_of
from storage.engine import Store
from storage.examples import add_examples, count_by_slot, get_example
from storage.filters import ExampleFilter
from storage.tables import Decision, Example, Project
from storage.undoing import undo
from tests.conftest import pending
from tests.forking import Forked
from tests.postgres import on_both
from tests.storage.reviewer import main

pytestmark = [on_both, pytest.mark.long]

REVIEWERS = 8
EACH = 1000
"""Decisions of each reviewer."""


def candidates(store: Store, project: Project, number: int) -> None:
    """As many, each with a city."""
    texts = [f"trip {n} to bergen" for n in range(number)]
    written = [Utterance(text, "book_trip", "en", (Span(len(text) - 6, len(text), "city"),)) for text in texts]
    with store.write() as session:
        add_examples(project.id, written, origin="imported", status="pending", provenance={}, session=session)


def reviewed(store: Store, project: Project, each: int) -> list[dict[str, Any]]:
    """What the reviewers say, each in a process of his own, once all of them have ended well."""
    began = [Forked(main, store.url, str(project.id), f"reviewer {n}", str(each), heard=True) for n in range(REVIEWERS)]
    ended = [process.communicate() for process in began]
    assert [code for _said, code in ended] == [0] * REVIEWERS
    return [json.loads(said) for said, _code in ended]


def test_eight_reviewers_at_once_decide_each_example_once(store: Store, project: Project) -> None:
    candidates(store, project, REVIEWERS * EACH)
    said = reviewed(store, project, EACH)
    assert sum(one["stale"] for one in said) > REVIEWERS, "they never met"
    told = {tuple(stored) for one in said for stored in one["stored"]}
    assert len(told) == len({example_id for _uid, example_id, *_ in told}) == REVIEWERS * EACH
    with store.read() as session:
        kept = session.exec(select(Decision)).all()
        rows = {row.id: row for row in session.exec(select(Example).where(Example.origin != "seed"))}
        held = count_by_slot(project.id, ExampleFilter(seeds=False), session=session)
    assert len(kept) == len(rows) == len(told)
    assert {(one.uid, one.example_id, one.action, one.reviewer) for one in kept} == told
    for one in kept:
        row = rows[one.example_id]
        assert (one.version, row.version, one.before["status"]) == (1, 2, "pending")
        assert (row.status, row.text) == (RESULTING_STATUS[one.action], one.after["text"])
        assert row.text.endswith("bergen now" if one.action == "edit" else "bergen")
    assert held == {"city": sum(one.action != "edit" for one in kept)}


def test_a_decision_that_arrives_many_times_at_once_is_stored_once_and_refused_never(
    store: Store, project: Project
) -> None:
    """A card sends again what it has no answer for, to another session of the server or to another server."""
    for example in pending(store, project, *(f"number {n}" for n in range(10))):
        made = DecisionCreate(example.id, example.version, "accept", str(uuid.uuid4()))

        def send(made: DecisionCreate) -> int:
            with store.write() as session:
                return decide(project.id, made, session=session).id

        with ThreadPoolExecutor(8) as pool:
            assert len(set(pool.map(send, [made] * 8))) == 1
        with store.read() as session:
            assert [one.uid for one in decisions_of(example.id, session=session)] == [made.uid]


def test_an_undo_that_arrives_many_times_at_once_undoes_once(store: Store, project: Project) -> None:
    for example in pending(store, project, *(f"number {n}" for n in range(10))):
        with store.write() as session:
            decide(project.id, DecisionCreate(example.id, 1, "reject", str(uuid.uuid4())), session=session)

        def send(uid: str) -> int:
            with store.write() as session:
                return undo(project.id, uid, session=session).id

        with ThreadPoolExecutor(8) as pool:
            assert len(set(pool.map(send, [str(uuid.uuid4())] * 8))) == 1
        with store.read() as session:
            row = get_example(project.id, example.id, session=session)
            assert (row.status, row.version) == ("pending", 3)


def test_two_edits_into_one_text_at_once_leave_one_of_it(store: Store, project: Project) -> None:
    for number in range(10):
        both = pending(store, project, f"{number} here", f"{number} there")

        def edit(example: Example, better: str = f"{number} everywhere") -> bool:
            made = DecisionCreate(example.id, 1, "edit", str(uuid.uuid4()), utterance=Utterance(better, example.intent))
            try:
                with store.write() as session:
                    decide(project.id, made, session=session)
            except Conflict:
                return False
            return True

        with ThreadPoolExecutor(2) as pool:
            assert sum(pool.map(edit, both)) == 1
