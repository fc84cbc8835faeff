"""Which of several outputs are taken: the likeliest that pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from backend.batching import Batch, batches
from backend.choosing import Choice
from backend.domain.candidate import Candidate, Verdict
from backend.domain.normalise import normalised
from backend.ordering import plan
from backend.pipeline import candidates
from backend.teacher.protocol import Order, Output, Sampling
from backend.teacher.scripted import ScriptedTeacher
from tests.backend.asked import ASKED, PROMPT, SCHEMA, SEEDS, stored_of

ORDERS = tuple(Order(PROMPT, count) for count in (1, 1, 1, 1, 0, 0))
"""Four outputs, for which six are written."""

TEXTS = tuple(f"{word} at [2 noon ]" for word in ("table", "seats", "sofa", "bench", "stool", "chair"))
SAID = (-0.2, -0.9, -0.3, -0.8, -0.1, -0.4)
"""How likely each is: the second and the fourth the least."""


class Sure(ScriptedTeacher):
    """Writes one output for every order, a spare or not, the last one first, and says how likely it is."""

    def __init__(self, texts: tuple[str, ...], likelihoods: tuple[float | None, ...]) -> None:
        super().__init__(texts)
        self.likelihoods = likelihoods

    def sample(self, orders, sampling, seed, should_stop):
        for at in reversed(range(len(orders))):
            if should_stop():
                return
            yield Output(at, 0, self.replies[at], 10 + at, log_likelihood=self.likelihoods[at])


def written(batch: Batch, teacher: ScriptedTeacher, before: Sequence[Candidate] = (), *seen: str) -> list[Candidate]:
    """What comes of a batch of which some was stored before."""
    there = {*seen, *(normalised(one.utterance.text) for one in before if one.kept and one.utterance)}
    given = {"request": ASKED, "teacher": teacher, "sampling": Sampling(), "should_stop": lambda: False}
    return list(candidates(batch, seen=there, stored={one.index: stored_of(one) for one in before}, **given))


def run(teacher: ScriptedTeacher, before: Sequence[Candidate] = (), *seen: str) -> list[Candidate]:
    return written(batches(ORDERS, 100)[0], teacher, before, *seen)


def test_the_likeliest_are_taken_in_the_order_of_their_prompts() -> None:
    found = run(Sure(TEXTS, SAID))
    assert [(one.index, one.prompt_index) for one in found] == [(0, 0), (1, 2), (2, 4), (3, 5)]
    assert all(one.raw == TEXTS[one.prompt_index] for one in found)


def test_a_duplicate_gives_way_to_what_is_new_though_less_likely() -> None:
    texts = (TEXTS[0], TEXTS[0], TEXTS[1], TEXTS[1], TEXTS[2], TEXTS[3])
    found = run(Sure(texts, (-0.1, -0.2, -0.3, -0.4, -0.8, -0.9)))
    assert [one.prompt_index for one in found] == [0, 2, 4, 5]
    assert all(one.kept for one in found)


def test_where_too_few_pass_the_likeliest_of_the_others_say_why() -> None:
    texts = ("no slot", TEXTS[0], "none here", TEXTS[1], "nor there", TEXTS[0])
    found = run(Sure(texts, (-0.5, -0.1, -0.9, -0.2, -0.8, -0.3)))
    assert [one.prompt_index for one in found] == [0, 1, 3, 5]
    reasons = [one.dropped_for.check if one.dropped_for else None for one in found]
    assert reasons == ["labels-as-asked", None, None, "duplicate"]


def test_what_was_written_in_vain_is_counted_all_the_same() -> None:
    assert sum(one.tokens for one in run(Sure(TEXTS, SAID))) == sum(10 + at for at in range(6))


def test_a_teacher_that_says_nothing_of_likelihood_writes_what_was_asked_for() -> None:
    found = sorted(run(Sure(TEXTS, (None,) * 6)), key=lambda one: one.index)
    assert [(one.index, one.raw) for one in found] == [*enumerate(TEXTS[:4])]


def test_what_was_chosen_before_a_crash_stays_and_the_rest_is_chosen_as_it_would_have_been() -> None:
    whole = run(Sure(TEXTS, SAID))
    assert run(Sure(TEXTS, SAID), whole[:2]) == whole[2:]


REPLY = st.sampled_from([*TEXTS, "no slot", "none here", "a table at [2 noon ]"])


@given(st.lists(st.tuples(REPLY, st.floats(-9, 0)), min_size=12, max_size=12), st.sets(st.sampled_from(TEXTS)))
def test_wherever_a_worker_is_killed_the_same_outputs_and_tokens_come_as_in_one_go(
    replies: list[tuple[str, float]], there: set[str]
) -> None:
    teacher = Sure(tuple(text for text, _ in replies), tuple(said for _, said in replies))
    batch = batches((*ORDERS, *ORDERS), 100)[0]
    seen = [text.replace("[2 ", "").replace(" ]", "") for text in there]
    whole = written(batch, teacher, (), *seen)
    assert sorted(one.index for one in whole) == list(range(8))
    for killed in range(len(whole) + 1):
        assert [*whole[:killed], *written(batch, teacher, whole[:killed], *seen)] == whole


def test_what_somebody_else_added_meanwhile_is_not_chosen_and_nothing_stored_comes_twice() -> None:
    whole = run(Sure(TEXTS, SAID))
    rest = run(Sure(TEXTS, SAID), whole[:2], "stool at noon", "chair at noon")
    assert [one.index for one in rest] == [2, 3]
    assert [one.raw for one in rest] == [TEXTS[1], TEXTS[3]]


def test_a_teacher_that_writes_something_else_after_a_crash_fills_what_is_left() -> None:
    whole = run(Sure(TEXTS, SAID))
    others = tuple(text.replace("at", "by") for text in TEXTS)
    rest = run(Sure(others, SAID), whole[:2])
    assert [one.index for one in rest] == [2, 3]
    assert {one.raw for one in rest} <= set(others)


def test_a_stop_before_all_that_is_compared_was_written_leaves_nothing_of_it() -> None:
    looks = iter([False] * 5)
    given = {"request": ASKED, "teacher": Sure(TEXTS, SAID), "sampling": Sampling(), "seen": set[str]()}
    assert list(candidates(batches(ORDERS, 100)[0], should_stop=lambda: next(looks, True), **given)) == []


@given(st.lists(st.tuples(st.floats(-9, 0), st.booleans()), min_size=2, max_size=9), st.data())
def test_nothing_that_is_left_out_passes_where_another_does_not_or_is_likelier(
    outputs: list[tuple[float, bool]], data: st.DataObject
) -> None:
    wanted = data.draw(st.integers(1, len(outputs)))
    choice = Choice(range(5, 5 + wanted), len(outputs))
    complete = [choice.add(Output(at, 0, "", 1, log_likelihood=told)) for at, (told, _) in enumerate(outputs)]
    assert complete == [False] * (len(outputs) - 1) + [True]

    def judged(output: Output) -> Candidate:
        verdict = Verdict("check", outputs[output.order_index][1])
        return Candidate("", SEEDS[0], (verdict,), 0, output.order_index, 1)

    found = choice.chosen(judged)
    taken = {one.prompt_index for one in found}
    assert [one.index for one in found] == list(range(5, 5 + wanted))
    assert len(taken) == wanted
    worst = min((outputs[at][1], outputs[at][0]) for at in taken)
    assert all((passes, told) <= worst for at, (told, passes) in enumerate(outputs) if at not in taken)


def test_a_plan_that_is_cut_anywhere_gives_as_many_outputs_as_were_asked_for() -> None:
    orders = plan(replace(ASKED, style="tuned", count=21), SCHEMA, SEEDS)
    teacher = Sure(("at [2 noon ]",) * len(orders), tuple(-0.1 * at for at in range(len(orders))))
    for size in (1, 5, 8, 100):
        cut = batches(orders, size)
        assert sorted(one.index for batch in cut for one in written(batch, teacher)) == list(range(21))
