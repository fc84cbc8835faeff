"""Candidates by the score of a student that was trained without them, on the command line."""

from __future__ import annotations

import pytest

from storage.engine import Store
from storage.scores import Scored, save_scores, save_scoring
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
