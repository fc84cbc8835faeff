"""The PIZZA experiment: a student of parses from sixteen seeds, and what methods write beside them.

CLASP's published gain, on PIZZA from the same seeds and with far larger models, is 5 points of unordered exact match.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from backend.domain.errors import TeachsetError
from backend.students.resampling import paired_bootstrap
from backend.teacher.adapter import card_of
from backend.teacher.protocol import Teacher
from bench.machine import machine
from bench.pizza import pizza
from bench.students.aggregate import Spread
from bench.students.generated import Generator, summed
from bench.students.options import PIZZA
from bench.students.pizza_cells import PROTOCOLS, PizzaBench, PizzaCell, PizzaProtocol
from bench.students.pizza_rows import ROWS, SEEDS, PizzaRow, chosen
from bench.students.progress import Progress
from bench.students.store import read_json, write_json
from jobs.settings import settings

RESULTS = Path(__file__).parents[1] / "results" / "students.json"
COMPLETE = 3
"""Seeds of a complete run: each generates anew and trains anew; the sixteen are the same."""


def run_pizza(told: argparse.Namespace, opened: Callable[[str], Teacher]) -> int:
    """Run, print the table and write the results; 0 when all cells were measured.

    Raises:
        NotFound: the data is not there. InvalidValue: no such row.
    """
    protocol = PROTOCOLS[told.protocol]
    protocol = replace(protocol, outputs=told.outputs, free=told.outputs) if told.outputs else protocol
    protocol = replace(protocol, test=told.sample) if told.sample else protocol
    if told.base:
        protocol = replace(protocol, student=replace(protocol.student, base=told.base))
    rows = chosen(told.rows)
    task = pizza(told.data / "pizza", protocol.test)
    generator = Generator(told.teacher, opened, told.cache / "generated")
    bench = PizzaBench(task, protocol, generator, told.cache, settings().weights_dir, told.device)
    cells, failed, progress = _measure(bench, rows, told.seeds)
    partial = bool(failed) or protocol != PROTOCOLS[protocol.name] or told.seeds < COMPLETE or len(rows) < len(ROWS)
    results = {
        "partial": partial,
        "about": "PIZZA, a student of parses from the 16 seeds of the paper: unordered exact match on its test set",
        "published_gain": "CLASP: 5 points of unordered exact match",
        "rows": rows_of(cells, rows),
        "failed": failed,
        **_how(told, protocol, progress, len(task.test)),
    }
    file = told.out or (told.cache / "partial.json" if partial else RESULTS)
    there = read_json(file) or {}
    write_json(file, {**there, protocol.name: {**there.get(protocol.name, {}), PIZZA: results}})
    print(f"\n{table(results['rows'])}\n\n{'Partial' if partial else 'Complete'}: {file}")
    return 1 if failed else 0


def rows_of(cells: Sequence[PizzaCell], rows: Sequence[PizzaRow]) -> dict[str, Any]:
    """Every row's figures over its seeds, and its difference to the seeds alone, over utterances."""
    by_row: dict[str, list[PizzaCell]] = defaultdict(list)
    for cell in cells:
        by_row[cell.row].append(cell)
    base = _by_utterance(by_row[SEEDS]) if by_row[SEEDS] else None
    found: dict[str, Any] = {}
    for row in rows:
        held = by_row[row.key]
        if not held:
            continue
        figures = {name: asdict(Spread.of([_mean(one.matches[name]) for one in held])) for name in held[0].matches}
        found[row.key] = {
            "title": row.title,
            "cells": len(held),
            "figures": figures,
            "unreadable": sum(one.unreadable for one in held),
            "yield": summed(one.yields for one in held),
            "used": sum(one.used for one in held),
        }
        if base is not None and row.key != SEEDS:
            one = np.ones_like(base)
            paired = paired_bootstrap((_by_utterance(held), one), (base, one))
            found[row.key]["minus_seeds"] = asdict(paired)
    return found


def table(rows: dict[str, Any]) -> str:
    """A table in Markdown: percent, and points against the seeds alone."""
    lines = [
        "| row | unordered | exact | minus seeds, unordered (95%) | p | used |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows.values():
        shown = [
            f"{100 * row['figures'][name]['mean']:.1f} ± {100 * row['figures'][name]['sd']:.1f}"
            for name in ("unordered", "exact")
        ]
        points, p = "", ""
        if "minus_seeds" in row:
            of = row["minus_seeds"]["difference"]
            points = f"{100 * of['value']:+.1f} ({100 * of['low']:+.1f} to {100 * of['high']:+.1f})"
            p = f"{row['minus_seeds']['p']:.3f}"
        lines.append(f"| {row['title']} | {' | '.join(shown)} | {points} | {p} | {row['used']:,} |")
    return "\n".join(lines)


def _measure(
    bench: PizzaBench, rows: Sequence[PizzaRow], seeds: int
) -> tuple[list[PizzaCell], dict[str, str], Progress]:
    progress = Progress(len(rows) * seeds)
    cells: list[PizzaCell] = []
    failed: dict[str, str] = {}
    for seed in range(seeds):
        for row in rows:
            name, before = f"{row.title}, seed {seed}", bench.generator.written
            try:
                cell = bench.cell(row, seed)
            except TeachsetError as error:
                failed[name] = str(error)
                progress.cell(name, f"left out: {error}", cached=False)
                continue
            cells.append(cell)
            said = f"unordered {_mean(cell.matches['unordered']):.1%}, {cell.used} generated used"
            progress.cell(name, said, cached=not cell.seconds and bench.generator.written == before)
    return cells, failed, progress


def _how(told: argparse.Namespace, protocol: PizzaProtocol, progress: Progress, tested: int) -> dict[str, Any]:
    shown = Path(told.teacher).name if Path(told.teacher).is_dir() else told.teacher
    return {
        "test": tested,
        "protocol": asdict(protocol),
        "teacher": {"name": shown, "base": card_of(told.teacher).get("base", "")},
        "seconds_per_cell": progress.seconds_per_cell,
        "date": time.strftime("%Y-%m-%d"),
        "machine": machine(),
        "versions": {name: version(name) for name in ("torch", "transformers", "llguidance")},
    }


def _by_utterance(cells: Sequence[PizzaCell]) -> np.ndarray:
    """Of each test utterance, how often its answer was right over the seeds."""
    return np.array([cell.matches["unordered"] for cell in cells], dtype=float).mean(0)


def _mean(values: Sequence[int]) -> float:
    return sum(values) / len(values)
