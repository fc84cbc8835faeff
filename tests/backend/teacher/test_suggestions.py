"""What the examples' wording suggests, with tokens that are words, brackets and digits."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.wording import Wording
from backend.teacher.reply_place import Place
from backend.teacher.suggestions import Suggestions

PIECES = re.compile(r" ?\[|[0-9]| ?\]| ?[^\[\]0-9 ]+| ")
TEXTS: list[str] = []


def encode(reply: str) -> list[int]:
    found = []
    for piece in PIECES.findall(f" {reply}"):
        if piece not in TEXTS:
            TEXTS.append(piece)
        found.append(TEXTS.index(piece))
    return found


def text_of(token: int) -> str:
    return TEXTS[token]


def after(reply: str, replies: Sequence[str], asked: Sequence[str]) -> dict[str, float]:
    """What is suggested after the beginning of a reply, by its text."""
    suggestions = Suggestions(Wording(tuple(replies), tuple(asked)), encode, text_of)
    place = Place()
    for token in encode(reply) if reply else ():
        place.add(token, text_of(token))
    return {text_of(token): round(share, 3) for token, share in suggestions.next(place).items()}


TABLE = "book a table for [1 two ] in [2 rome ]"
SPOT = "get me a spot in [2 oslo ] for [1 nine ] please"


def test_words_are_followed_by_what_follows_them_in_the_examples() -> None:
    assert after("book a", (TABLE, SPOT), "12") == {" table": 1.0}
    assert after("book a spot", (TABLE, SPOT), "12") == {" in": 1.0}
    assert after("i want a", (TABLE, SPOT), "12") == {" table": 0.5, " spot": 0.5}
    assert after("book an elephant", (TABLE, SPOT), "12") == {}


def test_a_value_is_no_more_than_its_label_and_nothing_is_suggested_inside() -> None:
    assert after("book a table for [1", (TABLE,), "12") == {}
    assert after("book a table for [1 seventy", (TABLE,), "12") == {}
    assert after("book a table for [1 seventy five ]", (TABLE,), "12") == {" in": 1.0}


def test_at_the_beginning_it_is_how_examples_begin_and_how_what_is_asked_for_is_led_up_to() -> None:
    assert after("", (TABLE, "in [2 rome ] for [1 two ]"), "2") == {" book": 0.25, " in": 0.75}


def test_after_a_value_the_labels_still_to_come_are_led_up_to() -> None:
    """The name comes first in its example, so no more than the word right before it is taken from there."""
    examples = ("book the [3 grand hotel ] for [1 two ]", "a table for [1 two ] in [2 rome ]")
    assert after("book for [1 four ]", examples, "13") == {" in": 0.25, " the": 0.5}
    assert after("book the [3 ritz ]", examples, "13") == {" for": 1.0}


def test_a_label_that_is_asked_for_twice_is_led_up_to_until_it_was_there_twice() -> None:
    assert after("from [1 rome ]", ("from [1 oslo ] to [1 bergen ]",), "11") == {" to": 0.75}
    assert after("from [1 rome ] to [1 oslo ]", ("from [1 oslo ] to [1 bergen ]",), "11") == {}


def test_after_the_last_value_it_is_how_examples_end_and_the_end_is_the_models_own() -> None:
    assert after("in [2 rome ] for [1 two ]", (SPOT,), "12") == {" please": 1.0}
    assert after("in [2 rome ] for [1 two ]", (SPOT, TABLE), "12") == {" please": 0.5}
    assert after("in [2 rome ] for [1 two ] please", (SPOT,), "12") == {}


def test_of_a_label_with_two_digits_either_may_be_meant() -> None:
    examples = ("to [1 rome ]", "to [12 oslo ]")
    assert after("to [", examples, ["1", "12"]) == {"1": 1.0}
    assert after("to [1", examples, ["1", "12"]) == {}, "which of them is the teacher's choice"


def test_no_label_is_suggested_that_is_not_to_come() -> None:
    examples = ("to [1 rome ] [2 today ]", "to [3 oslo ] [2 today ]", "to [1 rome ]")
    assert after("to [", examples, "12") == {"1": 0.667}
    assert after("to [", examples, "3") == {"3": 0.333}
    assert after("to [1 bergen ] to", examples, "1") == {}, "nor a bracket, where none is to come"
    assert after("to", examples, "1") == {" [": 1.0}


def test_few_examples_deserve_less_and_the_same_one_again_is_no_other() -> None:
    weights = [
        Suggestions(Wording(replies, ()), encode, text_of).weight
        for replies in ((), ("a", "a"), ("a", "b"), tuple("abcdefghij"), tuple("abcdefghijkl"))
    ]
    assert weights == [0, 0.1, 0.2, 1, 1]


def test_where_nothing_is_shown_nothing_is_suggested() -> None:
    assert after("", (), "1") == after("a table for [1 two ]", (), "1") == {}


PARTS = st.lists(st.sampled_from(["a", "b", "to", "[1 x ]", "[2 y z ]", "[12 w ]", "\\[", "7", "]", "["]), max_size=8)


@given(st.lists(PARTS, max_size=4), PARTS, st.lists(st.sampled_from(["1", "2", "12"]), max_size=3))
def test_whatever_is_shown_and_written_shares_are_above_zero_and_at_most_one_together(
    shown: list[list[str]], reply: list[str], asked: list[str]
) -> None:
    shares = after(" ".join(reply), [" ".join(parts) for parts in shown], asked).values()
    assert all(share > 0 for share in shares)
    assert sum(shares) <= 1.01
