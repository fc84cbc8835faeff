"""The results file of a run: what was measured, how, and what stands beside the figures so that they are read right."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from backend.domain.utterance import Utterance
from backend.students.split import overlap
from backend.teacher.adapter import card_of
from bench.students.circumstances import circumstances
from bench.students.clean import related
from bench.students.experiments import EXPERIMENTS
from bench.students.progress import Progress
from bench.students.protocol import PROTOCOLS, SEEDS, Protocol
from bench.students.results import rows_of
from bench.students.running import Outcome, there
from bench.students.scoring import LEAST_SLOT_SCORE
from bench.students.store import read_json, write_json

RESULTS = Path(__file__).parents[1] / "results" / "students.json"


@dataclass(frozen=True)
class Ran:
    """A finished run.

    Attributes:
        left_out: intent → why; skipped: row → why. seconds: of the trainings that were not in the cache.
    """

    told: argparse.Namespace
    protocol: Protocol
    intents: Sequence[str]
    left_out: Mapping[str, str]
    skipped: Mapping[str, str]
    outcome: Outcome
    test: Sequence[Utterance]
    real: Sequence[Utterance]
    seconds: Sequence[float]
    progress: Progress


def report(ran: Ran) -> tuple[Path, dict[str, Any]]:
    """Write the results; those of an incomplete run stay out of the project, unless --out says where they go.

    Returns:
        The file, and what this run has put into it.
    """
    partial = is_partial(ran)
    results = {
        "partial": partial,
        "about": EXPERIMENTS[ran.told.experiment].about,
        "rows": rows_of(ran.outcome.cells),
        "left_out": dict(ran.left_out),
        "skipped": dict(ran.skipped),
        "failed": ran.outcome.failed,
        **_read_with(ran),
        **_how(ran),
        "cells": [asdict(one) for one in ran.outcome.cells],
    }
    file = ran.told.out or (ran.told.cache / "partial.json" if partial else RESULTS)
    there_already = read_json(file) or {}
    of_protocol = {**there_already.get(ran.protocol.name, {}), ran.told.experiment: results}
    write_json(file, {**there_already, ran.protocol.name: of_protocol})
    return file, results


def is_partial(ran: Ran) -> bool:
    """Whether less was measured than the experiment is made of, by what the product has."""
    rows = {one.key for one in there(EXPERIMENTS[ran.told.experiment].rows)[0]}
    measured = {one.row for one in ran.outcome.cells}
    return bool(
        ran.outcome.failed
        or ran.told.intents
        or ran.told.seeds < SEEDS
        or ran.protocol != PROTOCOLS[ran.protocol.name]
        or not rows <= measured
    )


def _read_with(ran: Ran) -> dict[str, Any]:
    """What the figures must be read with."""
    leaks = overlap(ran.real, ran.test)
    return {
        "new_intent": "asserted absent, by its name however written, from the intents that the teacher was tuned on, "
        "where its card lists them",
        "related_intents_in_tuning_data": {
            intent: related(intent, card_of(_teacher_of(intent, ran))) for intent in ran.intents
        },
        "filter": "a generated utterance is dropped unless the student of the row 'seeds upsampled', which has seen no "
        "generated one, gives it the same intent and the same spans",
        "score": "a generated utterance is dropped if the product's small students, which learnt the intents from real "
        "utterances and the seeds alone, hold another one likelier and its text speaks against it (below 0 bits)",
        "slots": "as 'score', and if its slot score is below "
        f"{LEAST_SLOT_SCORE:.0%}: the product's small students, which learnt the slots from the seeds and from what "
        "was generated, each without what it scores",
        "oracle": "a simulated reviewer: accepts a generated utterance if a student that learnt from all real training "
        "utterances of all intents gives it the same intent and the same spans; no person has looked",
        "oracle_on_test": ran.outcome.oracle,
        "test": {
            "utterances": len(ran.test),
            "in_training_data": len(leaks.exact),
            "in_training_data_but_for_values": len(leaks.delexicalised),
        },
    }


def _how(ran: Ran) -> dict[str, Any]:
    return {
        "options": {name: getattr(ran.told, name) for name in ("intents", "rows", "seeds", "outputs", "device")},
        "intents": list(ran.intents),
        "teachers": {intent: _teacher(_teacher_of(intent, ran)) for intent in ran.intents},
        "outputs": ran.protocol.outputs,
        "others": ran.protocol.others,
        "student": asdict(ran.protocol.student),
        "oracle_student": asdict(ran.protocol.oracle),
        **circumstances(ran.seconds, ran.progress),
    }


def _teacher_of(intent: str, ran: Ran) -> str:
    return dict(ran.told.teachers).get(intent, ran.told.teacher)


def _teacher(name: str) -> dict[str, Any]:
    card = card_of(name)
    tuned_on = card.get("data", {}).get("licence") or "not known: it has no card of ours"
    shown = Path(name).name if Path(name).is_dir() else name
    return {"name": shown, "base": card.get("base", ""), "tuned_on": tuned_on}
