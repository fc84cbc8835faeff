from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from backend.domain.request import Include, Request
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import Span, Utterance
from backend.ordering import plan
from backend.teacher.scripted import ScriptedTeacher
from backend.values.proposing import ENTRIES, LISTS, listable, proposed_values, with_proposed

SCHEMA = Schema((Intent("fly", "", ("city", "day")),), (Slot("city", "", ("oslo", "rome")), Slot("day")))


def seed(text: str, *slots: tuple[str, str], language: str = "en") -> Utterance:
    spans = tuple(Span(text.index(value), text.index(value) + len(value), slot) for slot, value in slots)
    return Utterance(text, "fly", language, spans)


SEEDS = (
    seed("fly to bergen on monday", ("city", "bergen"), ("day", "monday")),
    seed("fly to rome on friday", ("city", "rome"), ("day", "friday")),
)
DRAWN = Request("fly", style="tuned", count=200)


def known(*requests: Request, seeds: Sequence[Utterance] = SEEDS) -> dict[str, tuple[str, ...]]:
    return listable(requests, SCHEMA, seeds)


def test_slots_of_which_enough_values_are_known_are_listed() -> None:
    assert known(DRAWN) == {"city": ("oslo", "rome", "bergen")}


def test_values_of_another_language_begin_no_list() -> None:
    german = [seed(f"flug am {day}", ("day", day), language="de") for day in ("montag", "freitag", "samstag")]
    assert "day" not in known(DRAWN, seeds=[*SEEDS, *german])
    assert known(Request("fly", "de", style="tuned"), seeds=[*SEEDS, *german])["day"] == (
        "montag",
        "freitag",
        "samstag",
    )


def test_nothing_is_listed_for_prompts_that_would_not_take_it() -> None:
    literal = Request("fly", style="tuned", include=(Include("city"),))
    assert known(literal) == {}
    assert known(Request("fly", style="instruct")) == known(Request("fly", style="tuned", method="slot-swap")) == {}


def test_of_several_requests_the_slots_of_all_that_vary_are_listed() -> None:
    of_days = Request("fly", style="tuned", include=(Include("day"),), vary=True)
    assert known(of_days) == {}, "too few days are known"
    assert known(of_days, DRAWN) == known(DRAWN)


def test_the_lists_vote_and_the_requests_take_what_was_voted_for() -> None:
    teacher = ScriptedTeacher(["Lima\n", "lima\n", "oslo\n"])
    proposed = proposed_values(teacher, DRAWN, known(DRAWN))
    assert proposed == {"city": ("lima",)}
    (orders, _, _) = teacher.history[0]
    assert [order.samples for order in orders] == [ENTRIES] * LISTS
    asked = [item for order in plan(DRAWN, with_proposed(SCHEMA, proposed), SEEDS) for item in order.prompt.asked]
    stars = [item for order in plan(DRAWN, SCHEMA, SEEDS) for item in order.prompt.asked if item.is_wildcard]
    assert {item.value for item in asked if item.slot == "city"} == {"lima", "oslo", "rome", "bergen"}
    assert not any(item.is_wildcard for item in asked if item.slot == "city")
    assert sum(item.value == "lima" for item in asked) == sum(item.slot == "city" for item in stars)


def test_a_slot_that_had_its_lists_has_none_again_and_what_it_takes_is_no_other_slots() -> None:
    teacher = ScriptedTeacher(["Lima\n", "oslo\n", "sunday\n", "cusco\n"])
    both = known(replace(DRAWN, more_new_values=True))
    assert proposed_values(teacher, DRAWN, both, before={"city": ("lima",)}) == {"day": ("sunday", "cusco")}
    (orders, _, _) = teacher.history[0]
    assert len(orders) == LISTS


def test_where_more_new_values_are_wanted_one_known_value_is_enough_and_none_is_not() -> None:
    more = replace(DRAWN, more_new_values=True)
    assert known(more) == {"city": ("oslo", "rome", "bergen"), "day": ("monday", "friday")}
    assert known(more, seeds=()) == {"city": ("oslo", "rome")}
    assert known(replace(DRAWN, include=(Include("day"),), vary=True), more) == known(more)


def test_where_more_new_values_are_wanted_they_come_the_more_often_the_fewer_are_known() -> None:
    schema = with_proposed(SCHEMA, {"city": ("lima",), "day": ("sunday",)})

    def share(value: str, slot: str, *, more: bool) -> float:
        orders = plan(replace(DRAWN, more_new_values=more), schema, SEEDS)
        held = [item.value for order in orders for item in order.prompt.asked if item.slot == slot]
        return held.count(value) / len(held)

    # Of nine in ten a known value was drawn; of three cities one in four is new then, of two days one in three.
    assert share("lima", "city", more=True) == pytest.approx(0.1 + 0.9 / 4, abs=0.08)
    assert share("sunday", "day", more=True) == pytest.approx(0.1 + 0.9 / 3, abs=0.08)
    assert share("lima", "city", more=False) == pytest.approx(0.1, abs=0.05)


def test_a_value_that_a_request_says_stays_where_more_new_ones_are_wanted() -> None:
    schema = with_proposed(SCHEMA, {"city": ("lima",), "day": ("sunday",)})
    named = (Include("city", "paris"), Include("day"))
    request = Request("fly", style="tuned", count=20, include=named, vary=True, more_new_values=True)
    asked = {order.prompt.asked for order in plan(request, schema, SEEDS)}
    assert {city for city, _ in asked} == {Include("city", "paris")}
    assert {day.value for _, day in asked} == {"monday", "friday", "sunday"}


def test_a_request_that_says_what_to_include_keeps_its_star() -> None:
    schema = with_proposed(SCHEMA, {"city": ("lima",)})
    request = Request("fly", style="tuned", count=20, include=(Include("city"),))
    assert {order.prompt.asked for order in plan(request, schema, SEEDS)} == {(Include("city"),)}


def test_lists_that_were_stopped_in_their_middle_propose_nothing() -> None:
    asked = iter([False] * 10)
    assert proposed_values(ScriptedTeacher(["lima"]), DRAWN, known(DRAWN), lambda: next(asked, True)) == {}


def test_values_of_a_slot_that_has_gone_are_passed_over() -> None:
    assert with_proposed(SCHEMA, {"gone": ("x",)}) == SCHEMA
