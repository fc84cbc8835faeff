"""What a candidate adds to what is accepted."""

from __future__ import annotations

import pytest

from backend.domain.schema import Intent, Schema
from backend.insight.context import Context
from backend.insight.knowledge import learn
from backend.insight.worth import distance, rarest
from tests.backend.insight.rows import ACCEPTED, context, parsed, row


def test_the_rarest_slot_counts() -> None:
    found = rarest(row("a [kind : tandem] for [duration : three days]"), context())
    assert (found.slot, found.value, found.with_slot, found.with_value) == ("duration", "three days", 1, 0)
    assert found.rarity == pytest.approx(0.5 + 0.5 / 2**0.5)


def test_a_slot_that_nothing_has_is_rarest_of_all_and_no_slot_is_none() -> None:
    nothing = context(())
    assert rarest(row("a [kind : tandem]"), nothing).rarity == 1.0
    assert rarest(row("any bike"), nothing).rarity == 0.0


def test_a_value_grows_less_rare_with_each_that_is_accepted() -> None:
    seen = [rarest(row("a [kind : tandem]"), context(ACCEPTED[:n])).rarity for n in (0, 2, 3)]
    assert seen == sorted(seen, reverse=True)
    assert seen[0] > seen[1] > seen[2]


def test_distance_is_from_the_same_intent_and_needs_a_vector() -> None:
    knowledge = context().knowledge
    assert distance(Context(knowledge, same_intent=0.75, embedded=True)) == 0.25
    assert distance(Context(knowledge, same_intent=-0.2, embedded=True)) == 1.0
    assert distance(Context(knowledge, same_intent=None, embedded=True)) == 1.0
    assert distance(Context(knowledge)) == 0.0


def test_labels_of_parses_and_their_values_are_rare_too() -> None:
    accepted = [
        parsed("a big tea", "[ORDER [SIZE big ] [DRINK tea ] ]"),
        parsed("a big milk", "[ORDER [SIZE big ] [DRINK milk ] ]"),
    ]
    of_order = Context(learn(accepted, Schema((Intent("ORDER"),)), "en"))
    milk = rarest(parsed("a small milk", "[ORDER [SIZE small ] [DRINK milk ] ]"), of_order)
    assert (milk.slot, milk.value, milk.with_slot, milk.with_value) == ("SIZE", "small", 2, 0)
    less = rarest(parsed("tea without milk", "[ORDER [DRINK tea ] [NOT [DRINK milk ] ] ]"), of_order)
    assert (less.slot, less.value, less.rarity) == ("NOT", "", 1.0)
    assert rarest(parsed("order", "[ORDER order ]"), of_order).rarity == 0.0
