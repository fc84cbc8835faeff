"""Which tokens of two texts mean the same: the pairs that find each other most alike, and so where a value is.

Jalili Sabet et al., "SimAlign: High Quality Word Alignments without Parallel Training Data using Static and
Contextualized Embeddings" (2020), section 2: the method "Argmax" with a distortion.
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
"""How much more like the tokens of its place a value must be than like any elsewhere, in the mean of its words."""

DISTORTION = 0.3
"""How much less alike the first and the last token count where they find each other: word order says something."""

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
    near = alike * _nearness(*alike.shape)
    for made in (alike, near):
        made[list(chain.from_iterable(value.run for value in found)), :] = _NEVER
        made[:, list(chain.from_iterable(found.values()))] = _NEVER
    places = {value: _place(value, near, mutual(near), source, target) for value in values}
    for value, place in places.items():
        _require_only_one(value, place, alike, source)
    return places


def mutual(alike: NDArray[np.float32], least: float = LEAST) -> Pairs:
    """The pairs whose similarity is the greatest of its row and of its column, and at least `least`.

    >>> sorted(mutual(np.array([[0.9, 0.2], [0.8, 0.7], [0.1, 0.2]], np.float32)))
    [(0, 0)]
    """
    columns, rows = alike.argmax(axis=1), alike.argmax(axis=0)
    pairs = ((row, int(column)) for row, column in enumerate(columns) if rows[column] == row)
    return frozenset((row, column) for row, column in pairs if alike[row, column] >= least)


def _place(value: Value, near: NDArray[np.float32], pairs: Pairs, source: Tokenised, target: Tokenised) -> range:
    """The tokens of the target that pair with the value's, with what lies between and belongs to them beside."""
    columns = [column for row, column in pairs if row in value.run]
    if not columns:
        raise _missing(value, source)
    others = {column for row, column in pairs if row not in value.run}
    free = [column not in others and near[0, column] != _NEVER for column in range(near.shape[1])]
    place = range(min(columns), max(columns) + 1)
    if not all(free[place.start : place.stop]):
        shown = source.of(value.run)
        raise NotProjected(f"value of slot {value.slot} whose counterpart is in pieces", value=shown)
    place = _without_punctuation(_grown(place, value, near, free), target)
    if not place:
        raise _missing(value, source)
    return place


def _require_only_one(value: Value, place: range, alike: NDArray[np.float32], source: Tokenised) -> None:
    """Every word of the value has one like it in the place, and all together have none as much like them elsewhere."""
    words = [row for row in value.run if not is_punctuation(source.tokens[row].text)] or list(value.run)
    within = alike[words][:, place].max(axis=1)
    elsewhere = np.delete(alike[words], place, axis=1).max(axis=1, initial=_NEVER)
    if within.min() < LEAST:
        raise _missing(value, source)
    if (within - elsewhere).mean() < MARGIN:
        shown = source.of(value.run)
        raise NotProjected(f"value of slot {value.slot} that may be at two places", value=shown)


def _missing(value: Value, source: Tokenised) -> NotProjected:
    shown = source.of(value.run)
    return NotProjected(f"value of slot {value.slot} that has not all its words there", value=shown)


def _nearness(rows: int, columns: int) -> NDArray[np.float32]:
    """1 for tokens at the same place of both texts, 1 - DISTORTION for the first and the last."""
    one, other = np.linspace(0, 1, rows), np.linspace(0, 1, columns)
    return np.asarray(1 - DISTORTION * np.abs(one[:, None] - other[None, :]), np.float32)


def _grown(place: range, value: Value, near: NDArray[np.float32], free: Sequence[bool]) -> range:
    """The place with its neighbours that are more like a token of the value than like any other.

    Och and Ney, "A Systematic Comparison of Various Statistical Alignment Models" (2003), section 4: from the pairs
    that both sides find, grown by those beside them that one side does.
    """

    def belongs(column: int) -> bool:
        best = int(near[:, column].argmax())
        return free[column] and best in value.run and near[best, column] >= LEAST_BESIDE

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
