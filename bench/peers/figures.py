"""Figures of contenders, and how ours stand to theirs: arithmetic only."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from statistics import median
from typing import Any

from bench.figures import yields
from bench.peers.rounds import Tally


def figures(rounds: Sequence[Tally]) -> dict[str, Any]:
    """What a contender wrote in all, and round by round."""
    seconds = sum(one.seconds for one in rounds)
    raw = sum(len(one.written) for one in rounds)
    return {
        "raw": raw,
        "kept": sum(one.kept for one in rounds),
        "yield": yields(candidate for one in rounds for candidate in one.written),
        "kept_per_second": round(_kept_per_second(*rounds), 3),
        "tokens_per_second": round(sum(one.tokens for one in rounds) / seconds, 1),
        "tokens_per_output": round(sum(one.tokens for one in rounds) / raw, 1),
        "seconds_per_output": round(seconds / raw, 4),
        "rounds": [{"kept": one.kept, "raw": len(one.written), "seconds": round(one.seconds, 3)} for one in rounds],
    }


def ratio(ours: Sequence[Tally], theirs: Sequence[Tally]) -> dict[str, Any]:
    """Our kept utterances per second as a multiple of theirs: of all rounds together, and round by round.

    Returns:
        "all"; "median", "min" and "max" over the "rounds". None is for infinitely many times: theirs kept none.
    """
    pairs = [(_kept_per_second(mine), _kept_per_second(other)) for mine, other in zip(ours, theirs, strict=True)]
    by_round = [_times(mine, other) for mine, other in pairs]
    return {
        "all": _shown(_times(_kept_per_second(*ours), _kept_per_second(*theirs))),
        "median": _shown(median(by_round)),
        "min": _shown(min(by_round)),
        "max": _shown(max(by_round)),
        "rounds": [_shown(one) for one in by_round],
    }


def line(name: str, made: dict[str, Any], against: dict[str, Any] | None, aim: float | None) -> str:
    """A contender as a line of the table."""
    said = (
        f"{name:34} kept {made['kept']:4} of {made['raw']:4}  {made['kept_per_second']:8.2f} kept/s"
        f"  {made['tokens_per_second']:7.0f} tokens/s  {made['seconds_per_output']:7.3f} s/output"
    )
    if aim is None or against is None:
        return said
    median_, least, most = (
        "inf" if against[key] is None else f"{against[key]:.1f}" for key in ("median", "min", "max")
    )
    return f"{said}  ours {median_} times ({least} to {most}), aim {aim:g}"


def _kept_per_second(*rounds: Tally) -> float:
    return sum(one.kept for one in rounds) / sum(one.seconds for one in rounds)


def _times(mine: float, other: float) -> float:
    return mine / other if other else inf


def _shown(times: float) -> float | None:
    return None if times == inf else round(times, 2)
