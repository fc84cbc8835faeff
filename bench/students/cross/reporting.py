"""The results file of a run: what was measured, how, and what stands beside the figures so that they are read right."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from backend.students.packaged import DEFAULT_ENCODER
from backend.teacher.adapter import card_of
from bench.students.circumstances import circumstances
from bench.students.clean import related
from bench.students.cross import of_massive, of_mtop
from bench.students.cross.cells import CrossCell
from bench.students.cross.protocol import MASSIVE, MTOP, PROTOCOLS, CrossProtocol
from bench.students.cross.results import rows_of
from bench.students.cross.rows import ROWS
from bench.students.cross.unknown import unknown
from bench.students.options import CROSS
from bench.students.progress import Progress
from bench.students.protocol import SEEDS
from bench.students.store import read_json, write_json

RESULTS = Path(__file__).parents[2] / "results" / "students.json"


@dataclass(frozen=True)
class Ran:
    """A finished run.

    Attributes:
        intents: data set → those that are new. left_out: intent → why; skipped: row → why; failed: cell → why.
        seconds: of the trainings that were not in the cache.
    """

    told: argparse.Namespace
    protocol: CrossProtocol
    intents: Mapping[str, Sequence[str]]
    left_out: Mapping[str, str]
    skipped: Mapping[str, str]
    cells: Sequence[CrossCell]
    failed: Mapping[str, str]
    seconds: Sequence[float]
    progress: Progress


def report(ran: Ran) -> tuple[Path, dict[str, Any]]:
    """Write the results; those of an incomplete run stay out of the project, unless --out says where they go.

    Those of another encoder than the packaged one have a key of their own, with its name.

    Returns:
        The file, and what this run has put into it.
    """
    partial = is_partial(ran)
    results = {
        "partial": partial,
        "about": "MASSIVE and mTOP: intents that are known in English and, in another language, by one example each",
        "sets": {name: _of_set(name, ran) for name in ran.told.sets if any(one.set == name for one in ran.cells)},
        "left_out": dict(ran.left_out),
        "skipped": dict(ran.skipped),
        "failed": dict(ran.failed),
        **_how(ran),
        "cells": [asdict(one) for one in ran.cells],
    }
    file = ran.told.out or (ran.told.cache / "partial.json" if partial else RESULTS)
    there = read_json(file) or {}
    encoder = shown(ran.told.encoder)
    key = CROSS if ran.told.encoder == DEFAULT_ENCODER else f"{CROSS}, {encoder}"
    write_json(file, {**there, ran.protocol.name: {**there.get(ran.protocol.name, {}), key: results}})
    return file, results


def is_partial(ran: Ran) -> bool:
    """Whether less was measured than the experiment is made of; another encoder measures no less."""
    usual = PROTOCOLS[ran.protocol.name]
    measured = {(one.set, one.language, one.row) for one in ran.cells}
    whole = {
        (name, language, row.key)
        for name, languages in usual.languages.items()
        for language in languages
        for row in ROWS.values()
        if name in row.sets
    }
    return bool(
        ran.failed
        or ran.left_out
        or ran.told.seeds < SEEDS
        or ran.protocol != replace(usual, student=replace(usual.student, encoder=ran.told.encoder))
        or not whole <= measured
    )


def shown(name: str) -> str:
    """A teacher or an encoder; a folder without what is above it, which is one machine's alone."""
    return Path(name).name if Path(name).is_dir() else name


def _of_set(name: str, ran: Ran) -> dict[str, Any]:
    """The rows of a data set, and what they must be read with."""
    cells = [one for one in ran.cells if one.set == name]
    languages = list(dict.fromkeys(one.language for one in cells))
    texts = {language: _asked(name, language, ran) for language in ("en", *languages)}
    about: dict[str, Any] = {
        "new_intents": list(ran.intents[name]),
        "related_intents_in_tuning_data": {
            intent: related(intent, card_of(ran.told.teacher)) for intent in ran.intents[name]
        },
        "test": {language: len(said) for language, said in texts.items()},
        "encoder_on_test": unknown(ran.told.encoder, texts),
    }
    if name == MTOP:
        about["test_left_out"] = {
            language: of_mtop.left_out(language, ran.intents[name], ran.told.data) for language in languages
        }
    return {**about, "rows": rows_of(cells)}


def _asked(name: str, language: str, ran: Ran) -> list[str]:
    """The texts that students are asked in a language; in English the same for comparison."""
    asked = of_massive.asked if name == MASSIVE else of_mtop.asked
    return [one.text for one in asked(language, ran.intents[name], ran.protocol.sizes[name], ran.told.data)]


def _how(ran: Ran) -> dict[str, Any]:
    told = ran.told
    card = card_of(told.teacher)
    return {
        "options": {name: getattr(told, name) for name in ("sets", "languages", "rows", "seeds", "outputs", "device")},
        "teacher": {
            "name": shown(told.teacher),
            "base": card.get("base", ""),
            "tuned_on": card.get("data", {}).get("licence") or "not known: it has no card of ours",
        },
        "new_intents": "asserted absent, by their names however written, from the intents that the teacher was tuned "
        "on, where its card lists them",
        "encoder": shown(told.encoder),
        "sizes": {name: asdict(one) for name, one in ran.protocol.sizes.items()},
        "student": {**asdict(ran.protocol.student), "encoder": shown(told.encoder)},
        **circumstances(ran.seconds, ran.progress),
    }
