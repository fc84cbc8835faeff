"""Small students that tell which slot each word of a text stands in, each trained without a fold of what is learnt.

Logistic regression on the vectors of a word and of its neighbours. They learn from what is accepted, and from
candidates with the slots that these came with: most of those are right, and ten accepted examples show few of the
values that a slot may have. No student scores what it learnt from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.insight.row import Row
from backend.insight.slot_score import SlotScore
from backend.students.cross_fold import Folds
from backend.students.folds import Keys
from backend.students.word_vectors import Words

OUTSIDE = ""
"""The class of words in no slot."""

MOST_ACCEPTED, MOST = 1000, 1500
"""Accepted examples, and all with the candidates, that are learnt from: 1,500 have some 12,000 words, which take
60 MB while a student learns."""

ACCEPTED_WEIGHT = 3.0
"""How much an accepted example counts beside a candidate."""

_STRENGTH, _STEPS, _TOLERANCE = 10.0, 30, 1e-3
"""On SNIPS and MASSIVE with ten accepted of each intent, 1 to 100 found about as many, more steps no more."""

_NEIGHBOUR = 0.5
_AT_ONCE = 128

Slots = Mapping[str, frozenset[str]]
"""The slots that each intent may hold."""


@dataclass(frozen=True)
class Taught:
    """What is learnt from, example by example; weights are above 0."""

    rows: Sequence[Row]
    words: Sequence[Words]
    weights: Sequence[float]


@dataclass(frozen=True)
class SlotFolds:
    """Who scores: one student for every fold, trained without it, and a last one trained on all.

    A student is None where what was left to learn from has no slot.
    """

    students: Sequence[Any]
    folds: Folds

    def scores(
        self, rows: Sequence[Row], keys: Sequence[Keys], words: Sequence[Words], slots: Slots
    ) -> list[SlotScore | None]:
        """The score of each example, by a student that saw neither it nor what is held out with it.

        None where no student may score it, or knows any of its words' slots.
        """
        scored: list[SlotScore | None] = [None] * len(rows)
        by_student: dict[int, list[int]] = defaultdict(list)
        for at, (row, held) in enumerate(zip(rows, keys, strict=True)):
            student = self.folds.student_for(row.intent, held)
            if student is not None and self.students[student] is not None and len(words[at].edges):
                by_student[student].append(at)
        for student, places in by_student.items():
            model = self.students[student]
            for at, told in slots_told(model, places, words):
                scored[at] = _worst(rows[at], words[at], told, list(model.classes_), slots)
        return scored


def train_slots(taught: Taught, folds: Folds, without: int) -> Any | None:
    """A student of all folds but one, of all of them where `without` is FOLDS; None where those hold no slot."""
    import warnings

    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    places = [at for at, fold in enumerate(folds.of) if fold != without and len(taught.words[at].edges)]
    tags = [slots_of_words(taught.rows[at], taught.words[at]) for at in places]
    classes = [slot for one in tags for slot in one]
    if len(set(classes)) < 2:
        return None
    weights = np.repeat([taught.weights[at] for at in places], [len(one) for one in tags])
    model = LogisticRegression(C=_STRENGTH, tol=_TOLERANCE, max_iter=_STEPS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a little short of the best is good enough
        model.fit(np.concatenate([_features(taught.words[at]) for at in places]), classes, weights)
    return model


def slots_of_words(row: Row, words: Words) -> list[str]:
    """The slot that each word stands in, also with a part of it; OUTSIDE for none."""
    return [
        next((slot for start, end, slot in row.spans if start < last and first < end), OUTSIDE)
        for first, last in words.edges.tolist()
    ]


def _features(words: Words) -> NDArray[np.float32]:
    """[words, 3 × dimensions]: each word, and with less weight the one before it and the one after it."""
    own = words.vectors.astype(np.float32)
    near, none = _NEIGHBOUR * own, np.zeros((1, own.shape[1]), np.float32)
    return np.concatenate([own, np.concatenate([none, near[:-1]]), np.concatenate([near[1:], none])], axis=1)


def slots_told(model: Any, places: Sequence[int], words: Sequence[Words]) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Each place with the probabilities [words, classes] of its words."""
    for first in range(0, len(places), _AT_ONCE):
        some = places[first : first + _AT_ONCE]
        told = model.predict_proba(np.concatenate([_features(words[at]) for at in some])).astype(np.float64)
        ends = np.cumsum([len(words[at].edges) for at in some])[:-1]
        yield from zip(some, np.split(told, ends), strict=True)


def _worst(row: Row, words: Words, told: NDArray[np.float64], classes: Sequence[str], slots: Slots) -> SlotScore | None:
    """The word whose slot is least probable among those that the intent may hold; slots that nobody knows count not."""
    may = slots.get(row.intent, frozenset()) | {OUTSIDE} | {slot for slot, _ in row.slots}
    told = told * [one in may for one in classes]
    told /= np.maximum(told.sum(axis=1, keepdims=True), 1e-12)
    given = slots_of_words(row, words)
    known = [(told[at, classes.index(slot)], at) for at, slot in enumerate(given) if slot in classes]
    if not known:
        return None
    probability, at = min(known)
    best = int(told[at].argmax())
    start, end = words.edges[at].tolist()
    return SlotScore(float(probability), row.text[start:end], given[at], classes[best], float(told[at, best]))
