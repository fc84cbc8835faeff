"""Figures of contenders, and how ours stand to theirs: arithmetic only."""

from __future__ import annotations

from collections.abc import Sequence
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
        "kept_per_second": round(median(_kept_per_second(one) for one in rounds), 3),
        "tokens_per_second": round(sum(one.tokens for one in rounds) / seconds, 1),
        "tokens_per_output": round(sum(one.tokens for one in rounds) / raw, 1),
        "seconds_per_output": round(seconds / raw, 4),
        "rounds": [{"kept": one.kept, "raw": len(one.written), "seconds": round(one.seconds, 3)} for one in rounds],
    }


def ratio(ours: Sequence[Tally], theirs: Sequence[Tally]) -> dict[str, Any] | None:
    """Our kept utterances per second as a multiple of theirs, round by round; None where a round of theirs kept none.

    Returns:
        "median", "min" and "max" over the rounds, and the "rounds" themselves.
    """
    pairs = [(_kept_per_second(mine), _kept_per_second(other)) for mine, other in zip(ours, theirs, strict=True)]
    if not all(other for _, other in pairs):
        return None
    by_round = [mine / other for mine, other in pairs]
    return {
        "median": round(median(by_round), 2),
        "min": round(min(by_round), 2),
        "max": round(max(by_round), 2),
        "rounds": [round(one, 3) for one in by_round],
    }


def line(name: str, made: dict[str, Any], against: dict[str, Any] | None, aim: float | None) -> str:
    """A contender as a line of the table."""
    said = (
        f"{name:34} kept {made['kept']:4} of {made['raw']:4}  {made['kept_per_second']:8.2f} kept/s"
        f"  {made['tokens_per_second']:7.0f} tokens/s  {made['seconds_per_output']:7.3f} s/output"
    )
    if aim is None:
        return said
    if against is None:
        return f"{said}  (no ratio: a round kept none)"
    return f"{said}  ours {against['median']:5.1f} times ({against['min']:.1f} to {against['max']:.1f}), aim {aim:g}"


def _kept_per_second(one: Tally) -> float:
    return one.kept / one.seconds
