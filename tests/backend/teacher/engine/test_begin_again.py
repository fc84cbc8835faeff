"""A row that its grammar would have to force is begun again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from backend.teacher.engine.engine import MOST_ATTEMPTS, Engine
from backend.teacher.engine.probe import fitted
from backend.teacher.protocol import Sampling
from backend.teacher.work import Ending, Work

LENGTH = 6


@dataclass
class Counted:
    """Counts what an engine does with a row; stands in for a matcher of a grammar."""

    begun: int = 1
    consumed: int = 0

    def consume(self, _token: int) -> None:
        self.consumed += 1

    def begin_again(self) -> None:
        self.begun += 1
        self.consumed = 0

    @property
    def is_finished(self) -> bool:
        return self.consumed == LENGTH


class Forbidding:
    """Forbids the likeliest token, and leaves the others far behind it, at `steps` of the first attempts."""

    def __init__(self, steps: set[int], attempts: int) -> None:
        self.steps, self.attempts = steps, attempts

    def mask(self, logits: Any, matchers: Sequence[Counted]) -> None:
        for row, matcher in enumerate(matchers):
            likeliest = logits[row].argmax()
            if matcher.consumed in self.steps and matcher.begun <= self.attempts:
                logits[row] -= 50
                logits[row, likeliest] = float("-inf")


def write(model: Any, held: Forbidding, temperature: float = 1.0) -> tuple[dict[int, list[int]], list[Counted]]:
    import torch

    forward = fitted(model)
    assert forward is not None
    matchers: list[Any] = [Counted() for _ in range(5)]
    rows, found = [0, 0, 1, 1, 1], {}
    constrainer: Any = held
    work = Work([[3, 4, 5, 6], [3, 4, 9]], rows, Sampling(temperature, 1.0, 8), 1, (), [8] * 5, constrainer, matchers)
    with torch.inference_mode():
        engine = Engine(forward, work, Ending(lambda token: f"<{token}>", frozenset()), most_lanes=3)
        engine.write(lambda row: found.update({row.index: row.tokens}), lambda: False)
    return found, matchers


def test_forced_rows_are_begun_again_and_end_as_long_as_any(make_model: Callable[[str], Any]) -> None:
    found, matchers = write(make_model("Llama"), Forbidding({3}, attempts=2))
    assert [matcher.begun for matcher in matchers] == [3] * 5
    assert {len(tokens) for tokens in found.values()} == {LENGTH}
    assert len({tuple(tokens) for tokens in found.values()}) > 1


def test_what_is_written_then_is_what_a_row_without_the_past_would_write(make_model: Callable[[str], Any]) -> None:
    early, _ = write(make_model("Llama"), Forbidding({1}, attempts=1))
    late, _ = write(make_model("Llama"), Forbidding({5}, attempts=1))
    assert early == late, "the second attempt does not depend on how far the first one came"


def test_the_last_attempt_is_seen_through(make_model: Callable[[str], Any]) -> None:
    found, matchers = write(make_model("Llama"), Forbidding({2}, attempts=99))
    assert [matcher.begun for matcher in matchers] == [MOST_ATTEMPTS] * 5
    assert {len(tokens) for tokens in found.values()} == {LENGTH}


@pytest.mark.parametrize(("steps", "temperature"), [({0}, 1.0), ({3}, 0.0)])
def test_a_first_token_and_greedy_rows_would_only_be_the_same_again(
    make_model: Callable[[str], Any], steps: set[int], temperature: float
) -> None:
    _, matchers = write(make_model("Llama"), Forbidding(steps, attempts=99), temperature)
    assert [matcher.begun for matcher in matchers] == [1] * 5
