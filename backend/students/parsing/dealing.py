"""Which utterances a step of training shows together."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random

from backend.teacher.tuning.encoding import Encoded, batches


def dealt(
    encoded: Sequence[Encoded], passes: int, least_steps: int, batch_tokens: int, rng: Random
) -> list[list[Encoded]]:
    """The batches of all passes, one after the other: `passes`, or as many more as `least_steps` need."""
    steps_of_one = len(_pass(encoded, batch_tokens, Random(0)))  # noqa: S311 - an order, no secret
    count = max(passes, math.ceil(least_steps / steps_of_one))
    return [batch for _ in range(count) for batch in _pass(encoded, batch_tokens, rng)]


def _pass(encoded: Sequence[Encoded], batch_tokens: int, rng: Random) -> list[list[Encoded]]:
    return [batch for part in _parts(encoded, rng) for batch in batches(part, batch_tokens, rng)]


def _parts(encoded: Sequence[Encoded], rng: Random) -> Iterator[list[Encoded]]:
    """A pass in parts of which none has anything twice, as many as the commonest has copies.

    A batch is of like length, so copies would fill it: a dozen of each of sixteen seeds made steps that saw one or two
    seeds, and a student that had forgotten the others. What has fewer copies is spread over parts drawn at random.
    """
    copies = Counter(encoded)
    parts: list[list[Encoded]] = [[] for _ in range(max(copies.values(), default=0))]
    for one, count in copies.items():
        # The emptiest first, so that parts are of like size; a draw breaks ties.
        for part in sorted(rng.sample(parts, len(parts)), key=len)[:count]:
            part.append(one)
    yield from parts
