"""Figures of a tool and how ours stand beside them: arithmetic only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import ceil
from statistics import median
from typing import Any

from bench.review.records import Decision, Paint, Stored, extra, ignored, lost, unseen

HEAD = (
    f"{'tool':14} {'pace':>7} {'n':>5} {'p50 ms':>8} {'p95 ms':>8} {'max ms':>8} {'lost':>5} {'unseen':>6}"
    f" {'waited':>7} {'gap ms':>8} {'load ms':>8} {'x ours':>7}"
)


def percentile(values: Sequence[float], share: float) -> float:
    """The least value that `share` of all do not exceed (nearest rank).

    >>> percentile([1, 2, 3, 4], 0.5)
    2
    """
    return sorted(values)[max(0, ceil(share * len(values)) - 1)]


def spread(values: Sequence[float]) -> dict[str, float | int | None]:
    """Number, median, 95th percentile and most, in milliseconds; None of nothing."""
    if not values:
        return {"n": 0, "p50": None, "p95": None, "max": None}
    shares = {"p50": percentile(values, 0.5), "p95": percentile(values, 0.95), "max": max(values)}
    return {"n": len(values), **{name: round(value, 1) for name, value in shares.items()}}


def gaps_of(waiting: Sequence[tuple[float, float]]) -> list[float]:
    """Of (when a key came, how long no item was ready then) the longest for every item that was waited for.

    >>> gaps_of([(100, 30), (120, 10), (200, 5)])
    [30, 5]
    """
    longest: dict[float, float] = {}
    for at, wait in waiting:
        ready = round(at + wait, 2)
        longest[ready] = max(wait, longest.get(ready, 0))
    return list(longest.values())


def per_minute(times_ms: Sequence[float]) -> float | None:
    """Decisions in a minute, waits and pauses in it; None of fewer than two."""
    if len(times_ms) < 2:
        return None
    return round(60_000 * (len(times_ms) - 1) / (times_ms[-1] - times_ms[0]), 1)


def figures(
    tried: Sequence[Decision], stored: Stored, paints: Sequence[Paint], stores: Mapping[str, str]
) -> dict[str, Any]:
    """One pace of one tool.

    Returns:
        n, p50, p95 and max of the time from the key that decides to the next item painted; under "waited" the
        same of decisions tried when no item was ready, until one was; under "gaps" of the times without a ready
        item, each from the first key in it; and what must be 0: see `records`.
    """
    taken = [one for one in tried if one.taken]
    waiting = [(one.begun, one.ready_ms) for one in tried if not one.taken and one.ready_ms is not None]
    gaps = [second.begun - first.at for first, second in pairwise(tried)]
    return {
        **spread([one.next_ms for one in taken if one.next_ms is not None]),
        "taken": len(taken),
        "lost": lost(tried, stored, stores),
        "extra": extra(tried, stored, stores),
        "unseen": unseen(tried, stored, paints),
        "ignored": ignored(tried, paints),
        "waited": spread([ready for _, ready in waiting]),
        "gaps": spread(gaps_of(waiting)),
        "key_spacing_ms": round(median(gaps), 1) if gaps else None,
        "per_minute": per_minute([one.at for one in taken]),
    }


def times(ours: Mapping[str, Any] | None, theirs: Mapping[str, Any]) -> float | None:
    """How many times as long theirs takes as ours, in medians."""
    if not ours or not ours["p50"] or theirs["p50"] is None:
        return None
    return round(theirs["p50"] / ours["p50"], 1)


def line(tool: str, pace: str, made: Mapping[str, Any], load: float | None, against: float | None) -> str:
    """A pace of a tool as a line of the table under `HEAD`."""
    shown = [f"{_shown(made[name], 1):>8}" for name in ("p50", "p95", "max")]
    return (
        f"{tool:14} {pace:>7} {made['n']:5} {' '.join(shown)} {made['lost']:5} {made['unseen']:6}"
        f" {made['waited']['n']:7} {_shown(made['gaps']['p50'], 1):>8} {_shown(load, 0):>8}"
        f" {'' if against is None else format(against, '.1f') + 'x':>7}"
    )


def _shown(value: float | None, digits: int) -> str:
    return "-" if value is None else format(value, f".{digits}f")
