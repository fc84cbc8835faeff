"""Growing shares of what a student learns from, for a learning curve."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from random import Random

from backend.domain.utterance import Utterance


def growing(utterances: Sequence[Utterance], shares: Sequence[float], *, seed: int = 0) -> list[tuple[int, ...]]:
    """Places of the utterances of each share, in their order: the same share of every intent, at least one of each.

    Each share holds all of the smaller ones, so that a point differs from the one before by what was added; a share
    that would hold no more than the one before is left out.

    Args:
        shares: from over 0 to 1.
    """
    rng = Random(seed)  # noqa: S311 - an order, no secret
    places: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(utterances):
        places[one.intent].append(at)
    decks = [rng.sample(places[intent], len(places[intent])) for intent in sorted(places)]
    found: list[tuple[int, ...]] = []
    for share in sorted(shares):
        held = tuple(sorted(at for deck in decks for at in deck[: math.ceil(share * len(deck))]))
        if not found or len(held) > len(found[-1]):
            found.append(held)
    return found
