"""Scores by students that never saw what they score."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from backend.students.cross_fold import LEAST, Accepted, CrossFold, Folds, chosen, held_out, train
from backend.students.folds import FOLDS, Keys

INTENTS = ("rent_bike", "report_damage", "say_hello")
EACH = 8


def near_axis(axis: int, number: int) -> NDArray[np.float32]:
    """A vector of length 1, almost along that axis; another number, another vector."""
    vector = np.zeros(8, np.float32)
    vector[axis], vector[3 + number % 5] = 1.0, 0.3
    vector[3 + (number + 1 + number // 5) % 5] = 0.2
    return vector / np.linalg.norm(vector)


def key(name: str) -> Keys:
    return Keys((("text", name),), frozenset({("family", name)}))


def three_intents() -> Accepted:
    """EACH examples of every intent, each near the axis of its own."""
    places = [(axis, number) for axis in range(3) for number in range(EACH)]
    return Accepted(
        [INTENTS[axis] for axis, _ in places],
        [key(f"{axis}/{number}") for axis, number in places],
        np.stack([near_axis(axis, number) for axis, number in places]),
    )


def trained(accepted: Accepted) -> CrossFold:
    folds = held_out(accepted)
    return CrossFold([train(accepted, folds, without) for without in range(FOLDS + 1)], folds)


def relabelled(accepted: Accepted, at: int, intent: str) -> Accepted:
    intents = list(accepted.intents)
    intents[at] = intent
    return Accepted(intents, accepted.keys, accepted.vectors)


def test_a_wrong_intent_has_a_low_score_and_the_right_one_is_named() -> None:
    right = three_intents()
    wrong = relabelled(right, 2, "say_hello")
    scores = trained(wrong).scores(wrong.intents, wrong.keys, wrong.vectors)
    found = scores[2]
    assert found is not None
    assert (found.likeliest, found.probability < 0.1, found.information < 0) == ("rent_bike", True, True)
    others = [score for at, score in enumerate(scores) if at != 2 and score is not None]
    assert len(others) == 3 * EACH - 1
    assert all(score.information > 0 and score.likeliest == intent for score, intent in zip(others, [
        intent for at, intent in enumerate(wrong.intents) if at != 2], strict=True))  # fmt: skip


def test_information_is_what_the_text_adds_to_the_share_of_the_intent() -> None:
    accepted = three_intents()
    scorer = trained(accepted)
    (score,) = scorer.scores(["say_hello"], [key("new")], near_axis(2, 1)[None])
    assert score is not None
    assert score.information == pytest.approx(math.log2(score.probability) - math.log2(EACH / (3 * EACH)))
    assert score.confidence == score.probability


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 3 * EACH - 1), st.sampled_from(INTENTS))
def test_another_intent_of_an_example_leaves_the_student_that_scores_it_as_it_was(at: int, intent: str) -> None:
    before = three_intents()
    after = relabelled(before, at, intent)
    folds = held_out(before)
    one, two = (train(accepted, folds, folds.of[at]) for accepted in (before, after))
    assert np.array_equal(one.model.coef_, two.model.coef_)
    assert np.array_equal(one.model.intercept_, two.model.intercept_)
    assert one.shares == two.shares


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 3 * EACH - 1))
def test_what_is_held_out_with_an_example_is_not_learnt_from_either(at: int) -> None:
    accepted = three_intents()
    twin = Accepted(
        [*accepted.intents, "say_hello"],
        [*accepted.keys, Keys((("text", "twin"), *accepted.keys[at].near), frozenset())],
        np.concatenate([accepted.vectors, accepted.vectors[at][None]]),
    )
    folds = held_out(twin)
    assert folds.of[at] == folds.of[-1]
    student = train(twin, folds, folds.of[at])
    without = [place for place in range(len(twin.intents)) if place not in (at, len(twin.intents) - 1)]
    rest = Accepted(
        [twin.intents[place] for place in without], [twin.keys[place] for place in without], twin.vectors[without]
    )
    kept = Folds(tuple(folds.of[place] for place in without), folds.of_key, folds.bound)
    assert np.array_equal(student.model.coef_, train(rest, kept, folds.of[at]).model.coef_)


def test_a_candidate_is_scored_by_the_student_that_did_not_see_its_relatives() -> None:
    accepted = three_intents()
    scorer = trained(accepted)
    fold, vector = scorer.folds.of[0], near_axis(0, 0)[None]

    def scored(keys: Keys) -> float:
        (score,) = scorer.scores(["rent_bike"], [keys], vector)
        assert score is not None
        return score.probability

    by = [student.model.predict_proba(vector)[0][0] for student in scorer.students]
    assert scored(key("0/0")) == pytest.approx(by[fold])
    assert scored(Keys((("text", "new"),), frozenset({("family", "0/0")}))) == pytest.approx(by[fold])
    assert scored(key("new")) == pytest.approx(by[FOLDS])
    apart = next(at for at in range(EACH) if scorer.folds.of[at] != fold)
    families = frozenset({("family", "0/0"), ("family", f"0/{apart}")})
    assert scored(Keys((("text", "0/0"),), families)) == pytest.approx(by[fold]), "its near-duplicates count first"
    assert scored(Keys((("text", "new"),), families)) == pytest.approx(by[FOLDS])
    torn = Keys((("text", "0/0"), ("text", f"0/{apart}")), frozenset())
    assert scorer.scores(["rent_bike"], [torn], vector) == [None], "no student has seen neither"


def test_what_was_not_learnt_has_no_score() -> None:
    accepted = three_intents()
    assert trained(accepted).scores(["unknown"], [key("new")], near_axis(1, 1)[None]) == [None]
    one_group = Accepted(
        ["a"] * LEAST + ["b"] * LEAST,
        [*(Keys((("text", "same"), ("text", f"a{n}"))) for n in range(LEAST)), *(key(f"b{n}") for n in range(LEAST))],
        np.stack([near_axis(at // LEAST, at) for at in range(2 * LEAST)]),
    )
    scores = trained(one_group).scores(one_group.intents, one_group.keys, one_group.vectors)
    assert scores[:LEAST] == [None] * LEAST, "without their group nothing is left of their intent"


def test_what_is_learnt_from_is_drawn_evenly_and_small_intents_are_left_out() -> None:
    intents = ["a"] * 40 + ["b"] * LEAST + ["c"] * (LEAST - 1)
    names = [f"text {at}" for at in range(len(intents))]
    assert chosen(intents, names) == list(range(40 + LEAST))
    few = chosen(intents, names, most=2 * LEAST + 3)
    assert sorted(intents[at] for at in few) == ["a"] * (LEAST + 3) + ["b"] * LEAST
    assert chosen(["a"] * 40 + ["b"] * (LEAST - 1), names[:44]) == [], "one intent leaves nothing to choose"
