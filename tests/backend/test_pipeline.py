"""The whole stream with scripted replies: what is kept, what is dropped, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import InvalidValue
from backend.domain.normalise import normalised
from backend.domain.notation import read_typed
from backend.domain.prompt import Message, Prompt
from backend.domain.request import Include, Request
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import Utterance
from backend.methods import method
from backend.pipeline import batch_seed, batches, candidates, plan, usual_sampling
from backend.teacher.protocol import Order, Sampling
from backend.teacher.scripted import ScriptedTeacher

SCHEMA = Schema((Intent("book_table", "", ("time", "size")),), (Slot("time"), Slot("size")))
ASKED = Request("book_table", include=(Include("time"),), count=10, seed=3)
PROMPT = Prompt(
    (Message("user", "go"),), "book_table", "en", ((1, "size"), (2, "time")), (Include("time"),), (), "t", "h"
)


def never() -> bool:
    return False


def said(notation: str) -> Utterance:
    read = read_typed(notation)
    return Utterance(read.text, "book_table", "en", read.spans)


SEEDS = (said("a table at [time : noon]"), said("a table for [size : two]"), said("seats at [time : one]"))


def run(teacher, batch, seen=None, should_stop=never, skip=frozenset()):
    given = {"request": ASKED, "teacher": teacher, "sampling": Sampling(), "should_stop": should_stop, "skip": skip}
    return list(candidates(batch, seen=set() if seen is None else seen, **given))


def only_batch(samples: int = 4):
    return batches([Order(PROMPT, samples)], 100)[0]


@pytest.mark.parametrize("count", [1, 3, 4, 5, 10, 41])
def test_the_samples_of_a_plan_add_up_to_the_count(count: int) -> None:
    orders = plan(Request("book_table", count=count), SCHEMA, SEEDS, samples_per_prompt=4)
    assert sum(order.samples for order in orders) == count
    assert all(1 <= order.samples <= 4 for order in orders)


def test_the_same_request_gives_the_same_plan_and_another_seed_another() -> None:
    one, again, other = (plan(Request("book_table", count=40, seed=s), SCHEMA, SEEDS) for s in (1, 1, 2))
    assert one == again != other


@pytest.mark.parametrize(
    "wrong",
    [
        Request("no_such"),
        Request("book_table", method="no_such"),
        Request("book_table", include=(Include("no_such"),)),
    ],
)
def test_a_plan_for_what_is_not_there_is_refused_by_name(wrong: Request) -> None:
    with pytest.raises(InvalidValue, match="no_such"):
        plan(wrong, SCHEMA, SEEDS)


@given(st.lists(st.integers(1, 9), max_size=12), st.integers(1, 10))
def test_batches_hold_every_sample_once_and_know_where_they_start(samples: list[int], size: int) -> None:
    orders = [Order(PROMPT, given) for given in samples]
    cut = batches(orders, size)
    owner = [at for at, given in enumerate(samples) for _ in range(given)]
    places = []
    for number, batch in enumerate(cut):
        assert batch.index == number
        assert batch.first_output == len(places)
        assert 1 <= batch.size <= size
        places += [batch.first_prompt + at for at, order in enumerate(batch.orders) for _ in range(order.samples)]
    assert places == owner
    assert all(batch.size == size for batch in cut[:-1])


def test_every_order_has_the_grammar_of_its_prompt_unless_the_request_does_without() -> None:
    linguist = method("linguist")
    assert all(order.grammar == linguist.grammar(order.prompt) for order in plan(ASKED, SCHEMA, SEEDS))
    assert all(order.grammar is None for order in plan(replace(ASKED, grammar=False), SCHEMA, SEEDS))


def test_an_order_that_is_split_keeps_its_grammar() -> None:
    orders = plan(ASKED, SCHEMA, SEEDS, samples_per_prompt=5)
    cut = [order for batch in batches(orders, 3) for order in batch.orders]
    assert len(cut) > len(orders)
    assert {order.grammar for order in cut} == {order.grammar for order in orders}
    assert all(order.grammar for order in cut)


def test_a_batch_of_nothing_is_refused() -> None:
    with pytest.raises(InvalidValue, match="0"):
        batches([], 0)


def test_an_obedient_reply_is_kept_with_its_spans_and_indexes() -> None:
    orders = plan(ASKED, SCHEMA, SEEDS, samples_per_prompt=4)
    found = [one for batch in batches(orders, 3) for one in run(ScriptedTeacher(obedient=True), batch)]
    assert [one.index for one in found] == list(range(10))
    assert [one.prompt_index for one in found] == [0, 0, 0, 0, 1, 1, 1, 1, 2, 2]
    assert all(one.kept and one.utterance.slots[0][0] == "time" for one in found)


@pytest.mark.parametrize(
    ("reply", "check"),
    [
        ("", "well-formed"),
        ("at [2 noon", "well-formed"),
        ("at [7 noon ]", "well-formed"),
        ("for [1 two ]", "labels-as-asked"),
        ("at noon", "labels-as-asked"),
        ("at [2 * ]", "wildcard-filled"),
        ("table at [2 noon ]", "duplicate"),
        ("\ud800 [2 noon ]", "well-formed"),
        ("x" * 3000 + " [2 noon ]", "well-formed"),
    ],
)
def test_a_bad_reply_is_dropped_with_its_reason_and_keeps_its_raw_text(reply: str, check: str) -> None:
    (dropped,) = run(ScriptedTeacher([reply]), only_batch(1), seen={"table at noon"})
    assert not dropped.kept
    assert dropped.dropped_for.check == check
    assert dropped.dropped_for.detail
    assert dropped.raw == reply


def test_what_is_said_twice_is_kept_once_and_seen_from_then_on() -> None:
    seen = {normalised("something else")}
    found = run(ScriptedTeacher(["Table at [2 noon ]!"]), only_batch(3), seen=seen)
    assert [one.kept for one in found] == [True, False, False]
    assert {one.dropped_for.check for one in found[1:]} == {"duplicate"}
    assert seen == {"something else", "table at noon"}


class Drafting(ScriptedTeacher):
    """Writes the same drafts for every order, the best first."""

    def __init__(self, *drafts: str) -> None:
        super().__init__(list(drafts[:1]))
        self.drafts = drafts

    def sample(self, orders, sampling, seed, should_stop):
        for output in super().sample(orders, sampling, seed, should_stop):
            yield replace(output, others=self.drafts[1:])


def test_of_several_drafts_the_best_one_that_passes_the_checks_is_taken() -> None:
    seen: set[str] = set()
    teacher = Drafting("table at [2 noon ]", "seats at noon", "seats at [2 one ]", "sofa at [2 ten ]")
    first, second, third, fourth = run(teacher, only_batch(4), seen=seen)
    assert [one.raw for one in (first, second, third)] == [teacher.drafts[at] for at in (0, 2, 3)]
    assert (second.kept, second.utterance.slots) == (True, (("time", "one"),))
    assert (fourth.raw, fourth.dropped_for.check) == ("table at [2 noon ]", "duplicate")
    assert seen == {"table at noon", "seats at one", "sofa at ten"}


def test_a_value_asked_for_must_come_back() -> None:
    prompt = Prompt(PROMPT.messages, "book_table", "en", PROMPT.labels, (Include("time", "noon"),), (), "t", "h")
    (dropped,) = run(ScriptedTeacher(["at [2 one ]"]), batches([Order(prompt, 1)], 1)[0])
    assert dropped.dropped_for.check == "value-kept"


def test_an_example_that_comes_back_is_a_copy_rather_than_a_duplicate() -> None:
    prompt = Prompt(PROMPT.messages, "book_table", "en", PROMPT.labels, PROMPT.asked, SEEDS, "t", "h")
    seen = {normalised(seed.text) for seed in SEEDS}
    (dropped,) = run(ScriptedTeacher(["a table at [2 noon ]"]), batches([Order(prompt, 1)], 1)[0], seen=seen)
    assert dropped.dropped_for.check == "copy"


def test_a_batch_done_again_after_a_crash_goes_on_where_it_was() -> None:
    batch = batches([Order(PROMPT, 3), Order(PROMPT, 5)], 6)[1]
    teacher = ScriptedTeacher(obedient=True)
    whole = run(teacher, batch)
    assert [one.index for one in whole] == [6, 7]
    stored = {normalised(whole[0].utterance.text)}
    assert run(teacher, batch, seen=stored, skip=frozenset({6})) == whole[1:]


def test_a_batch_that_is_stored_already_is_not_sampled() -> None:
    teacher = ScriptedTeacher(obedient=True)
    assert run(teacher, only_batch(2), skip=frozenset({0, 1})) == []
    assert teacher.history == []


def test_a_stop_ends_the_stream() -> None:
    looks = iter([False, False])
    assert len(run(ScriptedTeacher(obedient=True), only_batch(9), should_stop=lambda: next(looks, True))) == 2


def test_every_batch_has_a_seed_of_its_own_that_stays_the_same() -> None:
    cut = batches([Order(PROMPT, 50)], 1)
    seeds = [batch_seed(ASKED, batch) for batch in cut]
    assert len(set(seeds)) == 50
    assert all(0 <= seed < 2**31 for seed in seeds)
    assert seeds == [batch_seed(ASKED, batch) for batch in cut]


@given(st.text(max_size=60))
def test_no_reply_whatever_breaks_the_stream(reply: str) -> None:
    (one,) = run(ScriptedTeacher([reply or " "]), only_batch(1))
    assert one.kept or one.dropped_for


@pytest.mark.parametrize(("style", "drafts"), [("tuned", 2), ("instruct", 1)])
def test_a_teacher_that_was_tuned_writes_two_drafts_of_every_output(style: str, drafts: int) -> None:
    assert {order.drafts for order in plan(replace(ASKED, style=style), SCHEMA, SEEDS)} == {drafts}


def test_a_teacher_that_was_tuned_leans_on_how_the_examples_are_worded() -> None:
    tuned, instruct = (plan(replace(ASKED, style=style), SCHEMA, SEEDS) for style in ("tuned", "instruct"))
    assert all(order.wording is not None and order.wording.asked for order in tuned)
    assert {order.wording for order in instruct} == {None}
    assert usual_sampling("tuned").wording > 0 == usual_sampling("instruct").wording


def test_another_temperature_leaves_the_rest_as_suits_the_style() -> None:
    usual = usual_sampling("tuned")
    assert usual_sampling("tuned", 1.2) == replace(usual, temperature=1.2)
    assert usual_sampling("tuned", wording=0.0) == replace(usual, wording=0.0)
    with pytest.raises(InvalidValue, match="temperature"):
        usual_sampling("tuned", -1)
