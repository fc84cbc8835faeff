from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.lesson import Lesson, Piece
from backend.teacher.tuning.encoding import IGNORED, Encoded, batches, encode_continued, encode_turn

LESSON = Lesson((Piece("ab"), Piece("cd", is_target=True), Piece("e"), Piece("fg", is_target=True)))


def letters(text: str) -> list[int]:
    return [ord(letter) for letter in text]


def test_a_decoder_learns_the_targets_and_reads_the_rest() -> None:
    encoded = encode_continued(LESSON, letters, [0], 100)
    assert encoded == Encoded(
        (0, *letters("abcdefg")), (IGNORED, IGNORED, IGNORED, *letters("cd"), IGNORED, *letters("fg"))
    )


def test_what_is_too_long_is_cut_after_a_whole_target() -> None:
    encoded = encode_continued(LESSON, letters, [], 6)
    assert encoded is not None
    assert encoded.ids == tuple(letters("abcd"))
    assert encode_continued(LESSON, letters, [], 3) is None


def test_an_encoder_reads_what_is_before_one_target_and_the_decoder_learns_that() -> None:
    seen = {encode_turn(LESSON, lambda text: [*letters(text), 1], [1], 100, Random(seed)) for seed in range(20)}
    assert seen == {
        Encoded((*letters("ab"), 1), (*letters("cd"), 1)),
        Encoded((*letters("abcde"), 1), (*letters("fg"), 1)),
    }


@given(st.lists(st.integers(1, 60), min_size=1, max_size=60), st.integers(10, 100))
def test_batches_hold_every_lesson_once_within_their_tokens(sizes: list[int], most: int) -> None:
    encoded = [Encoded((at,) * size, (at,) * size) for at, size in enumerate(sizes)]
    cut = batches(encoded, most, Random(0))
    assert sorted(one.ids[0] for batch in cut for one in batch) == list(range(len(sizes)))
    assert all(len(batch) == 1 or len(batch) * max(one.size for one in batch) <= most for batch in cut)
