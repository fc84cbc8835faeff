"""From the figures of every cell to those of a row: means, spread, and paired differences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, stdev

import numpy as np
from numpy.typing import NDArray

from bench.students.figures import COLUMNS

RESAMPLES = 9999

Cells = Mapping[tuple[str, int], Mapping[str, float]]
"""(intent, seed) → figures; of other experiments another thing than an intent, such as a language."""


@dataclass(frozen=True)
class Spread:
    """Of several figures; sd is the sample standard deviation, 0 for one alone."""

    mean: float
    sd: float
    min: float
    max: float
    count: int

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        sd = stdev(values) if len(values) > 1 else 0.0
        middle, sd, least, most = (round(one, 5) for one in (mean(values), sd, min(values), max(values)))
        return cls(middle, sd, least, most, len(values))


@dataclass(frozen=True)
class Difference:
    """One row minus another, cell by cell.

    Attributes:
        better, worse: cells in which the row is above or below the other.
        p: two-sided, of no difference, by exchanging the two in each cell (a permutation test; the cells of an intent
            share its test utterances, so it says less than it would of as many intents).
    """

    spread: Spread
    better: int
    worse: int
    p: float


def over_seeds(cells: Cells, columns: Iterable[str] = COLUMNS) -> dict[str, Spread]:
    """Every column's mean over the intents, spread over the seeds; seeds that lack an intent are left out."""
    intents = {intent for intent, _ in cells}
    seeds = sorted({seed for _, seed in cells})
    whole = [seed for seed in seeds if all((intent, seed) in cells for intent in intents)]
    return {
        column: Spread.of([mean(cells[intent, seed][column] for intent in intents) for seed in whole])
        for column in columns
        if whole
    }


def by_intent(cells: Cells, columns: Sequence[str] = tuple(COLUMNS)) -> dict[str, dict[str, Spread]]:
    """Every column of every intent, spread over its seeds."""
    return {
        name: {
            column: Spread.of([one[column] for (intent, _), one in cells.items() if intent == name])
            for column in columns
        }
        for name in sorted({intent for intent, _ in cells})
    }


def differences(ours: Cells, theirs: Cells, columns: Iterable[str] = COLUMNS) -> dict[str, Difference]:
    """Ours minus theirs for every column, over the cells that both have."""
    both = sorted(ours.keys() & theirs.keys())
    return {column: _difference([ours[at][column] - theirs[at][column] for at in both]) for column in columns if both}


def _difference(values: Sequence[float]) -> Difference:
    return Difference(
        Spread.of(values), sum(one > 0 for one in values), sum(one < 0 for one in values), _p(np.array(values))
    )


def _p(values: NDArray[np.float64]) -> float:
    from scipy.stats import permutation_test

    if len(values) < 2 or not values.any():
        return 1.0
    # With one sample the test changes its signs: the two of a pair are exchanged.
    result = permutation_test(
        (values,), np.mean, permutation_type="samples", n_resamples=RESAMPLES, rng=np.random.default_rng(0)
    )
    return round(float(result.pvalue), 5)
