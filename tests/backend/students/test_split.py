from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import InvalidValue
from backend.domain.normalise import normalised
from backend.domain.parse_notation import read_parse
from backend.domain.utterance import Utterance
from backend.students.split import overlap, split, split_apart
from tests.backend.domain.strategies import utterances as any_utterance
from tests.backend.students.conftest import said


def plain(intent: str, *texts: str) -> list[Utterance]:
    return [Utterance(text, intent) for text in texts]


NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight")
COLOURS = ("red", "blue", "green", "black", "white", "pink", "grey", "brown")
ASKS = plain("ask", *(f"what about number {number}" for number in NUMBERS))
TELLS = plain("tell", *(f"i say {colour}" for colour in COLOURS))


def test_a_share_of_every_intent_is_put_aside_and_nothing_is_lost() -> None:
    parts = split([*ASKS, *TELLS], 0.25)
    assert sorted([*parts.train, *parts.test]) == list(range(16))
    assert Counter([*ASKS, *TELLS][at].intent for at in parts.test) == {"ask": 2, "tell": 2}
    assert parts.unsplit == ()


def test_it_depends_on_the_seed_and_not_on_the_order() -> None:
    both = [*ASKS, *TELLS]
    texts = {both[at].text for at in split(both, 0.25, seed=1).test}
    backwards = both[::-1]
    assert {backwards[at].text for at in split(backwards, 0.25, seed=1).test} == texts
    assert {both[at].text for at in split(both, 0.25, seed=2).test} != texts


def test_texts_that_say_the_same_stay_together_with_or_without_their_values() -> None:
    cities = [said("bring me to", city, "monday") for city in ("oslo", "rome", "lima")]
    loud = [Utterance("What about number ONE?", "ask"), Utterance("what about, number two", "ask")]
    rows = [*ASKS, *cities, *loud, *plain("book_trip", "a b", "c d", "e f", "g h")]
    for seed in range(20):
        test = {rows[at].text for at in split(rows, 0.3, seed=seed).test}
        assert len({city.text for city in cities} & test) in (0, 3)
        for one, same in ((ASKS[0], loud[0]), (ASKS[1], loud[1])):
            assert (one.text in test) == (same.text in test)


def test_what_a_seed_was_shown_for_stays_with_the_seed() -> None:
    families = [[at % 4] for at in range(8)]
    for seed in range(20):
        test = set(split(ASKS, 0.25, seed=seed, families=families).test)
        assert test in ({0, 4}, {1, 5}, {2, 6}, {3, 7})


def test_an_intent_whose_utterances_all_hang_together_stays_and_is_named() -> None:
    parts = split([*ASKS, *TELLS], 0.25, families=[["seed"]] * 8 + [[at] for at in range(8)])
    assert (len(parts.test), parts.unsplit) == (2, ("ask",))
    assert min(parts.test) >= 8


def test_only_an_intent_that_hangs_together_is_split_without_its_families() -> None:
    rows = [Utterance(f"{intent} number {name}", intent) for intent in ("stay", "go") for name in "abcdefghij"]
    families = [("seed",)] * 10 + [(f"pair {at // 2}",) for at in range(10)]
    for seed in range(10):
        parts, let_go = split_apart(rows, 0.4, seed=seed, families=families)
        assert let_go == {"stay"}
        assert len([at for at in parts.test if at < 10]) == 4
        assert [at for at in parts.test if at >= 10]
        assert not {families[at] for at in parts.test if at >= 10} & {families[at] for at in parts.train if at >= 10}
    assert split_apart(rows, 0.4) == (split(rows, 0.4), frozenset())


def test_intents_of_a_few_utterances_stay_whole() -> None:
    assert split(ASKS[:4], 0.5).test == ()
    assert len(split(ASKS[:5], 0.9).test) == 4
    assert split(ASKS, 0.0).test == ()


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(InvalidValue, match="share"):
        split(ASKS, 1.0)
    with pytest.raises(InvalidValue, match="families"):
        split(ASKS, 0.5, families=[[1]])


def test_parses_that_differ_in_their_values_alone_stay_together_in_a_language_without_spaces() -> None:
    cities = ("東京", "大阪", "京都", "札幌", "福岡", "神戸")
    rows = [Utterance(f"{city}へ", "FLY", "ja", parse=read_parse(f"[FLY [CITY {city} ] ]")) for city in cities]
    assert split(rows, 0.5).unsplit == ("FLY",)
    assert overlap(rows[:1], rows[1:]).delexicalised == (0, 1, 2, 3, 4)


def test_overlap_names_the_test_utterances_that_training_has() -> None:
    train = [said("bring me to", "oslo", "monday"), *ASKS[:2]]
    test = [ASKS[2], said("bring me to", "rome", "friday"), Utterance("What about number one?", "ask"), TELLS[0]]
    found = overlap(train, test)
    assert (found.exact, found.delexicalised) == ((2,), (1,))


@given(st.lists(any_utterance(), max_size=12), st.floats(0, 0.9), st.integers(0, 3))
def test_no_split_leaks(rows: list[Utterance], share: float, seed: int) -> None:
    parts = split(rows, share, seed=seed)
    assert sorted([*parts.train, *parts.test]) == list(range(len(rows)))
    sides = [[rows[at] for at in side] for side in (parts.train, parts.test)]
    found = overlap(*sides)
    assert (found.exact, found.delexicalised) == ((), ())
    assert {one.intent for one in sides[1]} <= {one.intent for one in sides[0]}
    assert not {normalised(one.text) for one in sides[0]} & {normalised(one.text) for one in sides[1]}
