"""Whether the review finds wrong intents sooner by the score of students that were trained without a candidate.

    python -m bench.scores

Real utterances of SNIPS (7 intents) and MASSIVE (en-US, those of its 60 intents with enough), some of which are given
the intent of another: of one at random, or of that of another intent which is nearest by the same vectors. A teacher's
mistakes are not like either: it errs the same way over and over, and its sentences are not those that people say.
Prints the figures, and writes them to bench/results/scores.json, each with its spread over the draws.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from backend.datasets.annotated import read_annotated
from backend.insight.row import Row
from backend.students.encoder import Encoder, open_encoder
from bench.figures import spread
from bench.machine import machine
from bench.scores.figures import auc, found_first, precision_recall
from bench.scores.noise import Draw, drawn
from bench.scores.orders import Judged, judged
from bench.snips import DATA

RESULTS = Path(__file__).parents[1] / "results" / "scores.json"
SETS = {"snips": ("snips/train.jsonl.gz", None), "massive": ("massive/en-US.jsonl.gz", "train")}
RANDOM, NEAREST = "at random", "nearest other intent"
NOISES = (RANDOM, NEAREST)
BELOW = (0.01, 0.05, 0.1, 0.25)

Figures = dict[str, dict[str, Any]]


def main() -> None:
    options = _options()
    encoder = open_encoder()
    told: dict[str, Any] = {
        "command": "python -m bench.scores",
        "date": time.strftime("%Y-%m-%d"),
        "machine": machine(),
        "noise": "injected, the intent of another candidate: not how a teacher errs",
        "encoder": encoder.name,
        "settings": {name: value for name, value in vars(options).items() if name != "data"},
        "rows": {},
    }
    for name in SETS:
        pool, vectors = _pool(name, options.data, options.pool, encoder)
        for accepted, share, noise in product(options.accepted, options.wrong, NOISES):
            row = f"{name}, {accepted} accepted of each intent, {share:.0%} wrong ({noise})"
            draws = (
                drawn(
                    pool,
                    accepted=accepted,
                    candidates=options.candidates,
                    share=share,
                    seed=seed,
                    near=vectors if noise == NEAREST else None,
                )
                for seed in range(options.draws)
            )
            told["rows"][row] = _together([_figures(draw, vectors, seed) for seed, draw in enumerate(draws)])
            say(row, told["rows"][row])
    RESULTS.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=5)
    parser.add_argument("--candidates", type=int, default=1000)
    parser.add_argument("--accepted", type=int, nargs="+", default=[10, 50], help="of each intent")
    parser.add_argument("--wrong", type=float, nargs="+", default=[0.05, 0.2], help="share of the candidates")
    parser.add_argument("--pool", type=int, default=5000, help="utterances of each set that are drawn from")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder that holds the sets")
    return parser.parse_args()


def _pool(name: str, data: Path, size: int, encoder: Encoder) -> tuple[list[Row], Any]:
    rows = utterances(name, data, size)
    return rows, encoder.encode([row.text for row in rows]).astype(np.float16)


def utterances(name: str, data: Path, size: int) -> list[Row]:
    """So many utterances of a set at random; the id of each is its place."""
    file, split = SETS[name]
    utterances = read_annotated(data / file, split=split).utterances
    some = Random(0).sample(utterances, min(size, len(utterances)))  # noqa: S311 - a sample, no secret
    return [
        Row(at, one.text, one.intent, one.language, tuple((s.start, s.end, s.slot) for s in one.spans))
        for at, one in enumerate(some)
    ]


def _figures(draw: Draw, vectors: Any, seed: int) -> Figures:
    found: Judged = judged(draw, vectors, seed=seed)
    below = {
        f"score below {most}": [score is not None and score.probability < most for score in found.scores]
        for most in BELOW
    }
    return {
        "auc": {order: auc(urgency, draw.wrong) for order, urgency in found.urgency.items()},
        "found_in_first_tenth": {order: found_first(urgency, draw.wrong) for order, urgency in found.urgency.items()},
        **{
            name: {told: precision_recall(which, draw.wrong)[place] for told, which in (found.doubted | below).items()}
            for place, name in enumerate(("precision", "recall"))
        },
    }


def _together(parts: Sequence[Figures]) -> Figures:
    gathered: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for part in parts:
        for figure, by_name in part.items():
            for name, value in by_name.items():
                gathered[figure][name].append(value)
    return {figure: {name: spread(values) for name, values in held.items()} for figure, held in gathered.items()}


def say(row: str, figures: Figures) -> None:
    """Print the figures of a row."""
    print(row)
    for order, value in figures["auc"].items():
        first = figures["found_in_first_tenth"][order]
        print(
            f"  {order:48} AUC {value['mean']:.3f} ({value['min']:.3f} to {value['max']:.3f}); "
            f"of the wrong ones in the first tenth {first['mean']:.0%} ({first['min']:.0%} to {first['max']:.0%})"
        )
    for told, value in figures["precision"].items():
        recall = figures["recall"][told]
        print(
            f"  {told:48} precision {value['mean']:.0%} ({value['min']:.0%} to {value['max']:.0%}); "
            f"recall {recall['mean']:.0%} ({recall['min']:.0%} to {recall['max']:.0%})"
        )


if __name__ == "__main__":
    main()
