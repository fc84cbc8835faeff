from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from backend.domain.utterance import Span, Utterance
from backend.students.comparing import compare
from backend.students.resampling import estimate, mcnemar, paired_bootstrap
from backend.students.student import Prediction


def test_an_interval_is_about_that_of_the_binomial() -> None:
    right = np.array([1.0] * 80 + [0.0] * 20)
    found = estimate(right, np.ones(100), seed=3, resamples=4000)
    assert found.value == 0.8
    assert found.low == pytest.approx(binom.ppf(0.025, 100, 0.8) / 100, abs=0.015)
    assert found.high == pytest.approx(binom.ppf(0.975, 100, 0.8) / 100, abs=0.015)


def test_mcnemar_looks_at_the_utterances_on_which_they_differ() -> None:
    ours = np.array([1.0] * 50 + [1.0] * 9 + [0.0] * 1)
    theirs = np.array([1.0] * 50 + [0.0] * 9 + [1.0] * 1)
    found = mcnemar(ours, theirs)
    assert found.p == pytest.approx(2 * 11 / 1024)
    assert found.difference.value == pytest.approx(8 / 60)
    assert mcnemar(ours, ours).p == 1.0


def test_the_paired_bootstrap_sees_a_difference_and_none() -> None:
    spans = np.full(200, 4.0)
    ours = np.array([4.0] * 150 + [2.0] * 50)
    theirs = np.array([4.0] * 110 + [2.0] * 90)
    better = paired_bootstrap((ours, spans), (theirs, spans))
    assert better.difference.value == pytest.approx(0.1)
    assert 0 < better.difference.low < 0.1 < better.difference.high
    assert better.p == pytest.approx(2 / 1001)
    assert paired_bootstrap((ours, spans), (ours, spans)).p == 1.0
    shuffled = np.random.default_rng(0).permutation(ours)
    assert paired_bootstrap((ours, spans), (shuffled, spans)).p > 0.5


def test_two_students_are_compared_by_intent_slot_and_frame() -> None:
    gold = [Utterance(f"to rome {number}", "go", "en", (Span(3, 7, "city"),)) for number in range(20)]
    good = [Prediction("go", 1.0, (Span(3, 7, "city"),))] * 20
    poor = [*good[:8], *[Prediction("go", 1.0, (Span(0, 7, "city"),))] * 12]
    found = compare(gold, good, poor)
    assert (found.intent_accuracy.difference.value, found.intent_accuracy.p) == (0.0, 1.0)
    assert found.frame_accuracy.difference.value == found.slot_f1.difference.value == 0.6
    assert found.frame_accuracy.p == pytest.approx(2 * 0.5**12)
    assert found.slot_f1.p < 0.01
    assert {found.frame_accuracy.test, found.slot_f1.test} == {"McNemar, exact", "paired bootstrap"}
