from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import InvalidValue
from backend.domain.parse_schema import ParseLabel, ParseSchema
from backend.domain.request import MAX_COUNT, Include, Request
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.standing import Holding, LabelHolding, Record
from backend.planning.order import MOST_OUTPUTS, PlanOrder, Standing
from backend.planning.plan import Plan, make_plan

SCHEMA = Schema(
    (Intent("book", "", ("city", "day")), Intent("cancel", "", ("day",)), Intent("greet")),
    (Slot("city"), Slot("day")),
)
INTENTS = ("book", "cancel", "greet")
SLOTS = {"book": ((), ("city",), ("city", "day")), "cancel": ((), ("day",)), "greet": ((),)}
CELLS = (("book", ""), ("book", "city"), ("book", "day"), ("cancel", ""), ("cancel", "day"), ("greet", ""))

small = st.integers(0, 30)
holdings = st.tuples(
    *(
        st.builds(Holding, st.just(intent), st.just(language), st.just(slots), small, small)
        for intent in INTENTS
        for language in ("en", "fr")
        for slots in SLOTS[intent]
    )
)
targets = st.dictionaries(st.sampled_from(CELLS), st.integers(1, 60))
records = st.dictionaries(st.sampled_from(("linguist", "grammar")), st.builds(Record, small, small, small, small))
standings = st.builds(Standing, st.just(SCHEMA), holdings, targets, records)
orders = st.builds(
    PlanOrder,
    st.permutations(INTENTS).map(tuple),
    st.sampled_from((("en",), ("en", "fr"), ("fr",))),
    st.sampled_from((("linguist",), ("linguist", "grammar"))),
    st.none() | st.integers(1, 300),
    seed=st.integers(0, 50),
)


def planned(order: PlanOrder, standing: Standing) -> Plan:
    return make_plan(order, standing, style_of=lambda _method: "instruct", why_not=able)


@given(orders, standings)
def test_counts_add_up_to_the_total_or_to_what_is_needed(order: PlanOrder, standing: Standing) -> None:
    plan = planned(order, standing)
    evens = any(cell.intent not in {intent for intent, _ in standing.targets} for cell in plan.cells)
    if order.total is None:
        assert plan.outputs == plan.needed
    else:
        assert plan.outputs == (order.total if evens else min(order.total, plan.needed))


@given(orders, standings)
def test_what_has_reached_its_target_is_not_asked_for(order: PlanOrder, standing: Standing) -> None:
    plan = planned(order, standing)
    aimed = {cell.intent for cell in plan.cells if cell.target}
    lack = {cell.intent for cell in plan.cells if cell.missing}
    assert aimed.isdisjoint({item.request.intent for item in plan.items} - lack)


@given(orders, standings)
def test_everything_that_lacks_gets_something_if_there_is_enough(order: PlanOrder, standing: Standing) -> None:
    plan = planned(order, standing)
    lack = {cell.intent for cell in plan.cells if cell.missing}
    if order.total is None or order.total >= len(lack):
        assert lack <= {item.request.intent for item in plan.items}
    if order.total is None:
        for cell in plan.cells:
            assert not cell.missing or plan.asked(cell) >= cell.missing


@given(orders, standings)
def test_the_same_order_gives_the_same_plan_of_requests_that_fit_the_schema(
    order: PlanOrder, standing: Standing
) -> None:
    plan = planned(order, standing)
    assert planned(order, standing) == plan
    for item in plan.items:
        item.request.require_in(SCHEMA)
        assert item.request.vary == bool(item.request.include)
    jobs = [(item.request.intent, item.request.language, item.request.method) for item in plan.items]
    assert len(set(jobs)) == sum(here != before for here, before in zip(jobs, [None, *jobs], strict=False))


def test_what_lacks_most_gets_most_and_comes_first() -> None:
    standing = Standing(SCHEMA, targets={("book", ""): 10, ("cancel", ""): 40, ("greet", ""): 20})
    plan = planned(PlanOrder(INTENTS, ("en",), total=70), standing)
    asked = Counter[str]()
    for item in plan.items:
        asked[item.request.intent] += item.request.count
    assert asked.most_common() == list(asked.items())
    assert list(asked) == ["cancel", "greet", "book"]
    assert all(abs(asked[intent] - due) <= 2 for intent, due in (("cancel", 40), ("greet", 20), ("book", 10)))


def test_the_measured_yield_of_a_method_decides_how_much_is_asked_of_it() -> None:
    standing = Standing(SCHEMA, targets={("greet", ""): 100})
    assert planned(PlanOrder(("greet",), ("en",)), standing).outputs == 267  # three eighths are assumed
    good = replace(standing, records={"linguist": Record(raw=2000, kept=2000, accepted=2000)})
    assert 100 <= planned(PlanOrder(("greet",), ("en",)), good).outputs <= 102
    both = planned(PlanOrder(("greet",), ("en",), ("linguist", "grammar")), good)
    assert [(one.request.method, one.request.count) for one in both.items] == [("linguist", 51), ("grammar", 134)]


def test_candidates_that_wait_count_as_far_as_they_will_be_accepted() -> None:
    standing = Standing(SCHEMA, (Holding("greet", "en", (), 0, 100),), {("greet", ""): 60})
    plan = planned(PlanOrder(("greet",), ("en",)), standing)
    assert (plan.cells[0].coming, plan.cells[0].missing, plan.outputs) == (50, 10, 27)


def test_the_language_that_has_least_gets_most() -> None:
    standing = Standing(SCHEMA, (Holding("greet", "en", (), 30, 0),), {("greet", ""): 60})
    plan = planned(PlanOrder(("greet",), ("en", "fr")), standing)
    assert [item.request.language for item in plan.items] == ["fr"]


def test_what_no_method_can_do_is_told_and_left_to_what_can() -> None:
    def why_not(request: Request) -> str | None:
        return f"no seed in {request.language}" if request.method == "grammar" and request.language == "fr" else None

    standing = Standing(SCHEMA, targets={("greet", ""): 30, ("book", ""): 30})
    order = PlanOrder(("greet",), ("en", "fr"), ("grammar",))
    plan = make_plan(order, standing, style_of=lambda _: "instruct", why_not=why_not)
    assert {item.request.language for item in plan.items} == {"en"}
    assert plan.outputs == plan.needed == 80
    assert [(one.language, one.reason) for one in plan.unable] == [("fr", "no seed in fr")]
    order = replace(order, methods=("grammar", "linguist"))
    both = make_plan(order, standing, style_of=lambda _: "tuned", why_not=why_not)
    assert ("fr", "linguist") in {(item.request.language, item.request.method) for item in both.items}
    assert both.unable == ()


def test_a_slot_short_of_its_target_is_asked_for_by_name() -> None:
    held = (Holding("book", "en", (), 40, 0), Holding("book", "en", ("city",), 10, 0))
    standing = Standing(SCHEMA, held, {("book", ""): 50, ("book", "day"): 6})
    plan = planned(PlanOrder(("book",), ("en",)), standing)
    assert {item.request.include for item in plan.items} == {(Include("day"),)}
    assert plan.outputs == 16


LABELS = ("IN:FIND", "SL:TOPIC", "SL:WHEN")
FIND = Schema(
    (Intent("FIND"),), parses=ParseSchema("decoupled", roots=LABELS[:1], labels=tuple(map(ParseLabel, LABELS)))
)
HELD = (Holding("FIND", "en", (), 20, 0), Holding("FIND", "de", (), 20, 0))
WHEN = (LabelHolding("FIND", "en", "SL:WHEN", 3, 0), LabelHolding("FIND", "de", "SL:WHEN", 1, 0))
SURE = {"clasp-rs": Record(raw=100_000, kept=100_000, accepted=100_000)}


def asked_for(plan: Plan) -> dict[tuple[str, tuple[str, ...] | None], tuple[int, int]]:
    """(language, labels) → (outputs, what is accepted of it)."""
    return {
        (one.request.language, one.request.include and tuple(item.slot for item in one.request.include)): (
            one.request.count,
            one.accepted,
        )
        for one in plan.items
    }


def test_a_label_short_of_its_target_is_asked_for_alone_and_the_rest_as_the_method_draws() -> None:
    standing = Standing(FIND, HELD, {("FIND", ""): 60, ("FIND", "SL:WHEN"): 12}, SURE, WHEN)
    plan = planned(PlanOrder(("FIND",), ("en", "de"), ("clasp-rs",)), standing)
    assert asked_for(plan) == {
        ("en", None): (7, 20),
        ("en", ("SL:WHEN",)): (5, 3),
        ("de", None): (7, 20),
        ("de", ("SL:WHEN",)): (5, 1),
    }
    whole, label = plan.cells
    assert (whole.missing, label.missing, plan.asked(label)) == (20, 8, 10)
    for item in plan.items:
        item.request.require_in(FIND)


def test_a_label_is_asked_for_in_the_languages_that_can_have_it_and_nothing_else_for_it() -> None:
    def why_not(request: Request) -> str | None:
        return "none holds it" if request.include and request.language == "de" else None

    order = PlanOrder(("FIND",), ("en", "de"), ("clasp-rs",))
    reached = Standing(FIND, HELD, {("FIND", ""): 40, ("FIND", "SL:WHEN"): 12}, SURE, WHEN)
    plan = make_plan(order, reached, style_of=lambda _: "tuned", why_not=why_not)
    assert asked_for(plan) == {("en", ("SL:WHEN",)): (9, 3)}
    assert [(one.language, one.slots, one.reason) for one in plan.unable] == [("de", ("SL:WHEN",), "none holds it")]
    lacks = replace(reached, targets={("FIND", ""): 60, ("FIND", "SL:WHEN"): 12})
    plan = make_plan(order, lacks, style_of=lambda _: "tuned", why_not=why_not)
    assert asked_for(plan) == {("en", ("SL:WHEN",)): (9, 3), ("en", None): (3, 20), ("de", None): (11, 20)}


def test_a_label_that_no_language_can_have_is_told_and_nothing_is_asked_for_in_its_place() -> None:
    def why_not(request: Request) -> str | None:
        return "none holds it" if request.include else None

    standing = Standing(FIND, HELD, {("FIND", ""): 40, ("FIND", "SL:TOPIC"): 12})
    plan = make_plan(
        PlanOrder(("FIND",), ("en",), ("clasp-rs",)), standing, style_of=lambda _: "tuned", why_not=why_not
    )
    assert plan.items == ()
    assert [one.slots for one in plan.unable] == [("SL:TOPIC",)]


def test_requests_in_a_row_share_a_seed_only_where_their_prompts_then_share_their_beginning() -> None:
    standing = Standing(SCHEMA, tuple(Holding("book", "en", slots, 9, 0) for slots in SLOTS["book"]))
    order = PlanOrder(("book",), ("en",), total=30)
    seeds = {
        style: {item.request.seed for item in make_plan(order, standing, style_of=style_of, why_not=able).items}
        for style, style_of in (("tuned", lambda _: "tuned"), ("instruct", lambda _: "instruct"))
    }
    assert {style: len(found) for style, found in seeds.items()} == {"tuned": 1, "instruct": 3}


def able(_request: Request) -> None:
    return None


def test_no_request_is_above_the_most_that_one_may_ask() -> None:
    large = planned(PlanOrder(("greet",), ("en",), total=5000), Standing(SCHEMA))
    assert [item.request.count for item in large.items] == [MAX_COUNT, MAX_COUNT, 1000]
    assert len({item.request.seed for item in large.items}) == 3


def test_a_plan_has_an_end_however_far_the_target_is() -> None:
    plan = planned(PlanOrder(("greet",), ("en",)), Standing(SCHEMA, targets={("greet", ""): 1_000_000}))
    assert plan.outputs == MOST_OUTPUTS < plan.needed


def test_an_order_of_nothing_or_of_too_much_is_refused() -> None:
    with pytest.raises(InvalidValue, match="a plan without any language"):
        PlanOrder(("book",), ())
    with pytest.raises(InvalidValue, match="outputs of a plan 0"):
        PlanOrder(("book",), ("en",), total=0)
    with pytest.raises(InvalidValue, match="unknown language 'xx-yy-zz'"):
        PlanOrder(("book",), ("xx-yy-zz",))
    assert PlanOrder(("book", "book"), ("French", "fr")).languages == ("fr",)
