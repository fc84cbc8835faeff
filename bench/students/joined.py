"""One table of the cells of several runs of `bench.students`, each of some intents or rows.

    python -m bench.students.joined bench/results/students.json bench/results/students_others.json …

A cell that several files have is taken from the last of them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.students.cells import Cell
from bench.students.experiments import EXPERIMENTS
from bench.students.results import rows_of, table


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--rows", nargs="+", default=EXPERIMENTS["new-intent"].rows)
    parser.add_argument("--intents", nargs="+", default=None, help="all by default")
    told = parser.parse_args()
    cells = joined(json.loads(file.read_text(encoding="utf-8")) for file in told.files)
    wanted = [one for one in cells if not told.intents or one.intent in told.intents]
    print(table(rows_of([one for row in told.rows for one in wanted if one.row == row])))


def joined(results: Iterable[dict[str, Any]]) -> list[Cell]:
    """The cells of the runs, those of a later one in the place of an earlier one's; each run as its file has it."""
    found: dict[tuple[str, str, int], Cell] = {}
    for protocols in results:
        for experiments in protocols.values():
            for run in experiments.values():
                for one in run["cells"]:
                    cell = Cell(one["row"], one["intent"], one["seed"], one["figures"], one["yields"], one["used"])
                    found[cell.row, cell.intent, cell.seed] = cell
    return list(found.values())


if __name__ == "__main__":
    main()
