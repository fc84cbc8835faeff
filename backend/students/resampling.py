"""How sure a figure is: bootstrap intervals, and tests of two students on the same utterances."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 1000
_CHUNK = 50
"""Resamples drawn at once: 13,000 utterances take 5 MB then."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A figure and its 95% interval (bootstrap percentiles over utterances)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Paired:
    """A figure of one student minus that of another, on the same utterances.

    Attributes:
        p: two-sided, of no difference. test: the one that p comes from.
    """

    difference: Estimate
    p: float
    test: str


def estimate(above: Numbers, below: Numbers, *, seed: int = 0, resamples: int = RESAMPLES) -> Estimate:
    """The ratio of the sums of two arrays with one number an utterance each, and how it varies over utterances."""
    return estimates({"": (above, below)}, seed=seed, resamples=resamples)[""]


def estimates(
    ratios: Mapping[str, tuple[Numbers, Numbers]], *, seed: int = 0, resamples: int = RESAMPLES
) -> dict[str, Estimate]:
    """The same of several ratios over the same utterances, which are drawn once: that takes most of the time."""
    drawn: dict[str, list[Numbers]] = {name: [] for name in ratios}
    for times in _draws(len(next(iter(ratios.values()))[0]), seed, resamples):
        for name, (above, below) in ratios.items():
            drawn[name].append(_ratio(times @ above, times @ below))
    found = {}
    for name, (above, below) in ratios.items():
        low, high = np.percentile(np.concatenate(drawn[name]), (2.5, 97.5))
        found[name] = Estimate(float(_ratio(above.sum(), below.sum())), float(low), float(high))
    return found


def mcnemar(ours: Numbers, theirs: Numbers, *, seed: int = 0, resamples: int = RESAMPLES) -> Paired:
    """Two students' right (1) and wrong (0) utterances, by McNemar's test, exact (scipy's binomial test)."""
    from scipy.stats import binomtest

    only_ours, only_theirs = int((ours > theirs).sum()), int((ours < theirs).sum())
    differing = only_ours + only_theirs
    p = float(binomtest(only_ours, differing, 0.5).pvalue) if differing else 1.0
    difference = estimate(ours - theirs, np.ones_like(ours), seed=seed, resamples=resamples)
    return Paired(difference, p, "McNemar, exact")


def paired_bootstrap(
    ours: tuple[Numbers, Numbers], theirs: tuple[Numbers, Numbers], *, seed: int = 0, resamples: int = RESAMPLES
) -> Paired:
    """Two students' ratios of sums, by the paired bootstrap: both are taken over the same drawn utterances.

    p is twice the share of resamples whose difference has the other sign or none, at most 1; it is never
    smaller than the number of resamples can tell.
    """
    drawn = np.concatenate(
        [
            _ratio(times @ ours[0], times @ ours[1]) - _ratio(times @ theirs[0], times @ theirs[1])
            for times in _draws(len(ours[0]), seed, resamples)
        ]
    )
    value = float(_ratio(ours[0].sum(), ours[1].sum()) - _ratio(theirs[0].sum(), theirs[1].sum()))
    low, high = np.percentile(drawn, (2.5, 97.5))
    contrary = int((drawn <= 0).sum() if value > 0 else (drawn >= 0).sum())
    p = min(1.0, 2 * (contrary + 1) / (resamples + 1))
    return Paired(Estimate(value, float(low), float(high)), p, "paired bootstrap")


def _draws(count: int, seed: int, resamples: int) -> Iterator[NDArray[np.int64]]:
    """How often each utterance is drawn: resamples × utterances, chunk by chunk."""
    rng = np.random.default_rng(seed)
    for done in range(0, resamples, _CHUNK):
        yield rng.multinomial(count, np.full(count, 1 / count), size=min(_CHUNK, resamples - done))


def _ratio(above: Numbers, below: Numbers) -> Numbers:
    """Above / below; 1 where there is nothing below, and so nothing to be wrong about."""
    return np.where(below == 0, 1.0, above / np.where(below == 0, 1.0, below))
