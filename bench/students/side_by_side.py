"""A run on several cores: a process on each measures its share of the cases, into the cache that all have in common.

A student is too small to be trained twice as fast by two cores: two at once, each on one, are done sooner.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import TypeVar

from backend.teacher.device import pick
from bench.machine import cores

T = TypeVar("T")

Share = tuple[int, int]
"""Which one of how many, from 1."""


def share_of(given: str) -> Share:
    """Read "2/3", the second of three.

    >>> share_of("2/3")
    (2, 3)

    Raises:
        argparse.ArgumentTypeError: anything else.
    """
    which, _, of = given.partition("/")
    if not (which.isdecimal() and of.isdecimal() and 1 <= int(which) <= int(of)):
        raise argparse.ArgumentTypeError(f"{given!r} is not WHICH/OF, such as 1/2")
    return int(which), int(of)


def taken(every: Sequence[T], share: Share | None) -> list[T]:
    """The cases of a share: by turns, so that all shares have some of each intent and draw.

    >>> taken("abcde", (2, 2))
    ['b', 'd']
    """
    which, of = share or (1, 1)
    return list(every[which - 1 :: of])


def processes_for(device: str | None, asked: int | None, cases: int) -> int:
    """How many processes are worth while: as many as was asked for, else one a core; one where a GPU does the work.

    Args:
        device: "cpu", "cuda", …; None takes CUDA where there is CUDA.
    """
    on_cpu = pick(device, None)[0].type == "cpu"
    return max(1, min(asked or (cores() if on_cpu else 1), cases))


def measure_shares(module: str, given: Sequence[str], processes: int) -> None:
    """Have each process measure its share on cores of its own, and wait for all.

    What one failed at is tried again, and told of, by whoever puts the shares together.

    Raises:
        KeyboardInterrupt: whoever waits has stopped it; so are they.
    """
    command = [sys.executable, "-m", module, *given]
    running = [
        _started([*command, "--share", f"{which}/{processes}"], which, processes) for which in range(1, processes + 1)
    ]
    try:
        for one in running:
            one.wait()
    finally:
        for one in running:
            if one.poll() is None:
                one.terminate()
                one.wait()


def _started(command: Sequence[str], which: int, of: int) -> subprocess.Popen[bytes]:
    """On every `of`th core from its own, where a process can be tied to some: it inherits them of who starts it."""
    if not hasattr(os, "sched_setaffinity"):
        return subprocess.Popen(command)  # noqa: S603 - this very program
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(before)[which - 1 :: of] or before)
    try:
        return subprocess.Popen(command)  # noqa: S603
    finally:
        os.sched_setaffinity(0, before)
