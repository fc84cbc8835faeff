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
from backend.methods.tokenised import Tokenised, Value, is_punctuation

Pairs = frozenset[tuple[int, int]]
"""(source token, target token)."""

LEAST = 0.05
"""How alike two tokens must be to be a pair."""

LEAST_BESIDE = 0.02
"""The same for a token beside a pair's, to belong to the same value."""

MARGIN = 0.05
"""How much more alike a pair must be than the source token and any target token elsewhere."""

_NEVER = -1.0


class NotProjected(InvalidValue):
    """A text on which it is not clear where the source's slots are; the check `slots-projected` fails."""


class Similarity(Protocol):
    """What says how alike the tokens of two texts are: float32 [source tokens, target tokens], 0 to 1.

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
        NotProjected: a value with a word that has no counterpart, or with counterparts that are in pieces or not the
            only ones.
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
    shown, columns = source.of(value.run), [column for row, column in pairs if row in value.run]
    missing = NotProjected(f"value of slot {value.slot} that has not all its words there", value=shown)
    if not columns:
        raise missing
    place, others = range(min(columns), max(columns) + 1), {column for row, column in pairs if row not in value.run}
    free = [column not in others and alike[0, column] != _NEVER for column in range(alike.shape[1])]
    if not all(free[place.start : place.stop]):
        raise NotProjected(f"value of slot {value.slot} whose counterpart is in pieces", value=shown)
    place = _without_punctuation(_grown(place, value, alike, free), target)
    if not place:
        raise missing
    within, elsewhere = alike[:, place], np.delete(alike, place, axis=1)
    for row in (row for row in value.run if not is_punctuation(source.tokens[row].text)):
        best, rival = within[row].max(initial=_NEVER), elsewhere[row].max(initial=_NEVER)
        if best < LEAST or best < rival:
            raise missing
        if best - rival < MARGIN:
            raise NotProjected(f"value of slot {value.slot} that may be at two places", value=shown)
    return place


def _grown(place: range, value: Value, alike: NDArray[np.float32], free: Sequence[bool]) -> range:
    """The place with its neighbours that are more like a token of the value than like any other.

    Och and Ney, "A Systematic Comparison of Various Statistical Alignment Models" (2003), section 4: from the pairs
    that both sides find, grown by those beside them that one side does.
    """

    def belongs(column: int) -> bool:
        best = int(alike[:, column].argmax())
        return free[column] and best in value.run and alike[best, column] >= LEAST_BESIDE

    first, stop = place.start, place.stop
    while first > 0 and belongs(first - 1):
        first -= 1
    while stop < len(free) and belongs(stop):
        stop += 1
    return range(first, stop)


def _without_punctuation(run: range, target: Tokenised) -> range:
    """The run without punctuation at its edges."""
    shown = [at for at in run if not is_punctuation(target.tokens[at].text)]
    return range(min(shown), max(shown) + 1) if shown else range(0)
