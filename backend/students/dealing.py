"""Which utterances a pass over the data shows, and how an imbalance of the intents is handled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from random import Random

from backend.students.encoding import Encoded


def weighted(encoded: Sequence[Encoded], evenness: float) -> list[Encoded]:
    """The same with weights by which every intent counts alike (evenness 1), or as often as it occurs (0); mean 1."""
    counts = Counter(one.intent for one in encoded)
    shares = {intent: share / counts[intent] for intent, share in _shares(counts, evenness).items()}
    return [replace(one, weight=shares[one.intent] * len(encoded)) for one in encoded]


def passes(encoded: Sequence[Encoded], evenness: float, rng: Random) -> Iterator[list[Encoded]]:
    """Endless passes, each as many utterances as there are, in which intents are drawn more evenly than they occur.

    An intent's utterances are gone through in a random order, and anew once all were shown: none is left out for
    good, and none is repeated before its turn.
    """
    counts = Counter(one.intent for one in encoded)
    shares = _shares(counts, evenness)
    decks = {intent: _deck([one for one in encoded if one.intent == intent], rng) for intent in sorted(counts)}
    while True:
        yield [
            one for intent, deck in decks.items() for one in islice(deck, max(1, round(shares[intent] * len(encoded))))
        ]


def _shares(counts: Counter[int], evenness: float) -> dict[int, float]:
    raised = {intent: count ** (1 - evenness) for intent, count in counts.items()}
    return {intent: share / sum(raised.values()) for intent, share in raised.items()}


def _deck(cards: list[Encoded], rng: Random) -> Iterator[Encoded]:
    while True:
        yield from rng.sample(cards, len(cards))
