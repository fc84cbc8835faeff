"""Who is held out together."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from backend.students.folds import FOLDS, bound_together, deal, keys_of
from tests.backend.insight.rows import row


def test_an_example_shares_keys_with_its_near_duplicates_and_with_what_it_was_made_from() -> None:
    tandem = keys_of(row("Rent a [kind : tandem]!"), ["rent a bike"])
    assert set(tandem.near) & set(keys_of(row("rent a [kind : tandem]")).near)
    assert set(tandem.near) & set(keys_of(row("rent a [kind : cargo bike]")).near), "but for the value"
    assert not set(tandem.near) & set(keys_of(row("borrow a [kind : tandem]")).near)
    assert tandem.family & keys_of(row("Rent a bike")).family, "the seed that its prompt showed"
    assert not tandem.family & keys_of(row("borrow a bike")).family


def test_intents_most_of_which_hang_together_by_their_seeds_are_told() -> None:
    seeds = [keys_of(row(f"seed {number} [kind : x]")) for number in range(4)]
    of_all = [keys_of(row(f"written {n}"), [f"seed {seed} x" for seed in range(4)]) for n in range(2)]
    of_one = [keys_of(row(f"hello {n}", "say_hello"), [f"greeting {n}"]) for n in range(4)]
    intents = ["rent_bike"] * 6 + ["say_hello"] * 4
    assert bound_together([*seeds, *of_all, *of_one], intents) == {"rent_bike"}
    assert bound_together([*seeds, *of_one], ["rent_bike"] * 4 + ["say_hello"] * 4) == frozenset()


def test_every_intent_is_spread_over_all_folds() -> None:
    intents = ["a"] * 10 + ["b"] * 5 + ["c"] * 7
    dealt = deal([[("text", str(at))] for at in range(22)], intents)
    by_intent = {intent: Counter(f for f, i in zip(dealt, intents, strict=True) if i == intent) for intent in "abc"}
    assert set(by_intent["a"].values()) == {2}
    assert set(by_intent["b"].values()) == {1}
    assert max(by_intent["c"].values()) == 2
    assert max(Counter(dealt).values()) - min(Counter(dealt).values()) <= 1


@given(st.data())
def test_those_that_share_a_key_share_a_fold_whatever_their_order(data: st.DataObject) -> None:
    keys = data.draw(st.lists(st.sets(st.integers(0, 12), min_size=1, max_size=3), min_size=1, max_size=20))
    intents = data.draw(st.lists(st.sampled_from("ab"), min_size=len(keys), max_size=len(keys)))
    order = data.draw(st.permutations(range(len(keys))))
    dealt = deal(keys, intents)
    assert all(0 <= fold < FOLDS for fold in dealt)
    for one, held in enumerate(keys):
        assert all(dealt[one] == dealt[other] for other in range(len(keys)) if held & keys[other])
    unique = {frozenset(held): None for held in keys}
    if len(unique) == len(keys):  # of two with the same keys and different intents either may come first
        again = deal([keys[at] for at in order], [intents[at] for at in order])
        assert [dealt[at] for at in order] == list(again)
