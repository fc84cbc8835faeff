from __future__ import annotations

import pytest

from backend.domain.errors import InvalidValue
from backend.domain.normalise import normalised
from bench.review.utterances import TEMPLATES, schema, utterances


def test_no_two_utterances_are_the_same_to_a_reviewer() -> None:
    made = utterances(3000, seed=1)
    assert len({normalised(one.text) for one in made}) == 3000
    assert {one.intent for one in made} == set(TEMPLATES)


def test_the_schema_has_their_labels_and_their_spans_are_values() -> None:
    for one in utterances(300):
        schema().require(one)
        assert len(one.spans) == 3
        assert "{" not in one.text


def test_a_seed_makes_the_same_utterances_again() -> None:
    assert utterances(50, seed=3) == utterances(50, seed=3) != utterances(50, seed=4)


def test_more_than_there_are_cannot_be_had() -> None:
    with pytest.raises(InvalidValue, match="more utterances than the templates make"):
        utterances(10_000_000)
