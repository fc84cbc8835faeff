from __future__ import annotations

from collections.abc import Sequence

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


def test_a_request_that_says_what_to_include_keeps_its_star() -> None:
    schema = with_proposed(SCHEMA, {"city": ("lima",)})
    request = Request("fly", style="tuned", count=20, include=(Include("city"),))
    assert {order.prompt.asked for order in plan(request, schema, SEEDS)} == {(Include("city"),)}


def test_lists_that_were_stopped_in_their_middle_propose_nothing() -> None:
    asked = iter([False] * 10)
    assert proposed_values(ScriptedTeacher(["lima"]), DRAWN, known(DRAWN), lambda: next(asked, True)) == {}


def test_values_of_a_slot_that_has_gone_are_passed_over() -> None:
    assert with_proposed(SCHEMA, {"gone": ("x",)}) == SCHEMA
