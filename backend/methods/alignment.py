"""Which tokens of two texts mean the same: the pairs that find each other most alike, and what becomes of a value.

Jalili Sabet et al., "SimAlign: High Quality Word Alignments without Parallel Training Data using Static and
Contextualized Embeddings" (2020), section 2.1: the method "Argmax".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from backend.domain.errors import InvalidValue
from backend.methods.verbatim import Tokenised, Value, is_punctuation

Pairs = frozenset[tuple[int, int]]
"""(source token, target token)."""

LEAST = 0.35
"""How alike two tokens must be to be a pair."""

MARGIN = 0.02
"""How much more alike a pair must be than the source token and any target token elsewhere."""

LEAST_SHARE = 0.5
"""The share of a value's tokens that must have a counterpart."""

_NEVER = -2.0


class NotProjected(InvalidValue):
    """A text on which it is not clear where the source's slots are; the check `slots-projected` fails."""


class Similarity(Protocol):
    """What says how alike the tokens of two texts are: float32 [source tokens, target tokens], at most 1.

    Raises:
        Unavailable: weights that it needs are not there.
    """

    def __call__(self, source: Tokenised, target: Tokenised) -> NDArray[np.float32]: ...


def aligned(
    values: Sequence[Value],
    found: Mapping[Value, range],
    source: Tokenised,
    target: Tokenised,
    similarity: Similarity,
) -> dict[Value, range]:
    """The tokens of the target that each value is aligned with.

    Args:
        found: values that were found otherwise; their tokens are aligned with no others.

    Raises:
        NotProjected: a value without a counterpart, or with one that is in pieces or not the only one.
    """
    alike = np.array(similarity(source, target))
    alike[list(chain.from_iterable(value.run for value in found)), :] = _NEVER
    alike[:, list(chain.from_iterable(found.values()))] = _NEVER
    pairs = mutual(alike)
    return {value: _counterpart(value, source, target, alike, pairs) for value in values}


def mutual(alike: NDArray[np.float32], least: float = LEAST) -> Pairs:
    """The pairs whose similarity is the greatest of its row and of its column, and at least `least`.

    >>> sorted(mutual(np.array([[0.9, 0.2], [0.8, 0.7], [0.1, 0.2]], np.float32)))
    [(0, 0)]
    """
    columns, rows = alike.argmax(axis=1), alike.argmax(axis=0)
    pairs = ((row, int(column)) for row, column in enumerate(columns) if rows[column] == row)
    return frozenset((row, column) for row, column in pairs if alike[row, column] >= least)


def _counterpart(value: Value, source: Tokenised, target: Tokenised, alike: NDArray[np.float32], pairs: Pairs) -> range:
    shown, own = source.of(value.run), sorted(pair for pair in pairs if pair[0] in value.run)
    words = [row for row in value.run if not is_punctuation(source.tokens[row].text)]
    if not own or len(own) < LEAST_SHARE * len(words):
        raise NotProjected(f"value of slot {value.slot} without a counterpart", value=shown)
    columns = [column for _, column in own]
    place = _without_punctuation(range(min(columns), max(columns) + 1), target)
    foreign = {column for row, column in pairs if row not in value.run}
    if not place or any(column in foreign or alike[0, column] == _NEVER for column in place):
        raise NotProjected(f"value of slot {value.slot} whose counterpart is in pieces", value=shown)
    elsewhere = np.delete(alike, place, axis=1)
    if elsewhere.size and any(alike[row, column] - elsewhere[row].max() < MARGIN for row, column in own):
        raise NotProjected(f"value of slot {value.slot} with two counterparts, one as good as the other", value=shown)
    return place


def _without_punctuation(run: range, target: Tokenised) -> range:
    """The run without punctuation at its edges."""
    shown = [at for at in run if not is_punctuation(target.tokens[at].text)]
    return range(min(shown), max(shown) + 1) if shown else range(0)
