"""Figures of what an order finds, and the noise that it is to find."""

from __future__ import annotations

import numpy as np
import pytest

from backend.insight.row import Row
from bench.scores.figures import auc, found_first, precision_recall
from bench.scores.noise import drawn, schema_of
from bench.scores.orders import PROBABILITY, WORTH, judged


def pool() -> list[Row]:
    texts = [(intent, f"{intent} number {number}") for intent in ("up", "down", "left") for number in range(20)]
    texts += [("rare", "only one")]
    return [Row(at, text, intent, "en", ((0, 2, "way"),)) for at, (intent, text) in enumerate(texts)]


def test_a_wrong_one_has_another_intent_and_the_rest_are_as_they_were() -> None:
    rows = pool()
    draw = drawn(rows, accepted=5, candidates=30, share=0.2, seed=3)
    assert draw == drawn(rows, accepted=5, candidates=30, share=0.2, seed=3)
    assert (len(draw.accepted), len(draw.candidates), sum(draw.wrong)) == (15, 30, 6)
    assert all(rows[row.id] == row for row in draw.accepted)
    assert [rows[row.id].intent != row.intent for row in draw.candidates] == list(draw.wrong)
    assert not {row.id for row in draw.accepted} & {row.id for row in draw.candidates}
    assert "rare" not in {row.intent for row in (*draw.accepted, *draw.candidates)}
    assert next((one.name, one.slots) for one in schema_of(rows).intents) == ("down", ("way",))


def test_a_wrong_one_may_get_the_intent_that_is_most_like_its_own() -> None:
    rows = pool()[:60]
    places = {"up": [1.0, 0.0], "down": [0.8, 0.6], "left": [-0.6, 0.8]}
    vectors = np.array([places[row.intent] for row in rows], np.float16)
    draw = drawn(rows, accepted=5, candidates=30, share=0.5, seed=3, near=vectors)
    confused = {
        (rows[row.id].intent, row.intent) for row, wrong in zip(draw.candidates, draw.wrong, strict=True) if wrong
    }
    assert confused == {("up", "down"), ("down", "up"), ("left", "down")}


def test_an_order_that_puts_all_wrong_ones_first_finds_them() -> None:
    wrong = [True, False, False, False, True, False, False, False, False, False]
    assert found_first([9, 1, 2, 1, 8, 0, 0, 0, 0, 0], wrong, share=0.2) == 1.0
    assert found_first([9, 1, 2, 1, 8, 0, 0, 0, 0, 0], wrong, share=0.1) == 0.5
    assert found_first([0] * 10, [False] * 10) == 0.0
    assert auc([9, 1, 2, 1, 8, 0, 0, 0, 0, 0], wrong) == 1.0
    assert precision_recall([False] * 10, wrong) == (0.0, 0.0)


def test_candidates_are_judged_with_and_without_the_score() -> None:
    rows = pool()
    axes = {"up": 0, "down": 1, "left": 2, "rare": 3}
    vectors = np.stack([np.eye(8)[axes[row.intent]] + 0.2 * np.eye(8)[4 + row.id % 4] for row in rows])
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float16)
    draw = drawn(rows, accepted=8, candidates=30, share=0.2, seed=1)
    found = judged(draw, vectors, seed=1)
    assert auc(found.urgency[PROBABILITY], draw.wrong) == pytest.approx(1.0)
    assert auc(found.urgency[WORTH], draw.wrong) == pytest.approx(1.0)
    assert found.doubted["cross-fold-agrees"] == list(draw.wrong)
