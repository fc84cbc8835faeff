"""How often what comes first is right, with literal scores."""

from __future__ import annotations

import pytest

from backend.domain.utterance import Utterance
from backend.insight.slot_score import SlotScore
from bench.scores.of_teacher import Kept, figures
from bench.scores.slot_orders import OWN, SlotsJudged

ONE = Utterance("hello", "greet")


def score(probability: float) -> SlotScore:
    return SlotScore(probability, "hello", "", "", 1.0)


def test_an_order_is_worth_what_is_right_among_those_it_shows_first() -> None:
    wrong = [False, True, False, True]
    judged = SlotsJudged(
        {OWN: [0.1, 0.9, 0.2, 0.8], "bad": [0.9, 0.1, 0.8, 0.2]},
        {"doubts": [False, True, True, False]},
        [score(0.9), score(0.001), None, score(0.2)],
    )
    found = figures(judged, Kept((ONE,), (ONE,) * 4, 8), wrong)
    assert found["all"] == {"kept of raw outputs": 0.5, "right of those kept": 0.5}
    assert found["right among the first 50%"] == {OWN: 1.0, "bad": 0.0}
    assert found["a wrong one is more urgent than a right one"] == {OWN: 1.0, "bad": 0.0}
    assert found["wrong of those that a check doubts"] == {"doubts": 0.5}
    assert found["doubted of those that are wrong"] == {"doubts": 0.5}
    assert found["left of those kept"]["slot score from 0.01"] == 0.75
    assert found["right of what is left"]["slot score from 0.01"] == pytest.approx(2 / 3)
    assert found["right of what is left"]["slot score from 0.25"] == 1.0


def test_whoever_stops_when_most_of_the_last_were_wrong_leaves_the_worse_part_alone() -> None:
    wrong = [False] * 40 + [True] * 60
    judged = SlotsJudged({OWN: [at / 100 for at in range(100)]}, {}, [None] * 100)
    found = figures(judged, Kept((ONE,), (ONE,) * 100, 100), wrong)["whoever accepts, rejects and stops when told"]
    assert found["reviewed of those kept"] == 0.56
    assert found["right of those reviewed"] == pytest.approx(40 / 56)
    assert found["reviewed of those that are right"] == 1.0
