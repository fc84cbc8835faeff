"""Small students of which each was trained without a fold of the accepted examples, and what they make of examples.

They learn the intent from sentence vectors that are there anyway: logistic regression, a second for some thousand
examples. Those of `slot_folds` learn the slots.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.insight.neighbours import Matrix
from backend.insight.score import Score
from backend.students.folds import FOLDS, Keys, bound_together, deal

LEAST = 5
"""Accepted examples that an intent must have to be learnt: one for every fold."""

MOST = 4000
"""Accepted examples that are learnt from, drawn evenly from the intents: more would tell little new."""

_STRENGTH = 100.0
"""How far the student follows what it learns. From 10 to 1000 wrong intents are found alike, on SNIPS and MASSIVE with
10 and 50 accepted of each intent; at 50 to 200 it is as sure as it is right, so that a threshold means what it says."""

_TOLERANCE = 1e-3
_STEPS = 100


@dataclass(frozen=True)
class Accepted:
    """What is learnt from: intents and keys [n], vectors [n, dimensions] of length 1; of at least two intents."""

    intents: Sequence[str]
    keys: Sequence[Keys]
    vectors: Matrix


@dataclass(frozen=True)
class Folds:
    """How the accepted examples are held out.

    Attributes:
        of: the fold of each example. of_key: the fold of every key that any of them has.
        bound: intents whose families could not be held out together (see `bound_together`).
    """

    of: tuple[int, ...]
    of_key: Mapping[Hashable, int]
    bound: frozenset[str]

    def student_for(self, intent: str, keys: Keys) -> int | None:
        """Which of the students saw neither such an example nor what is held out with it: the number of a fold, or
        FOLDS for the last one.

        None where its near-duplicates lie in several folds. What it was made from may lie in several folds: then these
        vouch for it.
        """
        near = {self.of_key[key] for key in keys.near if key in self.of_key}
        if len(near) > 1:
            return None
        family = keys.family if intent not in self.bound else frozenset[Hashable]()
        wider = near | {self.of_key[key] for key in family if key in self.of_key}
        for found in (wider, near):
            if len(found) == 1:
                return next(iter(found))
        return FOLDS


@dataclass(frozen=True)
class SmallStudent:
    """A trained student, and the shares of the intents in what it learnt from: what it would say without a text."""

    model: Any
    shares: Mapping[str, float]


@dataclass(frozen=True)
class CrossFold:
    """Who scores: `students` are one for every fold, trained without it, and a last one trained on all folds."""

    students: Sequence[SmallStudent]
    folds: Folds

    def scores(self, intents: Sequence[str], keys: Sequence[Keys], vectors: Matrix) -> list[Score | None]:
        """The score of each example by a student that saw neither it nor what is held out with it.

        None for one of an intent that was not learnt, and for one that no student may score (see Folds.student_for).
        """
        scored: list[Score | None] = [None] * len(intents)
        by_student: dict[int, list[int]] = defaultdict(list)
        for at, (intent, held) in enumerate(zip(intents, keys, strict=True)):
            student = self.folds.student_for(intent, held)
            if student is not None and intent in self.students[student].shares:
                by_student[student].append(at)
        for student, places in by_student.items():
            said = _scores(self.students[student], [intents[at] for at in places], vectors[places])
            for at, score in zip(places, said, strict=True):
                scored[at] = score
        return scored


def chosen(intents: Sequence[str], names: Sequence[str], most: int = MOST) -> list[int]:
    """Places of what is learnt from: of every intent with LEAST examples, in turn, until there are `most`.

    Empty where fewer than two intents have as many.

    Args:
        names: whatever tells the examples apart, by which they are drawn; the same draws the same.
    """
    of_intent: dict[str, list[int]] = defaultdict(list)
    for at in sorted(range(len(intents)), key=lambda at: hashlib.sha256(names[at].encode()).digest()):
        of_intent[intents[at]].append(at)
    enough = [of_intent[intent] for intent in sorted(of_intent) if len(of_intent[intent]) >= LEAST]
    if len(enough) < 2:
        return []
    turns = chain.from_iterable(zip_longest(*enough))
    return sorted([at for at in turns if at is not None][:most])


def held_out(accepted: Accepted) -> Folds:
    """Deal the accepted examples into folds."""
    return dealt_out(accepted.keys, accepted.intents)


def dealt_out(keys: Sequence[Keys], intents: Sequence[str]) -> Folds:
    """Deal examples with these keys and intents into folds."""
    bound = bound_together(keys, intents)
    used = [(*held.near, *(() if intent in bound else held.family)) for intent, held in zip(intents, keys, strict=True)]
    of = deal(used, intents)
    return Folds(of, {key: fold for held, fold in zip(used, of, strict=True) for key in held}, bound)


def train(accepted: Accepted, folds: Folds, without: int) -> SmallStudent:
    """A student of all folds but one; of all of them where `without` is FOLDS.

    It knows no intent where fewer than two are left.
    """
    import warnings

    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    places = [at for at, fold in enumerate(folds.of) if fold != without]
    intents = [accepted.intents[at] for at in places]
    if len(set(intents)) < 2:
        return SmallStudent(None, {})
    model = LogisticRegression(C=_STRENGTH, tol=_TOLERANCE, max_iter=_STEPS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a little short of the best is good enough
        model.fit(accepted.vectors[places].astype(np.float32), intents)
    return SmallStudent(model, {intent: count / len(intents) for intent, count in Counter(intents).items()})


def _scores(student: SmallStudent, intents: Sequence[str], vectors: Matrix) -> list[Score]:
    classes = [str(intent) for intent in student.model.classes_]
    told: NDArray[np.float64] = student.model.predict_proba(vectors.astype(np.float32)).astype(np.float64)
    scores = []
    for intent, row in zip(intents, told, strict=True):
        probability, best = float(row[classes.index(intent)]), int(row.argmax())
        information = math.log2(max(probability, 1e-12)) - math.log2(student.shares[intent])
        scores.append(Score(probability, information, classes[best], float(row[best])))
    return scores
