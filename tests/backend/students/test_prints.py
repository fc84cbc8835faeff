from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.utterance import Utterance
from backend.students.prints import Learnt, print_of
from backend.students.split import overlap
from tests.backend.domain.strategies import utterances as any_utterance


@given(st.lists(any_utterance(), max_size=6), st.lists(any_utterance(), max_size=6))
def test_digests_find_the_same_overlap_as_the_texts(train: list[Utterance], test: list[Utterance]) -> None:
    test = [*test, *train[:2]]
    assert Learnt.of(map(print_of, train)).overlap(test) == overlap(train, test)
