"""The cells of an experiment as its results: rows with spread and differences, and a table for people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bench.figures import KEPT
from bench.students.aggregate import Cells, Difference, by_intent, differences, over_seeds
from bench.students.cells import Cell
from bench.students.figures import COLUMNS
from bench.students.generated import summed
from bench.students.rows import row


def rows_of(cells: Sequence[Cell]) -> dict[str, dict[str, Any]]:
    """The figures of every row, in the order in which the rows come."""
    measured: dict[str, dict[tuple[str, int], Any]] = defaultdict(dict)
    for one in cells:
        measured[one.row][one.intent, one.seed] = one.figures
    return {key: _row(key, measured, [one for one in cells if one.row == key]) for key in measured}


def table(rows: dict[str, dict[str, Any]], columns: Mapping[str, str] = COLUMNS) -> str:
    """Two tables in Markdown: the figures of every row in percent, and its differences in points."""
    heads = list(columns.values())
    first = [["row", *heads, "written, kept, used"]]
    second = [["row", "minus", *heads]]
    for said in rows.values():
        shown = [spread(said["over_seeds"][name]) if said["over_seeds"] else "-" for name in columns]
        first.append([said["title"], *shown, _made(said)])
        if said["minus"]:
            second.append([said["title"], said["minus"], *(difference(said["differences"][name]) for name in columns)])
    return "\n\n".join(markdown(lines) for lines in (first, second) if len(lines) > 1)


def _row(key: str, measured: dict[str, dict[tuple[str, int], Any]], cells: Sequence[Cell]) -> dict[str, Any]:
    about = row(key)
    ours: Cells = measured[key]
    theirs: Cells = measured.get(about.base, {}) if about.base != key else {}
    compared = differences(ours, theirs)
    return {
        "title": about.title,
        "cells": len(cells),
        "over_seeds": {name: asdict(one) for name, one in over_seeds(ours).items()},
        "minus": row(about.base).title if compared else "",
        "differences": {name: told(one) for name, one in compared.items()},
        "by_intent": {
            intent: {name: asdict(one) for name, one in columns.items()} for intent, columns in by_intent(ours).items()
        },
        "raw": sum(sum(one.yields.values()) for one in cells),
        "yield": summed(one.yields for one in cells),
        "used": sum(one.used for one in cells),
        "corrected": sum(one.corrected for one in cells),
    }


def told(one: Difference) -> dict[str, Any]:
    """A difference as the results file holds it."""
    return {**asdict(one.spread), "better": one.better, "worse": one.worse, "p": one.p}


def spread(one: Mapping[str, float]) -> str:
    """A spread in percent, as the table has it."""
    return f"{one['mean'] * 100:.1f} ± {one['sd'] * 100:.1f} ({one['min'] * 100:.1f} to {one['max'] * 100:.1f})"


def difference(one: Mapping[str, float]) -> str:
    """A difference in points, as the table has it."""
    shown = f"{one['mean'] * 100:+.1f} ± {one['sd'] * 100:.1f} ({one['min'] * 100:+.1f} to {one['max'] * 100:+.1f})"
    return f"{shown}; {one['better']} better, {one['worse']} worse, p {one['p']:.3f}"


def _made(said: dict[str, Any]) -> str:
    if not said["raw"]:
        return ""
    corrected = f" ({said['corrected']:,} corrected)" if said.get("corrected") else ""
    return f"{said['raw']:,}, {said['yield'].get(KEPT, 0):,}, {said['used']:,}{corrected}"


def markdown(lines: Sequence[Sequence[str]]) -> str:
    """Lines as a table, the first as its heads."""
    shown = [f"| {' | '.join(cells)} |" for cells in lines]
    return "\n".join([shown[0], f"|{' --- |' * len(lines[0])}", *shown[1:]])
