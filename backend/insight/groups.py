"""Groups of near-duplicates, which a reviewer may decide at once."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.insight.neighbours import Matrix
from backend.insight.row import Label, Row
from backend.insight.words import words

THRESHOLD = 0.95
"""Cosine from which two texts with the same intent, language, slots and values are near-duplicates.

Looked up on pairs of our own with all-MiniLM-L6-v2. Above are those that nobody would want to judge twice: a "please"
added (0.95 to 0.96), "what is" as "what's" (0.997), a time moved to the end (0.99), "is the kitchen still open now"
(0.985). Below are wordings that a student learns something from: "switch on" for "turn on" (0.91), "could you book
us" (0.90), "wake me up at" for "set an alarm for" (0.69), and opposites: "turn off" for "turn on" (0.90).

Values must be the same since the cosine does not see them for what they are: exchanging one gives anything from 0.49
("rome" for "oslo") to 0.96 ("two lemonades" for "three lemonades"). A value is what a candidate is wanted for, and
where its labels go wrong; so no two with different values are ever decided unseen, however alike the rest is.
"""

AT_ONCE = 4096
"""Rows that are compared with each other."""

BEFORE = AT_ONCE // 2
"""So many of those that came before are enough to give for new ones: no more are compared with them, or with each
other, or the 100,000th row would take as long as all before it."""


@dataclass(frozen=True)
class Member:
    """A pending example of one bucket; `key` is that of the group it is in, if any, and stays."""

    id: int
    key: int | None = None


def bucket(row: Row) -> Hashable:
    """What two rows must share to be near-duplicates: intent, language, slots and values.

    Of parses all labels, with what each holds, but for the order of labels beside each other: "ham and no onions" has
    the same labels and values as "onions and no ham".
    """
    values = sorted((slot, words(value, row.language)) for slot, value in row.slots)
    return row.intent, row.language, tuple(values), _unordered(row.tree, row.language)


def _unordered(labels: Sequence[Label], language: str) -> tuple[Any, ...]:
    held = ((label.name, words(label.value, language), _unordered(label.labels, language)) for label in labels)
    return tuple(sorted(held))


def group(members: Sequence[Member], vectors: Matrix) -> dict[int, int]:
    """Keys for those that have none and now have near-duplicates: id → key, the lowest id of a group that is new.

    The same input gives the same groups. A key that was given stays: rows that come later join a group or make
    another, and never move one (give all pending rows of the bucket, those first that were there before). Who joins
    is as close as THRESHOLD to one of the group, so that no chain of small steps makes a group of everything.

    Args:
        members: of one bucket, in the order in which they came.
        vectors: [members, dimensions], each of length 1, of any float type.
    """
    exact = vectors.astype(np.float32, copy=False)
    keys: dict[int, int] = {member.id: member.key for member in members if member.key is not None}
    given = dict(keys)
    for at in range(0, max(1, len(members) - BEFORE), BEFORE):
        piece = slice(at, at + AT_ONCE)
        for one, first in _duplicates([member.id for member in members[piece]], exact[piece]).items():
            if one not in keys:
                keys[one] = keys.setdefault(first, first)
    return {one: key for one, key in keys.items() if one not in given}


class _Vectors:
    """Our vectors as semhash asks for them: it would embed texts otherwise."""

    def __init__(self, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        self._vectors = vectors

    def encode(self, inputs: Sequence[str], **_: object) -> NDArray[np.float32]:
        return np.stack([self._vectors[one] for one in inputs])


def _duplicates(ids: Sequence[int], vectors: NDArray[np.float32]) -> dict[int, int]:
    """Each id that is a near-duplicate of an earlier one → that one, which is none itself."""
    if len(ids) < 2:
        return {}
    from semhash import SemHash
    from vicinity import Backend

    names = [str(one) for one in ids]
    # The exact backend: graphs of approximate ones depend on threads and on luck.
    index = SemHash.from_embeddings(
        vectors, names, model=_Vectors(dict(zip(names, vectors, strict=True))), ann_backend=Backend.BASIC
    )
    result = index.self_deduplicate(threshold=THRESHOLD)
    return {int(found.record): int(found.duplicate_of) for found in result.filtered}
