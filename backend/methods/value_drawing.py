"""Which value of a label comes next: one that was said before, or one that only a catalogue has."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def drawn(said: Sequence[T], listed: Sequence[T], rng: Random) -> T:
    """One of those that were said, as often as it was; or one that was not, as often as something new is to be
    expected next: by the share of what was said that had not been said before (Witten and Bell 1991, method C).

    Drawn alike, a long catalogue of a label that people mostly say one value of would teach a student that all kinds
    of words stand there.

    Args:
        said: with repeats. listed: what is known and was never said; one of the two is not empty.
    """
    new = len(set(said))
    if not listed or (said and rng.random() >= new / (new + len(said))):
        return rng.choice(said)
    return rng.choice(listed)
