"""The results file of a run: what was measured, how, and what stands beside the figures so that they are read right."""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from backend.domain.errors import InvalidValue
from backend.domain.request import STYLES
from backend.ordering import usual_sampling
from backend.teacher.adapter import card_of
from bench.machine import machine
from bench.methods.measuring import Measured
from bench.methods.options import SEEDS
from bench.methods.results import rows_of, tables
from bench.methods.sets import SETS
from bench.students.store import write_json

RESULTS = Path(__file__).parents[1] / "results" / "methods.json"
DOCS = Path(__file__).parents[2] / "docs" / "bench-methods.md"
BEGIN, END = "<!-- figures: python -m bench.methods --docs -->", "<!-- end of figures -->"
_OPTIONS = (
    "sets",
    "methods",
    "languages",
    "intents",
    "seeds",
    "count",
    "temperature",
    "grammar",
    "batch",
    "oracle",
    "oracle_passes",
    "encoder",
    "device",
)


def results(
    told: argparse.Namespace,
    cells: Sequence[Measured],
    left_out: Mapping[str, str],
    oracles: Mapping[str, Any],
) -> dict[str, Any]:
    """All that a run has found.

    Args:
        left_out: cell or row → why. oracles: data set and language → its own figures on real utterances.
    """
    teachers = {one.cell.shown_teacher: one.cell.teacher for one in cells}
    return {
        "partial": is_partial(told, left_out),
        "rows": rows_of(cells),
        "left_out": dict(left_out),
        "oracles": dict(oracles),
        "round_trip": "a student that learnt from real utterances alone, no person, gives the text the labels that it "
        "came with; `oracles` says how often it is right on real utterances",
        "teachers": {shown: _teacher(name) for shown, name in teachers.items()},
        "options": {name: getattr(told, name) for name in _OPTIONS},
        "sampling": {style: asdict(usual_sampling(style)) for style in STYLES},
        "date": time.strftime("%Y-%m-%d"),
        "machine": machine(),
        "versions": {name: _version(name) for name in ("torch", "transformers", "llguidance")},
        "cells": [one.as_json() for one in cells],
    }


def is_partial(told: argparse.Namespace, left_out: Mapping[str, str]) -> bool:
    """Whether less was measured than there is."""
    return bool(
        left_out
        or told.methods
        or told.languages
        or told.intents
        or set(told.sets) != set(SETS)
        or not set(SEEDS) <= set(told.seeds)
    )


def save(told: argparse.Namespace, found: dict[str, Any]) -> Path:
    """Write the results; those of an incomplete run stay out of the project, unless --out says where they go."""
    file: Path = told.out or (told.cache / "partial.json" if found["partial"] else RESULTS)
    write_json(file, found)
    if told.docs:
        text = DOCS.read_text(encoding="utf-8")
        DOCS.write_text(with_figures(text, f"{caption(found)}\n\n{tables(found['rows'])}"), encoding="utf-8")
    return file


def caption(found: dict[str, Any]) -> str:
    """What a reader must know of the tables."""
    options, devices = found["options"], sorted({one for row in found["rows"] for one in row["devices"]})
    whole = "a partial run" if found["partial"] else "all cells"
    learnt = [
        f"{name} {of['intent_accuracy']:.0%} intents, slot F1 {of['slot_f1']:.0%}"
        for name, of in found["oracles"].items()
    ] or ["none"]
    return (
        f"{found['date']}, {whole}: {options['count']} outputs a cell, seeds {', '.join(map(str, options['seeds']))}, "
        f"on {', '.join(devices) or 'nothing'}. Students of the round trip on real utterances: {'; '.join(learnt)}."
    )


def with_figures(text: str, made: str) -> str:
    """A text with the tables between its two marks.

    Raises:
        InvalidValue: one of the marks is not there.
    """
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise InvalidValue("text without a place for figures", value=BEGIN, remedy=f"Put it in, and {END} after it.")
    return f"{before}{begin}\n\n{made}\n\n{end}{after}"


def _teacher(name: str) -> dict[str, Any]:
    card = card_of(name)
    data = card.get("data", {})
    return {
        "base": card.get("base", ""),
        "tuned_on": data.get("licence") or "not known: it has no card of ours",
        "excluded_intents": data.get("excluded_intents", []),
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
