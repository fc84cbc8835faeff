"""Groups of near-duplicates: the same ones every time, and none moved by what comes later."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from backend.insight.groups import THRESHOLD, Member, bucket, group
from tests.backend.insight.rows import parsed, row

CLOSE, APART = 0.1, 0.5
"""Angles, in radians: cosines of 0.995 and 0.88."""


def on_circle(angles: list[float]) -> NDArray[np.float32]:
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def members(ids: list[int], keys: dict[int, int] | None = None) -> list[Member]:
    return [Member(one, (keys or {}).get(one)) for one in ids]


def test_near_ones_share_the_id_of_the_first_and_a_lonely_one_has_no_key() -> None:
    keys = group(members([11, 12, 13, 14]), on_circle([0.0, 1.0, CLOSE, 1.0 + CLOSE]))
    assert keys == {11: 11, 13: 11, 12: 12, 14: 12}
    assert group(members([11, 12]), on_circle([0.0, APART])) == {}
    assert group(members([11]), on_circle([0.0])) == {}
    assert group([], np.zeros((0, 2), np.float32)) == {}


def test_small_steps_make_no_chain() -> None:
    keys = group(members([1, 2, 3, 4, 5]), on_circle([0.0, 0.25, 0.5, 0.75, 1.0]))
    assert len(set(keys.values())) == 2


def test_a_later_one_joins_and_a_key_stays_though_its_first_member_was_decided() -> None:
    vectors = on_circle([0.0, CLOSE, 2.0])
    assert group(members([12, 13, 14], {12: 7}), vectors) == {13: 7}
    assert group(members([12, 13, 14], {12: 7, 13: 7}), vectors) == {}


ANGLES = st.lists(st.floats(0, 3), min_size=1, max_size=14)


@settings(max_examples=60)
@given(ANGLES, ANGLES)
def test_groups_stay_when_more_arrive_and_hold_only_what_is_near(first: list[float], later: list[float]) -> None:
    ids = list(range(1, len(first) + 1))
    early = group(members(ids), on_circle(first))
    assert early == group(members(ids), on_circle(first))
    every = [*first, *later]
    all_ids = list(range(1, len(every) + 1))
    late = group(members(all_ids, early), on_circle(every))
    assert not early.keys() & late.keys()
    keys = early | late
    vectors = on_circle(every)
    for one, key in keys.items():
        mates = [other for other, its in keys.items() if its == key and other != one]
        assert mates, "a group of one is none"
        assert max(float(vectors[one - 1] @ vectors[other - 1]) for other in mates) >= THRESHOLD - 1e-6


def test_rows_share_a_bucket_when_intent_language_slots_and_values_are_the_same() -> None:
    one = bucket(row("rent a [kind : tandem] for [duration : two hours]"))
    assert one == bucket(row("for [duration : Two hours], please, a [kind : tandem]"))
    assert one != bucket(row("rent a [kind : tandem] for [duration : three hours]"))
    assert one != bucket(row("rent a [kind : tandem] for two hours"))
    assert one != bucket(row("rent a [kind : tandem] for [duration : two hours]", "report_damage"))
    assert one != bucket(row("rent a [kind : tandem] for [duration : two hours]", language="de"))


def test_parses_share_a_bucket_when_labels_and_what_they_hold_are_the_same() -> None:
    one = bucket(parsed("ham and no onions", "[ORDER [TOPPING ham ] [NOT [TOPPING onions ] ] ]"))
    assert one == bucket(parsed("no Onions, and ham", "[ORDER [NOT [TOPPING Onions ] ] [TOPPING ham ] ]"))
    assert one != bucket(parsed("ham and onions", "[ORDER [TOPPING ham ] [TOPPING onions ] ]"))
    assert one != bucket(parsed("onions and no ham", "[ORDER [NOT [TOPPING ham ] ] [TOPPING onions ] ]"))
    assert one != bucket(parsed("ham and no olives", "[ORDER [TOPPING ham ] [NOT [TOPPING olives ] ] ]"))
    assert one != bucket(parsed("ham and no onions", "[ORDER [BASE ham ] [NOT [TOPPING onions ] ] ]"))


def test_the_words_around_the_labels_of_a_parse_may_differ() -> None:
    one = bucket(parsed("call ben", "[IN:CALL call [SL:WHOM ben ] ]"))
    assert one == bucket(parsed("please call ben", "[IN:CALL please call [SL:WHOM ben ] ]"))
    assert bucket(parsed("good bye", "[IN:END good bye ]")) == bucket(parsed("bye", "[IN:END bye ]"))
    assert bucket(parsed("tea", "[DRINK tea ]")) != bucket(parsed("milk", "[DRINK milk ]"))
