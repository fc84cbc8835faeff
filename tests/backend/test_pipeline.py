"""The whole stream with scripted replies: what is kept, what is dropped, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.batching import batches
from backend.domain.candidate import StoredOutput
from backend.domain.normalise import normalised
from backend.domain.prompt import Prompt
from backend.domain.request import Include
from backend.ordering import plan
from backend.pipeline import candidates
from backend.teacher.protocol import Order, Sampling
from backend.teacher.scripted import ScriptedTeacher
from tests.backend.asked import ASKED, PROMPT, SCHEMA, SEEDS, stored_of


def never() -> bool:
    return False


def run(teacher, batch, seen=None, should_stop=never, stored=None):
    given = {
        "request": ASKED,
        "teacher": teacher,
        "sampling": Sampling(),
        "should_stop": should_stop,
        "stored": stored or {},
    }
    return list(candidates(batch, seen=set() if seen is None else seen, **given))


def only_batch(samples: int = 4):
    return batches([Order(PROMPT, samples)], 100)[0]


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
    seen = {normalised(whole[0].utterance.text)}
    assert run(teacher, batch, seen=seen, stored={6: stored_of(whole[0])}) == whole[1:]


def test_a_batch_that_is_stored_already_is_not_sampled() -> None:
    teacher = ScriptedTeacher(obedient=True)
    assert run(teacher, only_batch(2), stored={index: StoredOutput(0, "", False) for index in (0, 1)}) == []
    assert teacher.history == []


def test_a_stop_ends_the_stream() -> None:
    looks = iter([False, False])
    assert len(run(ScriptedTeacher(obedient=True), only_batch(9), should_stop=lambda: next(looks, True))) == 2


@given(st.text(max_size=60))
def test_no_reply_whatever_breaks_the_stream(reply: str) -> None:
    (one,) = run(ScriptedTeacher([reply or " "]), only_batch(1))
    assert one.kept or one.dropped_for
