"""Pairs of words that nothing accepted has, and what decisions have taught of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.insight.tried import PRIOR, Tried
from backend.insight.wording import (
    LEAST_ACCEPTED,
    LEAST_ALIKE,
    LEAST_DECIDED,
    MOST,
    Trust,
    Wording,
    learn_wording,
    pairs,
)
from tests.backend.insight.rows import accepted, row

SEEDS = tuple(
    ("rent_bike", text)
    for text in (
        "i want a [kind : cargo bike] at [station : old mill]",
        "rent a [kind : tandem] for [duration : two hours]",
        "get me a [kind : tandem] from [station : castle hill]",
        "is there a [kind : trike] at [station : old mill]",
        "a [kind : trike] for [duration : one day]",
    )
)
AS_EVER = row("is there a [kind : unicycle] for [duration : two weeks]")
ONE_NEW = row("is there a [kind : tandem] for")
NEW = row("is there [kind : unicycle] [duration : two weeks] for")


def tried(*counts: tuple[int, int]) -> Wording:
    return Wording(learn_wording(accepted(SEEDS)).seen, tuple(Tried(*count) for count in counts))


def test_a_value_is_its_slot_and_the_edges_count() -> None:
    assert pairs(row("[kind : cargo bike] Now")) == (("", "[kind]"), ("[kind]", "now"), ("now", ""))
    assert pairs(row("[kind : tandem]")) == (("", "[kind]"), ("[kind]", ""))
    assert pairs(row("a[kind : 車]を", language="ja")) == (("", "a"), ("a", "[kind]"), ("[kind]", "を"), ("を", ""))


def test_what_other_values_of_the_same_slots_stand_beside_is_not_new() -> None:
    known = learn_wording(accepted(SEEDS))
    assert known.new_pairs(AS_EVER) == ()
    assert known.new_pairs(NEW) == (("there", "[kind]"), ("[kind]", "[duration]"), ("[duration]", "for"), ("for", ""))


def test_nothing_is_new_to_an_intent_of_which_little_is_accepted() -> None:
    few = learn_wording(accepted(SEEDS[: LEAST_ACCEPTED - 1]))
    assert few.new_pairs(NEW) == ()
    assert learn_wording(accepted(SEEDS)).new_pairs(row("the [part : bell]", "report_damage")) == ()


def test_new_pairs_mean_nothing_until_enough_is_decided() -> None:
    assert learn_wording(accepted(SEEDS)).trust(NEW).share == 1
    assert tried((9, 10), (0, 0), (0, 0), (0, LEAST_DECIDED - 11)).trust(NEW).share == 1
    assert tried((9, 10), (0, 0), (0, 0), (0, LEAST_DECIDED - 10)).trust(NEW).share < 0.5
    assert tried((39, 40), (0, 0), (0, 0), (0, LEAST_ALIKE - 1)).trust(NEW).share == 1, "two are too few to go by"


def test_new_pairs_that_were_accepted_as_often_are_no_bad_sign() -> None:
    assert tried((30, 40), (20, 25), (10, 12), (18, 20)).trust(NEW) == Trust()


def test_the_odds_of_what_has_at_least_as_many_new_pairs_count_beside_those_of_what_has_none() -> None:
    known = tried((45, 50), (12, 25), (6, 19), (1, 11))
    assert known.trust(AS_EVER) == Trust()
    trust = known.trust(NEW)
    assert (trust.pairs, trust.tried) == (3, Tried(1, 11))
    assert trust.share == pytest.approx(Tried(1, 11).odds(64 / 105) / Tried(45, 50).odds(64 / 105))
    assert Tried(1, 11).odds(0.5) == (1 + PRIOR / 2 + 1) / (10 + PRIOR / 2 + 1)
    assert known.trust(ONE_NEW).tried == Tried(19, 55)


def test_what_is_told_is_what_the_trust_rests_on() -> None:
    """Those with more new pairs may happen to be accepted more often: they are judged by the others too."""
    known = tried((45, 50), (2, 20), (0, 2), (9, 10))
    assert known.trust(ONE_NEW) == known.trust(NEW)
    assert known.trust(NEW).tried == Tried(11, 32)


def test_an_accepted_candidate_is_held_against_the_others() -> None:
    known = accepted(SEEDS)
    known += [row("is there [kind : unicycle] please", id=20), row("is there any [kind : trike]", id=21)]
    learnt = learn_wording(known, written=[20, 21], rejected=[row("[kind : tandem] tandem for", id=22)])
    assert learnt.tried == (Tried(), Tried(), Tried(), Tried(2, 3))
    alike = learn_wording([*known, row("is there any [kind : bike]", id=23)], written=[20, 21, 23])
    assert alike.tried[0] == Tried(2, 2), "what two accepted ones have is not new to either"


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=MOST + 1, max_size=MOST + 1))
def test_trust_is_a_share_and_more_new_pairs_are_trusted_no_more(counts: list[tuple[int, int]]) -> None:
    known = tried(*((kept, kept + dropped) for kept, dropped in counts))
    rows = (AS_EVER, ONE_NEW, NEW)
    assert [len(known.new_pairs(one)) for one in rows] == [0, 1, 4]
    shares = [known.trust(one).share for one in rows]
    assert shares[0] == 1
    assert shares == sorted(shares, reverse=True)
    assert all(0 < share <= 1 for share in shares)
