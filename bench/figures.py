"""Figures of what a teacher wrote: arithmetic only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import mean

from backend.domain.candidate import Candidate
from backend.domain.normalise import normalised
from backend.domain.utterance import Utterance

KEPT = "kept"


def yields(candidates: Iterable[Candidate]) -> dict[str, int]:
    """How many were kept, and how many were dropped for each check."""
    return dict(Counter(one.dropped_for.check if one.dropped_for else KEPT for one in candidates))


def distinct_2(texts: Sequence[str]) -> float:
    """Different pairs of neighbouring words, as a share of all pairs (Li et al. 2016); 0 without a pair.

    >>> distinct_2(["play the song", "play the record"])
    0.75
    """
    pairs = [pair for text in texts for words in [text.split()] for pair in pairwise(words)]
    return len(set(pairs)) / len(pairs) if pairs else 0.0


def mean_words(utterances: Sequence[Utterance]) -> float:
    """Words (white space) of an utterance on average; 0 for none."""
    return mean(len(utterance.text.split()) for utterance in utterances) if utterances else 0.0


def novel_values(utterances: Iterable[Utterance], seeds: Iterable[Utterance]) -> tuple[int, int]:
    """(slot values that no seed holds under the same slot, all slot values), compared normalised."""
    known = {(slot, normalised(value)) for seed in seeds for slot, value in pairs_of(seed)}
    values = [(slot, normalised(value)) for utterance in utterances for slot, value in pairs_of(utterance)]
    return sum(value not in known for value in values), len(values)


def pairs_of(utterance: Utterance) -> tuple[tuple[str, str], ...]:
    """(slot, value) of each span, or of each node of a parse that holds a value; in both without SL: before it."""
    if utterance.parse is None:
        return utterance.slots
    return tuple((label.removeprefix("SL:"), value) for label, value in utterance.parse.values)


def spread(values: Sequence[float]) -> dict[str, float]:
    """Mean, least and most of some repeats."""
    return {"mean": round(mean(values), 4), "min": round(min(values), 4), "max": round(max(values), 4)}
