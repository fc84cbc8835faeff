"""The cells of a data set as its results: rows with spread and paired differences, and tables for people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bench.students.aggregate import by_intent, differences, over_seeds
from bench.students.cross.cells import CrossCell
from bench.students.cross.figures import COLUMNS
from bench.students.cross.protocol import MASSIVE, MTOP
from bench.students.cross.rows import ONE_SHOT, ROWS
from bench.students.generated import summed
from bench.students.results import markdown, spread, table, told

BY_LANGUAGE = {MASSIVE: ("new_recall", "new_slot_f1"), MTOP: ("intent_accuracy", "slot_f1")}
"""Data set → the two figures that are shown for each language."""

Figures = dict[tuple[str, int], Mapping[str, float]]
"""(language, seed) → figures."""


def rows_of(cells: Sequence[CrossCell]) -> dict[str, dict[str, Any]]:
    """The figures of every row of one data set: the mean over its languages, spread over seeds, and each language's.

    A row minus `one-shot` is taken cell by cell: of the same language and seed.
    """
    measured: dict[str, Figures] = defaultdict(dict)
    for cell in cells:
        measured[cell.row][cell.language, cell.seed] = cell.figures
    return {
        key: _row(key, measured, [one for one in cells if one.row == key])
        for key in sorted(measured, key=list(ROWS).index)
    }


def tables(name: str, rows: dict[str, dict[str, Any]]) -> str:
    """Three tables in Markdown: figures, differences to `one-shot`, and each language's."""
    return f"{table(rows, COLUMNS[name])}\n\n{_by_language(name, rows)}"


def _row(key: str, measured: Mapping[str, Figures], cells: Sequence[CrossCell]) -> dict[str, Any]:
    columns = tuple(COLUMNS[cells[0].set])
    ours = measured[key]
    compared = differences(ours, measured[ONE_SHOT], columns) if key != ONE_SHOT and ONE_SHOT in measured else {}
    yields = summed(one.yields for one in cells)
    return {
        "title": ROWS[key].title,
        "cells": len(cells),
        "over_seeds": {name: asdict(one) for name, one in over_seeds(ours, columns).items()},
        "minus": ROWS[ONE_SHOT].title if compared else "",
        "differences": {name: told(one) for name, one in compared.items()},
        "by_language": {
            language: {name: asdict(one) for name, one in figures.items()}
            for language, figures in by_intent(ours, columns).items()
        },
        "raw": sum(yields.values()),
        "yield": yields,
        "unclear": sum(one.unclear for one in cells),
        "used": sum(one.used for one in cells),
        "seconds_of_writing": round(sum(one.writing for one in cells), 1),
    }


def _by_language(name: str, rows: Mapping[str, dict[str, Any]]) -> str:
    """Row by language: two figures in percent, with their standard deviation over the seeds."""
    languages = list(dict.fromkeys(language for said in rows.values() for language in said["by_language"]))
    heads = " / ".join(COLUMNS[name][column] for column in BY_LANGUAGE[name])
    lines = [[heads, *languages]]
    for said in rows.values():
        figures = said["by_language"]
        shown = [_short(figures[one], BY_LANGUAGE[name]) if one in figures else "-" for one in languages]
        lines.append([said["title"], *shown])
    return markdown(lines)


def _short(figures: Mapping[str, Mapping[str, float]], columns: Sequence[str]) -> str:
    return " / ".join(spread(figures[column]).partition(" (")[0] for column in columns)
