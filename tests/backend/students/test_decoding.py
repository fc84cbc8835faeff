from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from backend.domain.tokens import Token, spans_from_tags
from backend.students.decoding import best_tags
from backend.students.labels import LabelMap
from backend.students.tokens import bio_tags

ALL = np.ones(5, dtype=bool)
LABELS = LabelMap(("a", "b"), ("x", "y"), (("x", "y"), ("x",)))


def valid(path: tuple[int, ...]) -> bool:
    return all(tag == 0 or tag % 2 or (at and path[at - 1] in (tag - 1, tag)) for at, tag in enumerate(path))


def test_an_inside_tag_without_its_begin_gives_way_to_the_next_best() -> None:
    scores = np.log([[0.1, 0.2, 0.65, 0.02, 0.03], [0.1, 0.1, 0.05, 0.2, 0.55]])
    assert best_tags(scores, ALL) == [1, 3]
    assert best_tags(scores[:1], ALL) == [1]


def test_tags_of_other_intents_are_masked() -> None:
    scores = np.log([[0.1, 0.05, 0.05, 0.7, 0.1]])
    assert best_tags(scores, LABELS.allowed[0]) == [3]
    assert best_tags(scores, LABELS.allowed[1]) == [0]


def test_no_token_has_no_tag() -> None:
    assert best_tags(np.zeros((0, 5)), ALL) == []


scores = st.integers(1, 4).flatmap(lambda n: arrays(np.float64, (n, 5), elements=st.floats(-9, 0, width=16)))


@given(scores)
def test_it_is_the_best_of_all_valid_sequences(scores: np.ndarray) -> None:
    found = tuple(best_tags(scores, ALL))
    assert valid(found)
    best = max(
        sum(scores[at, tag] for at, tag in enumerate(path))
        for path in product(range(5), repeat=len(scores))
        if valid(path)
    )
    assert sum(scores[at, tag] for at, tag in enumerate(found)) == pytest.approx(best)


@given(scores)
def test_tags_become_spans_and_the_same_tags_again(scores: np.ndarray) -> None:
    tags = tuple(LABELS.tags[tag] for tag in best_tags(scores, ALL))
    tokens = tuple(Token(at * 2, at * 2 + 1, "w") for at in range(len(tags)))
    assert bio_tags(spans_from_tags(tokens, tags), tokens) == tags
