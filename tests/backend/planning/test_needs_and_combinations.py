from __future__ import annotations

from random import Random

import pytest

from backend.domain.errors import InvalidValue
from backend.domain.parse_schema import ParseLabel, ParseSchema
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.standing import Holding, LabelHolding
from backend.planning.combinations import divided, offered, seen_combinations
from backend.planning.needs import Need, cell_needs, lacking, to_level, without_target

SCHEMA = Schema((Intent("book", "", ("city", "day")), Intent("cancel")), (Slot("city"), Slot("day")))
HOLDINGS = (
    Holding("book", "en", ("city",), 4, 3),
    Holding("book", "fr", ("city", "city", "day"), 1, 2),
    Holding("cancel", "en", (), 2, 0),
)


LABELS = ("IN:FIND", "SL:TOPIC", "SL:WHEN")
PARSED = Schema(
    (Intent("FIND"),), parses=ParseSchema("decoupled", roots=LABELS[:1], labels=tuple(map(ParseLabel, LABELS)))
)


def half(holding: Holding | LabelHolding) -> float:
    return holding.pending / 2


def test_an_intent_and_its_slots_with_a_target_are_counted_with_half_of_what_waits() -> None:
    cells = cell_needs(SCHEMA, ("book",), HOLDINGS, {("book", ""): 20, ("book", "day"): 5}, half)
    assert [(one.slot, one.accepted, one.pending, one.coming, one.missing) for one in cells] == [
        ("", 5, 5, 2, 13),
        ("day", 1, 2, 1, 3),
    ]


def test_the_labels_of_parses_with_a_target_are_counted_beside_the_whole_and_not_into_it() -> None:
    held = (Holding("FIND", "en", (), 5, 2), Holding("FIND", "de", (), 1, 0))
    labels = (LabelHolding("FIND", "en", "SL:WHEN", 3, 2), LabelHolding("FIND", "de", "SL:WHEN", 1, 0))
    targets = {("FIND", ""): 10, ("FIND", "SL:WHEN"): 9}
    cells = cell_needs(PARSED, ("FIND",), held, targets, half, labels)
    assert [(one.slot, one.accepted, one.pending, one.coming, one.missing) for one in cells] == [
        ("", 6, 2, 1, 3),
        ("SL:WHEN", 4, 2, 1, 4),
    ]
    assert lacking(cells) == (Need("FIND", 3, {"SL:WHEN": 4}),)
    assert lacking(cells)[0].examples == 4


def test_a_need_without_the_slots_that_cannot_be_asked_for_is_that_of_the_whole() -> None:
    need = Need("book", 3, {"city": 5, "day": 9})
    assert [need.of(slots).examples for slots in ({"city", "day"}, {"city"}, set[str]())] == [9, 5, 3]


def test_an_unknown_intent_is_refused() -> None:
    with pytest.raises(InvalidValue, match="unknown intent 'fly'"):
        cell_needs(SCHEMA, ("fly",), (), {}, half)


def test_what_lacks_most_comes_first_and_what_is_reached_not_at_all() -> None:
    targets = {("book", ""): 7, ("book", "day"): 9, ("cancel", ""): 50}
    cells = cell_needs(SCHEMA, ("book", "cancel"), HOLDINGS, targets, half)
    assert lacking(cells) == (Need("cancel", 48), Need("book", 0, {"day": 7}))
    assert lacking(cell_needs(SCHEMA, ("book",), HOLDINGS, {("book", ""): 7}, half)) == ()


def test_intents_without_any_target_are_made_even() -> None:
    cells = cell_needs(SCHEMA, ("book", "cancel"), HOLDINGS, {}, half)
    assert without_target(cells) == cells
    assert to_level(cells, 9) == (Need("cancel", 7), Need("book", 2))
    aimed = cell_needs(SCHEMA, ("book", "cancel"), HOLDINGS, {("book", "day"): 1}, half)
    assert [one.intent for one in without_target(aimed)] == ["cancel"]


def test_only_combinations_of_accepted_examples_with_slots_of_today_are_seen() -> None:
    more = (*HOLDINGS, Holding("book", "en", ("seat",), 9, 0), Holding("book", "en", ("day",), 0, 5))
    assert seen_combinations("book", ("city", "day"), more) == {("city",): 4, ("city", "city", "day"): 1}
    assert seen_combinations("cancel", (), more) == {}, "the method knows as well that there are none"


def test_rare_combinations_weigh_more_than_their_share_and_less_than_the_common() -> None:
    assert offered({("city",): 9, ("day",): 1}, ()) == {("city",): 3000, ("day",): 1000}


def test_a_short_slot_is_offered_with_what_it_is_seen_with_or_alone() -> None:
    seen = {(f"slot-{number}",): 20 - number for number in range(13)} | {("a", "rare"): 1}
    assert ("a", "rare") in offered(seen, ["rare"])
    assert ("a", "rare") not in offered(seen, [])
    assert offered({("city",): 4}, ["day"]) == {("city",): 2000, ("day",): 1000}
    assert offered({}, ["day"]) == {None: 1000, ("day",): 1000}


def test_short_slots_are_filled_first_and_together_where_they_come_together() -> None:
    weights = offered({("city",): 4, ("city", "day"): 4, ("day",): 4}, ())
    shares = divided(20, {"day": 8, "city": 6}, weights, Random(1))
    assert sum(shares.values()) == 20
    assert shares[("city", "day")] + shares[("day",)] >= 8
    assert shares[("city", "day")] + shares[("city",)] >= 6
    assert divided(0, {"day": 3}, {("day",): 1000}, Random(1)) == {("day",): 3}
    as_drawn = {None: 1000, ("day",): 1000}
    assert divided(9, {"day": 3}, as_drawn, Random(1)) == {None: 6, ("day",): 3}, "the method knows what is usual"
    assert divided(2, {"seat": 3}, {("day",): 1000}, Random(1)) == {("day",): 2}
