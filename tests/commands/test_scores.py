"""Candidates by the score of a student that was trained without them, on the command line."""

from __future__ import annotations

import pytest

from storage.engine import Store
from storage.scores import Scored, save_scores, save_scoring
from storage.slot_scores import SlotScored, save_slot_scores
from storage.tables import Project
from tests.commands.running import run
from tests.conftest import pending

COLUMNS = {"information": -3.0, "likeliest": "cancel_trip", "confidence": 0.9}


def test_what_is_held_improbable_is_listed_and_dropped_at_once(store: Store, project: Project) -> None:
    low, high, unscored = pending(store, project, "low", "high", "unscored")
    with store.write() as session:
        scored = [
            Scored(row.id, row.text, row.intent, {"probability": probability, **COLUMNS})
            for row, probability in ((low, 0.02), (high, 0.5))
        ]
        save_scores(project.id, scored, session=session)
    listed = run("candidates", "Travel", "--below-score", "0.1")
    assert [(one["text"], one["score"]) for one in listed["candidates"]] == [("low", {"probability": 0.02, **COLUMNS})]
    assert run("decide-all", "Travel", "--below-score", "0.1", "--reject", "--yes")["decided"] == 1
    left = run("candidates", "Travel")["candidates"]
    assert [(one["id"], one["score"] is None) for one in left] == [(high.id, False), (unscored.id, True)]


def test_what_has_a_slot_that_does_not_fit_is_listed_with_the_slot_to_look_at(store: Store, project: Project) -> None:
    low, high = pending(store, project, "low", "high")
    word = {"slot": "day", "word": "low", "given": "", "likeliest": "day", "confidence": 0.9}
    with store.write() as session:
        scored = [
            SlotScored(row.id, row.text, row.intent, [], {"probability": probability, **word})
            for row, probability in ((low, 0.002), (high, 0.5))
        ]
        save_slot_scores(project.id, scored, session=session)
    listed = run("candidates", "Travel", "--below-slot-score", "0.01")
    assert [(one["text"], one["slot_score"]) for one in listed["candidates"]] == [
        ("low", {"probability": 0.002, **word})
    ]
    assert run("decide-all", "Travel", "--below-slot-score", "0.01", "--reject", "--yes")["decided"] == 1


@pytest.mark.parametrize("command", [("candidates",), ("decide-all", "--reject", "--yes")])
@pytest.mark.parametrize("probability", ["0", "1.01"])
def test_what_is_no_probability_is_refused(
    store: Store, project: Project, command: tuple[str], probability: str
) -> None:
    refused = run(command[0], "Travel", *command[1:], "--below-score", probability, code=1)
    assert "Use a probability above 0 and up to 1" in refused["error"]


def test_the_curve_of_the_small_student_stands_in_the_progress(store: Store, project: Project) -> None:
    with store.write() as session:
        save_scoring(project.id, 20, {"tested": 20, "correct": 15}, session=session)
    assert run("progress", "Travel")["learning_curve"] == [{"accepted": 20, "accuracy": 0.75}]
