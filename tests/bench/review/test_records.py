from __future__ import annotations

from math import inf

import pytest

from backend.domain.errors import InvalidValue
from bench.review.records import Decision, Key, Paint, Sent, decisions, extra, ignored, lost, unseen

STORES = {"accept": "accept", "reject": "reject", "skip": "skip"}
FIRST, SECOND, THIRD = (
    Paint("1", "pay ada", 5, 8),
    Paint("2", "pay bela", 110, 114),
    Paint("3", "pay carla", 330, 333),
)


def made(item: str | None, action: str, *, begun: float = 100, taken: bool = True) -> Decision:
    return Decision(item, action, begun, begun, taken, next_ms=10 if taken else None, ready_ms=10)


def test_a_decision_takes_from_its_deciding_key_to_the_next_item_painted() -> None:
    sent = [Sent("a", 0, "accept", True), Sent("x", 1, "reject", False), Sent("1", 1, "reject", True)]
    keys = [Key("a", 100, "1", "2"), Key("x", 300, "2", "2"), Key("1", 320, "2", "3")]
    assert decisions(sent, keys, [FIRST, SECOND, THIRD], at_once=True) == [
        Decision("1", "accept", 100, 100, taken=True, next_ms=14, ready_ms=14),
        Decision("2", "reject", 300, 320, taken=True, next_ms=13, ready_ms=33),
    ]


def test_a_key_that_meets_no_item_or_leaves_it_there_decides_nothing() -> None:
    sent = [Sent("a", 0, "accept", True), Sent("a", 1, "accept", True)]
    keys = [Key("a", 100, None, None), Key("a", 112, "2", "2")]
    first, second = decisions(sent, keys, [SECOND], at_once=True)
    assert (first.taken, first.next_ms, first.ready_ms) == (False, 14, 14)
    assert (second.taken, second.next_ms, second.ready_ms) == (False, None, 2)


def test_a_page_that_moves_on_later_has_taken_the_key_if_it_did_before_the_next_one() -> None:
    sent = [Sent("Enter", 0, "accept", True), Sent("Enter", 1, "accept", True)]
    keys = [Key("Enter", 100, "1", "1"), Key("Enter", 300, "2", "2")]
    taken = [one.taken for one in decisions(sent, keys, [FIRST, SECOND], at_once=False)]
    assert taken == [True, False]
    keys = [Key("Enter", 100, "1", "1"), Key("Enter", 112, "1", "1")]
    assert [one.taken for one in decisions(sent, keys, [FIRST, SECOND], at_once=False)] == [False, True]


def test_other_keys_than_were_sent_are_refused() -> None:
    with pytest.raises(InvalidValue, match="not those that were sent"):
        decisions([Sent("a", 0, "accept", True)], [Key("s", 1, "1", "2")], [], at_once=True)
    with pytest.raises(InvalidValue, match="0 of 1"):
        decisions([Sent("a", 0, "accept", True)], [], [], at_once=True)


def test_a_decision_that_was_taken_and_is_not_stored_as_it_was_meant_is_lost() -> None:
    tried = [made("1", "accept"), made("2", "reject"), made("3", "skip"), made("4", "accept", taken=False)]
    stored = [("1", "accept"), ("2", "accept")]
    assert lost(tried, stored, STORES) == 2
    assert extra(tried, stored, STORES) == 1


def test_a_decision_stored_twice_is_one_too_many() -> None:
    tried, stored = [made("1", "accept")], [("1", "accept"), ("1", "accept")]
    assert (lost(tried, stored, STORES), extra(tried, stored, STORES)) == (0, 1)


def test_an_action_that_leaves_nothing_behind_cannot_be_lost() -> None:
    assert lost([made("1", "skip")], [], {"accept": "confirmed"}) == 0


def test_what_was_stored_before_its_item_was_painted_is_unseen() -> None:
    paints = [FIRST, SECOND]
    tried = [made("1", "accept", begun=100), made("2", "accept", begun=109), made("9", "accept")]
    assert unseen(tried, [("1", "accept")], paints) == 0
    assert unseen(tried, [("1", "accept"), ("2", "accept"), ("9", "accept")], paints) == 2


def test_a_key_is_ignored_only_if_its_item_had_been_painted() -> None:
    early, late = made("2", "accept", begun=113, taken=False), made("2", "accept", begun=115, taken=False)
    nothing = made(None, "accept", begun=inf, taken=False)
    assert ignored([early, nothing, made("1", "accept", begun=inf)], [FIRST, SECOND]) == 0
    assert ignored([early, late], [FIRST, SECOND]) == 1
