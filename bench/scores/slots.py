"""Whether the review finds wrong slots sooner by the slot score of students that were trained without a candidate.

    python -m bench.scores.slots

Real utterances of SNIPS and MASSIVE (en-US), some of which are given a wrong slot in one of five ways, or in a second
row also a wrong intent. A teacher's mistakes are not like either. Prints the figures, and writes them to
bench/results/slot_scores.json, each with its spread over the draws.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

from backend.insight.doubting_labels import UNFIT
from backend.students.encoder import TransformersEncoder, open_encoder
from bench.figures import spread
from bench.machine import machine
from bench.scores.__main__ import SETS, say, utterances
from bench.scores.figures import auc, found_first, precision_recall
from bench.scores.slot_noise import INTENT, KINDS, SlotDraw, slots_drawn
from bench.scores.slot_orders import SLOTS, slots_judged
from bench.snips import DATA

RESULTS = Path(__file__).parents[1] / "results" / "slot_scores.json"
NOISES = {"slots": KINDS, "slots and intents": tuple(kind for one in KINDS for kind in (one, INTENT))}
BELOW = (0.01, UNFIT, 0.1, 0.25)

Figures = dict[str, dict[str, float]]


def main() -> None:
    """Judge every draw of every row."""
    options = _options()
    encoder = open_encoder()
    told: dict[str, Any] = {
        "command": "python -m bench.scores.slots",
        "date": time.strftime("%Y-%m-%d"),
        "machine": machine(),
        "noise": "injected, one in a candidate: not how a teacher errs",
        "encoder": encoder.name,
        "settings": {name: value for name, value in vars(options).items() if name not in ("data", "out")},
        "rows": {},
    }
    for name in SETS:
        pool = utterances(name, options.data, options.pool)
        for accepted, share, noise in product(options.accepted, options.wrong, NOISES):
            draws = [
                slots_drawn(
                    pool,
                    accepted=accepted,
                    candidates=options.candidates,
                    share=share,
                    seed=seed,
                    kinds=NOISES[noise],
                )
                for seed in range(options.draws)
            ]
            row = f"{name}, {accepted} accepted of each intent, {share:.0%} wrong ({noise})"
            told["rows"][row] = together([_figures(draw, encoder, seed) for seed, draw in enumerate(draws)])
            say(row, told["rows"][row])
            print(f"  found by kind: {told['rows'][row]['found_by_kind']}", flush=True)
            options.out.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=5)
    parser.add_argument("--candidates", type=int, default=1000)
    parser.add_argument("--accepted", type=int, nargs="+", default=[10], help="of each intent")
    parser.add_argument("--wrong", type=float, nargs="+", default=[0.05], help="shares of the candidates")
    parser.add_argument("--pool", type=int, default=5000, help="utterances of each set that are drawn from")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder that holds the sets")
    parser.add_argument("--out", type=Path, default=RESULTS)
    return parser.parse_args()


def _figures(draw: SlotDraw, encoder: TransformersEncoder, seed: int) -> Figures:
    found = slots_judged(draw, encoder, seed=seed)
    below = {
        f"slot score below {most}": [one is not None and one.probability < most for one in found.scores]
        for most in BELOW
    }
    told = {name: precision_recall(which, draw.wrong) for name, which in (found.doubted | below).items()}
    return {
        "auc": {order: auc(urgency, draw.wrong) for order, urgency in found.urgency.items()},
        "found_in_first_tenth": {order: found_first(urgency, draw.wrong) for order, urgency in found.urgency.items()},
        "precision": {name: both[0] for name, both in told.items()},
        "recall": {name: both[1] for name, both in told.items()},
        "found_by_kind": {
            kind: found_first(found.urgency[SLOTS], [one == kind for one in draw.kinds])
            for kind in set(draw.kinds) - {""}
        },
    }


def together(parts: Sequence[Figures]) -> dict[str, dict[str, dict[str, float]]]:
    """Figure and name → mean, least and most over the draws."""
    gathered: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for part in parts:
        for figure, by_name in part.items():
            for name, value in sorted(by_name.items()):
                gathered[figure][name].append(value)
    return {figure: {name: spread(values) for name, values in held.items()} for figure, held in gathered.items()}


if __name__ == "__main__":
    main()
