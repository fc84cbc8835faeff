"""Rows of the results of `bench.students` minus other rows, cell by cell: what a gain is over the best baseline.

python -m bench.students.versus --rows linguist+score linguist@app-edits:160
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.students.aggregate import Cells, differences, over_seeds
from bench.students.figures import COLUMNS
from bench.students.reporting import RESULTS
from bench.students.results import difference, markdown, told
from bench.students.rows import row

BASELINES = ("slot-swap", "grammar", "paraphrase", "back-translate")
"""The methods that are not the papers' own: what these are to beat."""

SHOWN = ("target_recall", "target_slot_f1")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", nargs="+", required=True)
    parser.add_argument("--baselines", nargs="+", default=BASELINES)
    parser.add_argument("--protocol", default="small")
    parser.add_argument("--file", type=Path, default=RESULTS)
    given = parser.parse_args()
    results = json.loads(given.file.read_text(encoding="utf-8"))[given.protocol]
    print(table(cells_of(results), given.rows, given.baselines))


def cells_of(experiments: Mapping[str, Any]) -> dict[str, Cells]:
    """Row → its cells, of all experiments that have an intent for each; rows of several stand in them alike."""
    found: dict[str, dict[tuple[str, int], Mapping[str, float]]] = defaultdict(dict)
    for run in experiments.values():
        for one in run.get("cells", ()):
            if "intent" in one:
                found[one["row"]][one["intent"], one["seed"]] = one["figures"]
    return dict(found)


def table(cells: Mapping[str, Cells], rows: Sequence[str], baselines: Sequence[str]) -> str:
    """Every row minus every baseline in points, in Markdown; the best baseline of a column is marked with a star."""
    means = {name: over_seeds(cells[name], SHOWN) for name in baselines}
    best = {column: max(baselines, key=lambda name: means[name][column].mean) for column in SHOWN}
    lines = [["row", "minus", *(COLUMNS[column] for column in SHOWN)]]
    for name in rows:
        for other in baselines:
            found = differences(cells[name], cells[other], SHOWN)
            points = [difference(told(found[column])) + " *" * (best[column] == other) for column in SHOWN]
            lines.append([row(name).title, row(other).title, *points])
    return markdown(lines)


if __name__ == "__main__":
    main()
