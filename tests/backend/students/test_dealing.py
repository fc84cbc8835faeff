from __future__ import annotations

from collections import Counter
from itertools import islice
from random import Random

import pytest

from backend.students.dealing import passes, weighted
from backend.students.encoding import Encoded

MANY = [Encoded((at,), (), intent=0) for at in range(90)]
FEW = [Encoded((100 + at,), (), intent=1) for at in range(10)]


def test_a_pass_shows_every_utterance_once_where_nothing_is_evened_out() -> None:
    (shown,) = islice(passes([*MANY, *FEW], 0.0, Random(0)), 1)
    assert Counter(shown) == Counter([*MANY, *FEW])


def test_evened_out_every_intent_is_shown_as_often_and_none_of_it_is_left_out_for_good() -> None:
    first, second = islice(passes([*MANY, *FEW], 1.0, Random(0)), 2)
    assert Counter(one.intent for one in first) == {0: 50, 1: 50}
    assert Counter(one for one in first if one.intent == 1) == Counter(FEW * 5)
    assert {one for one in (*first, *second) if one.intent == 0} == set(MANY)


def test_halfway_the_rare_intent_is_shown_more_often_but_not_as_often() -> None:
    (shown,) = islice(passes([*MANY, *FEW], 0.5, Random(0)), 1)
    assert Counter(one.intent for one in shown) == {0: 75, 1: 25}


def test_weights_let_every_intent_count_alike_and_have_the_mean_1() -> None:
    given = weighted([*MANY, *FEW], 1.0)
    assert sum(one.weight for one in given) == pytest.approx(100)
    assert sum(one.weight for one in given if one.intent == 1) == pytest.approx(50)
