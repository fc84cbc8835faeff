"""A row is compared with every baseline, and the best of these is marked in each column."""

from __future__ import annotations

from typing import Any

from bench.students.versus import cells_of, table


def run(row: str, *figures: tuple[float, float]) -> dict[str, Any]:
    cells = [
        {"row": row, "intent": "order", "seed": seed, "figures": {"target_recall": recall, "target_slot_f1": slot_f1}}
        for seed, (recall, slot_f1) in enumerate(figures)
    ]
    return {"cells": cells}


RUNS = {
    "new-intent": run("slot-swap", (0.5, 0.5), (0.7, 0.5)),
    "others": run("grammar", (0.4, 0.6), (0.4, 0.8)),
    "decisions": run("linguist@app-edits:160", (0.7, 0.7), (0.9, 0.9)),
    "pizza": {"rows": {}},
    "cross-lingual": {"cells": [{"row": "slot-swap", "language": "de", "seed": 0, "figures": {}}]},
}


def test_rows_of_several_experiments_are_set_beside_each_other() -> None:
    shown = table(cells_of(RUNS), ["linguist@app-edits:160"], ["slot-swap", "grammar"]).splitlines()
    assert shown[0] == "| row | minus | new: recall | new: slot F1 |"
    _, title, minus, recall, slot_f1, _ = (part.strip() for part in shown[2].split("|"))
    assert (title, minus) == ("linguist, 160 decisions with edits, app order", "slot-swap")
    assert recall.startswith("+20.0 ± 0.0 (+20.0 to +20.0); 2 better, 0 worse, p ")
    assert recall.endswith(" *")
    assert slot_f1.startswith("+30.0 ± 14.1 (+20.0 to +40.0); 2 better, 0 worse, p ")
    assert not slot_f1.endswith("*")
    assert shown[3].split("|")[4].strip().endswith(" *")
