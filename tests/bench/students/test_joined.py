"""Several runs make one table, a later one's cells in the place of an earlier one's."""

from __future__ import annotations

from typing import Any

from bench.students.joined import joined


def run(*cells: tuple[str, str, int, float]) -> dict[str, Any]:
    told = [
        {"row": row, "intent": intent, "seed": seed, "figures": {"target_recall": recall}, "yields": {}, "used": 0}
        for row, intent, seed, recall in cells
    ]
    return {"small": {"new-intent": {"cells": told}}}


def test_a_cell_is_taken_from_the_last_run_that_has_it() -> None:
    earlier = run(("real", "play", 0, 0.5), ("linguist", "play", 0, 0.6))
    cells = joined([earlier, run(("linguist", "play", 0, 0.8), ("linguist", "play", 1, 0.9))])
    assert {(one.row, one.seed): one.figures["target_recall"] for one in cells} == {
        ("real", 0): 0.5,
        ("linguist", 0): 0.8,
        ("linguist", 1): 0.9,
    }
