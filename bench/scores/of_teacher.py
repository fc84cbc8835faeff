"""Whether a review that goes by the scores meets what a teacher got right first, and its mistakes last.

    python -m bench.scores.of_teacher

Every SNIPS intent has ten accepted utterances; the teacher writes more of each, which the product checks. Whether one
that was kept is right says a student that learnt from all of SNIPS' training data: it gives it the same intent and
exactly the same spans. That judge is no person, and wrong at times itself. Prints the figures, and writes them to
bench/results/teacher_scores.json, each with its spread over the draws. Outputs, and the judge, are in
`.cache/bench-students`, shared with `bench.students`: a run that was stopped goes on.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from backend.domain.stopping import decided_until_worn_out
from backend.domain.utterance import Utterance
from backend.insight.row import Row
from backend.students.data import StudentData
from backend.students.encoder import TransformersEncoder, open_encoder
from backend.students.labels import LabelMap
from backend.teacher.adapter import card_of
from backend.teacher.catalogue import open_teacher
from backend.teacher.packaged import DEFAULT_TEACHER
from bench.machine import machine
from bench.scores.figures import auc, precision_recall, right_first
from bench.scores.slot_noise import SlotDraw
from bench.scores.slot_orders import OWN, SlotsJudged, slots_judged
from bench.scores.slots import BELOW, together
from bench.snips import DATA, new_intents
from bench.students.clean import require_new
from bench.students.generated import Generator
from bench.students.learning import Students
from bench.students.protocol import PROTOCOLS
from bench.students.reviewing import agrees
from bench.students.rows import row
from bench.students.sampling import cases
from bench.students.vectors import row_of
from jobs.settings import settings

RESULTS = Path(__file__).parents[1] / "results" / "teacher_scores.json"
CACHE = Path(".cache/bench-students")
SHARES = (0.1, 0.25, 0.5)
"""Of the candidates, those that are reviewed first."""

Figures = dict[str, dict[str, float]]


@dataclass(frozen=True)
class Kept:
    """Accepted utterances of every intent, and what a teacher wrote from them and the checks kept."""

    accepted: tuple[Utterance, ...]
    candidates: tuple[Utterance, ...]
    raw: int


def main() -> None:
    """Judge every draw."""
    options = told_options(__doc__, outputs=40, out=RESULTS)
    generator = Generator(
        options.teacher, lambda name: open_teacher(name, cache=settings().weights_dir), options.cache / "generated"
    )
    students, encoder = Students(options.cache, "cpu"), open_encoder()
    parts = []
    for draw in range(options.draws):
        kept = _kept(generator, draw, options.outputs, options.data)
        wrong = [not right for right in judged_right(students, kept.candidates, options.data)]
        parts.append(figures(_judged(kept, wrong, encoder, draw), kept, wrong))
        print(f"draw {draw}: {_said(parts[-1])}", flush=True)
    found = together(parts)
    told = {
        "command": "python -m bench.scores.of_teacher",
        "date": time.strftime("%Y-%m-%d"),
        "machine": machine(),
        "teacher": options.teacher,
        "judge": "a student of all real training data, by intent and exact spans; no person",
        "encoder": encoder.name,
        "settings": {name: getattr(options, name) for name in ("draws", "outputs")},
        "figures": found,
    }
    options.out.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    for figure, by_name in found.items():
        print(f"\n{figure}")
        for name, one in by_name.items():
            print(f"  {name:42} {one['mean']:.3f} ({one['min']:.3f} to {one['max']:.3f})")


def figures(judged: SlotsJudged, kept: Kept, wrong: Sequence[bool]) -> Figures:
    """How often what comes first in each order is right, and what a threshold on the slot score would leave."""
    probabilities = [0.5 if one is None else one.probability for one in judged.scores]
    told = {check: precision_recall(which, wrong) for check, which in judged.doubted.items()}
    order = sorted(range(len(wrong)), key=lambda at: judged.urgency[OWN][at])
    reviewed = order[: decided_until_worn_out([not wrong[at] for at in order])]
    left = {f"slot score from {most}": [one >= most for one in probabilities] for most in BELOW}
    firsts = {
        f"right among the first {share:.0%}": {
            order: right_first(urgency, wrong, share) for order, urgency in judged.urgency.items()
        }
        for share in SHARES
    }
    return {
        "all": {
            "kept of raw outputs": len(wrong) / kept.raw,
            "right of those kept": _share_right(wrong, [True] * len(wrong)),
        },
        **firsts,
        "a wrong one is more urgent than a right one": {
            order: auc(urgency, wrong) for order, urgency in judged.urgency.items()
        },
        "wrong of those that a check doubts": {check: both[0] for check, both in told.items()},
        "doubted of those that are wrong": {check: both[1] for check, both in told.items()},
        "right of what is left": {name: _share_right(wrong, which) for name, which in left.items()},
        "whoever accepts, rejects and stops when told": {
            "reviewed of those kept": len(reviewed) / len(wrong),
            "right of those reviewed": 1 - sum(wrong[at] for at in reviewed) / len(reviewed),
            "reviewed of those that are right": sum(not wrong[at] for at in reviewed) / max(1, len(wrong) - sum(wrong)),
        },
        "left of those kept": {name: sum(which) / len(which) for name, which in left.items()},
    }


def _share_right(wrong: Sequence[bool], which: Sequence[bool]) -> float:
    return sum(taken and not bad for taken, bad in zip(which, wrong, strict=True)) / max(1, sum(which))


def _said(part: Figures) -> str:
    return ", ".join(f"{name} {value:.1%}" for name, value in part["all"].items())


def _kept(generator: Generator, draw: int, outputs: int, data: Path) -> Kept:
    intents = new_intents(draw, data)
    names = tuple(one.name for one in intents)
    for name in names:
        require_new(name, generator.teacher, card_of(generator.teacher))
    found = [
        (case.new.seeds, generator.write(case, row("linguist"), outputs).utterances)
        for case in cases(intents, names, draw, 1)
    ]
    return Kept(
        tuple(one for seeds, _ in found for one in seeds),
        tuple(one for _, written in found for one in written),
        outputs * len(found),
    )


def judged_right(students: Students, candidates: Sequence[Utterance], data: Path) -> list[bool]:
    """Whether the judge of `bench.students` agrees with each."""
    everything = tuple(utterance for one in new_intents(0, data) for utterance in one.real)
    known = StudentData(everything, (), LabelMap.of(everything))
    said = students.said(known, PROTOCOLS["small"].oracle, [one.text for one in candidates], keep=True)
    return [agrees(one, told) for one, told in zip(candidates, said, strict=True)]


def _judged(kept: Kept, wrong: Sequence[bool], encoder: TransformersEncoder, draw: int) -> SlotsJudged:
    rows: list[Row] = [row_of(at, one) for at, one in enumerate((*kept.accepted, *kept.candidates))]
    count = len(kept.accepted)
    told = SlotDraw(tuple(rows[:count]), tuple(rows[count:]), tuple("wrong" if bad else "" for bad in wrong))
    return slots_judged(told, encoder, seed=draw)


def told_options(about: str | None, *, outputs: int, out: Path) -> argparse.Namespace:
    """What a run on outputs of a teacher is told on the command line; `outputs` and `out` where it is not told."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=3, help="each with other accepted utterances and outputs")
    parser.add_argument("--outputs", type=int, default=outputs, help="raw outputs of a method for each intent")
    parser.add_argument("--teacher", default=DEFAULT_TEACHER)
    parser.add_argument("--data", type=Path, default=DATA, help="the folder that holds SNIPS")
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--out", type=Path, default=out)
    return parser.parse_args()


if __name__ == "__main__":
    main()
