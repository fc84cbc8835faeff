"""What a person's decisions are worth to a student, by the order of the candidates.

    python -m bench.scores.reviewing

Ten seeds of each intent are accepted; real utterances wait for review, half of which were given a wrong slot or a
wrong intent. A simulated reviewer accepts the right ones and rejects the others, in one order or another, which is
made anew after every few decisions, as the app does. After so many decisions a light student learns from what is
accepted: logistic regression on sentence vectors for the intent, on word vectors for the slots. It is no joint
student, and no teacher errs like that. Prints the figures, and writes them to bench/results/review_orders.json.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from random import Random

from backend.insight.row import Row
from backend.students.encoder import open_encoder
from bench.figures import spread
from bench.scores.__main__ import SETS, utterances
from bench.scores.light import Known, light_student
from bench.scores.queue import ORDERS, Material, Queue
from bench.scores.slot_noise import INTENT, KINDS, SlotDraw, slots_drawn
from bench.snips import DATA

RESULTS = Path(__file__).parents[1] / "results" / "review_orders.json"
MIXED = tuple(chain.from_iterable((kind, kind, INTENT) for kind in KINDS))


def main() -> None:
    """Review every draw in every order."""
    options = _options()
    encoder = open_encoder()
    told: dict[str, object] = {
        "command": "python -m bench.scores.reviewing",
        "date": time.strftime("%Y-%m-%d"),
        "student": "light: logistic regression on vectors of the packaged encoder",
        "encoder": encoder.name,
        "settings": {name: value for name, value in vars(options).items() if name not in ("data", "out")},
    }
    for name in SETS:
        pool = utterances(name, options.data, options.pool)
        rows: dict[str, dict[str, dict[str, list[float]]]] = {}
        for seed in range(options.draws):
            draw = slots_drawn(
                pool, accepted=10, candidates=options.candidates, share=options.wrong, seed=seed, kinds=MIXED
            )
            known = Known(encoder)
            material, tested = Material(draw, known), _tested(draw, pool, options.tested, seed)
            for order in ORDERS:
                queue = Queue(draw, material, order, seed=seed)
                found = _reviewed(draw.accepted, queue, known, tested, options)
                for at, figures in found.items():
                    for figure, value in figures.items():
                        rows.setdefault(order, {}).setdefault(str(at), defaultdict(list))[figure].append(value)
        told[name] = {
            order: {at: {figure: spread(values) for figure, values in held.items()} for at, held in by.items()}
            for order, by in rows.items()
        }
        _say(name, told[name])  # type: ignore[arg-type]
        options.out.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=3)
    parser.add_argument("--candidates", type=int, default=300)
    parser.add_argument("--wrong", type=float, default=0.5, help="share of the candidates")
    parser.add_argument("--decisions", type=int, nargs="+", default=[40, 80, 160])
    parser.add_argument("--every", type=int, default=40, help="decisions after which the order is made anew")
    parser.add_argument("--tested", type=int, default=400, help="utterances that the student is asked")
    parser.add_argument("--pool", type=int, default=5000, help="utterances of each set that are drawn from")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder that holds the sets")
    parser.add_argument("--out", type=Path, default=RESULTS)
    return parser.parse_args()


def _tested(draw: SlotDraw, pool: Sequence[Row], count: int, seed: int) -> list[Row]:
    """Others of the same intents."""
    used = {row.id for row in (*draw.accepted, *draw.candidates)}
    intents = {row.intent for row in draw.accepted}
    rest = [row for row in pool if row.id not in used and row.intent in intents]
    return Random(seed).sample(rest, min(count, len(rest)))  # noqa: S311 - a sample, no secret


def _reviewed(
    seeds: Sequence[Row], queue: Queue, known: Known, tested: Sequence[Row], options: argparse.Namespace
) -> dict[int, dict[str, float]]:
    """Figures after each of the numbers of decisions."""
    accepted: list[Row] = []
    told, done = {}, 0
    for stop in sorted({*range(options.every, max(options.decisions), options.every), *options.decisions}):
        accepted += [row for row, good in queue.take(stop - done) if good]
        done = stop
        if stop in options.decisions:
            figures = light_student([*seeds, *accepted], known).figures(tested)
            told[stop] = {"accepted": float(len(accepted)), **figures}
    return told


def _say(name: str, orders: dict[str, dict[str, dict[str, dict[str, float]]]]) -> None:
    print(name)
    for order, by in orders.items():
        for at, figures in by.items():
            values = ", ".join(f"{figure} {value['mean']:.3g}" for figure, value in figures.items())
            print(f"  {order:32} after {at:>4}: {values}", flush=True)


if __name__ == "__main__":
    main()
