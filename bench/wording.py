"""What it is worth that the default teacher leans on how the examples of a prompt are worded.

    python -m bench.wording

The same requests for each SNIPS intent as a new one, ten seeds each, written with each share of probability for the
examples' wording by turns. Whether an utterance is right says the judge of `bench.scores.of_teacher`, no person.
Leaning on the seeds makes more of what is written a seed with other values, which `slot-swap` has for nothing: so it is
told how many are, and how many of the others are right. Prints the figures and writes `bench/results/wording.json`.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from backend.domain.utterance import Utterance
from backend.ordering import TUNED_WORDING, usual_sampling
from backend.teacher.packaged import DEFAULT_TEACHER
from backend.teacher.transformers_teacher import TransformersTeacher
from bench.figures import distinct_2, spread
from bench.machine import machine
from bench.scores.of_teacher import CACHE, judged_right
from bench.snips import DATA, NewIntent, new_intents
from bench.students.learning import Students
from bench.wrote import STYLE, Wrote
from jobs.settings import settings

RESULTS = Path(__file__).parent / "results" / "wording.json"


@dataclass
class Drawn:
    """What was written with one share in one draw."""

    wrote: Wrote = field(default_factory=Wrote)
    of_intents: list[tuple[NewIntent, list[Utterance]]] = field(default_factory=list)


def main() -> None:
    """Write, have it judged, and tell."""
    options = _options()
    teacher = TransformersTeacher.open(DEFAULT_TEACHER, cache=settings().weights_dir, device=None, dtype=None)
    students = Students(CACHE, None)
    rows: dict[float, list[dict[str, float]]] = {share: [] for share in options.shares}
    for draw in range(options.draws):
        drawn = {share: Drawn() for share in options.shares}
        for at, new in enumerate(new_intents(draw, options.data)):
            for share in options.shares if at % 2 else options.shares[::-1]:
                sampling = replace(usual_sampling(STYLE), wording=share)
                kept = drawn[share].wrote.write(teacher, new, draw, options.outputs, sampling=sampling)
                drawn[share].of_intents.append((new, kept))
        for share, one in drawn.items():
            rows[share].append(_figures(one, students, options.data))
            print(json.dumps({"draw": draw, "share": share, **rows[share][-1]}), flush=True)
    told = {
        "command": f"python -m bench.wording --outputs {options.outputs} --draws {options.draws} "
        f"--shares {' '.join(map(str, options.shares))}",
        "date": time.strftime("%Y-%m-%d"),
        "machine": machine(),
        "dtype": teacher.card.dtype,
        "shares": {share: _over_draws(of_draws) for share, of_draws in rows.items()},
    }
    options.out.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def _figures(drawn: Drawn, students: Students, data: Path) -> dict[str, float]:
    kept = drawn.wrote.kept
    right = judged_right(students, kept, data)
    again = [is_again for new, some in drawn.of_intents for is_again in said_again(some, new.seeds)]
    fresh = [is_right for is_right, is_again in zip(right, again, strict=True) if not is_again]
    return {
        "raw": len(drawn.wrote.raw),
        "kept": len(kept),
        "right of those kept": sum(right) / len(kept),
        "seeds with other values": sum(again) / len(kept),
        "right of the others": sum(fresh) / len(fresh),
        "distinct-2": sum(distinct_2([one.text for one in some]) for _, some in drawn.of_intents)
        / len(drawn.of_intents),
        "kept a processor second": drawn.wrote.kept_a_second,
    }


def said_again(kept: Sequence[Utterance], seeds: Sequence[Utterance]) -> list[bool]:
    """Of each utterance whether it is a seed but for its values."""
    templates = {_template(seed) for seed in seeds}
    return [_template(one) in templates for one in kept]


def _template(utterance: Utterance) -> tuple[str, ...]:
    parts, at = [], 0
    for span in utterance.spans:
        parts += [utterance.text[at : span.start], f"[{span.slot}]"]
        at = span.end
    return (*parts, utterance.text[at:])


def _over_draws(of_draws: Sequence[dict[str, float]]) -> dict[str, Any]:
    return {name: spread([one[name] for one in of_draws]) for name in of_draws[0]}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--outputs", type=int, default=24, help="raw outputs for each intent")
    parser.add_argument("--draws", type=int, default=3, help="each with other seeds and other random numbers")
    parser.add_argument(
        "--shares", type=float, nargs="+", default=[0.0, TUNED_WORDING], help="of the probability, 0 to below 1"
    )
    parser.add_argument("--data", type=Path, default=DATA, help="the folder that holds SNIPS")
    parser.add_argument("--out", type=Path, default=RESULTS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
