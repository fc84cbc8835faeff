from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from backend.domain.tokens import Token, bio_tags, spans_from_tags
from backend.students.decoding import best_tags
from backend.students.labels import LabelMap

ALL = np.ones(5, dtype=bool)
LABELS = LabelMap(("a", "b"), ("x", "y"), (("x", "y"), ("x",)))


PARTED, ADJACENT = np.array([False, False]), np.array([True, True])


def valid(path: tuple[int, ...], may_be_adjacent: np.ndarray) -> bool:
    for before, tag in pairwise((0, *path)):
        slot = (tag - 1) // 2
        follows_its_own = tag > 0 and slot == (before - 1) // 2
        if tag and not (follows_its_own if tag % 2 == 0 else may_be_adjacent[slot] or not follows_its_own):
            return False
    return True


def worth(scores: np.ndarray, path: tuple[int, ...], may_be_adjacent: np.ndarray) -> float:
    """The sum of scores; an inside tag of a slot without adjacent spans has what its token has of both tags."""
    return sum(
        float(row[tag])
        if tag == 0 or tag % 2 or may_be_adjacent[(tag - 1) // 2]
        else float(np.logaddexp(row[tag - 1], row[tag]))
        for row, tag in zip(scores, path, strict=True)
    )


def test_an_inside_tag_without_its_begin_gives_way_to_the_next_best() -> None:
    scores = np.log([[0.1, 0.2, 0.65, 0.02, 0.03], [0.1, 0.1, 0.05, 0.2, 0.55]])
    assert best_tags(scores, ALL, ADJACENT) == [1, 3]
    assert best_tags(scores[:1], ALL, ADJACENT) == [1]


def test_a_span_right_behind_another_is_the_same_one_unless_the_slot_has_such() -> None:
    scores = np.log([[0.1, 0.8, 0.1, 1e-9, 1e-9], [0.35, 0.3, 0.3, 0.05, 1e-9], [0.6, 0.2, 0.1, 0.1, 1e-9]])
    assert best_tags(scores, ALL, np.array([False, True])) == [1, 2, 0]
    assert best_tags(scores, ALL, np.array([True, False])) == [1, 0, 0]


def test_spans_of_other_slots_stand_side_by_side() -> None:
    scores = np.log([[0.1, 0.8, 0.1, 1e-9, 1e-9], [0.1, 0.05, 0.05, 0.8, 1e-9]])
    assert best_tags(scores, ALL, PARTED) == [1, 3]


def test_tags_of_other_intents_are_masked() -> None:
    scores = np.log([[0.1, 0.05, 0.05, 0.7, 0.1]])
    assert best_tags(scores, LABELS.allowed[0], PARTED) == [3]
    assert best_tags(scores, LABELS.allowed[1], PARTED) == [0]


def test_no_token_has_no_tag() -> None:
    assert best_tags(np.zeros((0, 5)), ALL, PARTED) == []


scores = st.integers(1, 4).flatmap(lambda n: arrays(np.float64, (n, 5), elements=st.floats(-9, 0, width=16)))


adjacent = st.tuples(st.booleans(), st.booleans()).map(np.array)


@given(scores, adjacent)
def test_it_is_the_best_of_all_valid_sequences(scores: np.ndarray, adjacent: np.ndarray) -> None:
    found = tuple(best_tags(scores, ALL, adjacent))
    assert valid(found, adjacent)
    best = max(worth(scores, path, adjacent) for path in product(range(5), repeat=len(scores)) if valid(path, adjacent))
    assert worth(scores, found, adjacent) == pytest.approx(best)


@given(scores, adjacent)
def test_tags_become_spans_and_the_same_tags_again(scores: np.ndarray, adjacent: np.ndarray) -> None:
    tags = tuple(LABELS.tags[tag] for tag in best_tags(scores, ALL, adjacent))
    tokens = tuple(Token(at * 2, at * 2 + 1, "w") for at in range(len(tags)))
    assert bio_tags(spans_from_tags(tokens, tags), tokens) == tags
