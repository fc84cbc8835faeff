"""Whole numbers that add up: a total shared out by weight, filled up to a level, or cut down to a budget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from random import Random
from typing import TypeVar

Path = TypeVar("Path", bound=tuple[object, ...])
"""Where something is asked for, from the widest to the narrowest, as an intent, a language in it, a method in that."""


def apportioned(total: int, weights: Sequence[int], rng: Random) -> list[int]:
    """A share of `total` for each weight, next below or next above what is its due; they add up to `total`.

    The one draw decides who is rounded up, so that small shares are not always given to the same.

    Args:
        weights: 0 or more, not all of them 0.
    """
    whole = sum(weights)
    draw = rng.randrange(whole)
    ends = [(total * end + draw) // whole for end in accumulate(weights)]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


def levelled(total: int, held: Sequence[int]) -> list[int]:
    """What is added to each number, `total` in all, so that the lowest become as high as can be.

    >>> levelled(5, [0, 2, 9])
    [4, 1, 0]
    >>> levelled(6, [0, 2, 9])
    [4, 2, 0]
    """
    order = sorted(range(len(held)), key=lambda place: held[place])
    raised = 0
    for raised in range(1, len(order) + 1):
        room = sum(held[order[raised]] - held[place] for place in order[:raised]) if raised < len(order) else total
        if room >= total:
            break
    lowest = order[:raised]
    level, over = divmod(total + sum(held[place] for place in lowest), max(len(lowest), 1))
    added = [0] * len(held)
    for rank, place in enumerate(lowest):
        added[place] = level - held[place] + (rank < over)
    return added


def cut(total: int, wanted: Mapping[Path, int], rng: Random) -> dict[Path, int]:
    """As much of what is wanted as `total` allows, and all of it where it does.

    Level by level of the paths, whoever wants the most gets the most, but nobody goes empty before there are
    more of them than `total`: of the narrowest paths if it is enough for these, else of wider ones.

    Args:
        wanted: 1 or more of each path; the paths are equally long.
    """
    if total >= sum(wanted.values()):
        return dict(wanted)
    return {path: count for path, count in _cut(max(total, 0), wanted, 0, rng).items() if count}


def _cut(total: int, wanted: Mapping[Path, int], depth: int, rng: Random) -> dict[Path, int]:
    if not wanted or depth == len(next(iter(wanted))):
        return dict.fromkeys(wanted, total)
    branches: dict[object, dict[Path, int]] = {}
    for path, count in wanted.items():
        branches.setdefault(path[depth], {})[path] = count
    held = list(branches.values())
    shares = _shares(total, [sum(branch.values()) for branch in held], _floors(total, held, depth), rng)
    found: dict[Path, int] = {}
    for branch, share in zip(held, shares, strict=True):
        found |= _cut(share, branch, depth + 1, rng)
    return found


def _floors(total: int, branches: Sequence[Mapping[Path, int]], depth: int) -> list[int]:
    """What each branch gets at least: one for each of its paths, cut off where `total` is enough for all of them."""
    length = len(next(iter(branches[0])))
    for end in range(length, depth, -1):
        floors = [len({path[:end] for path in branch}) for branch in branches]
        if sum(floors) <= total:
            return floors
    return [0] * len(branches)


def _shares(total: int, wanted: Sequence[int], floors: Sequence[int], rng: Random) -> list[int]:
    """`floors` first, then the rest in proportion to what is still wanted; none gets more than it wants."""
    lacking = [count - floor for count, floor in zip(wanted, floors, strict=True)]
    rest = total - sum(floors)
    if not rest or not any(lacking):
        return list(floors)
    more = apportioned(rest, lacking, rng)  # in proportion to less than all of it, so never above what is wanted
    return [floor + extra for floor, extra in zip(floors, more, strict=True)]
