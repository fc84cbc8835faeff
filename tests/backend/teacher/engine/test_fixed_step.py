"""A step whose tensors stay where they are computes what the other one does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from backend.teacher.engine.engine import Engine
from backend.teacher.engine.fixed_step import CannotRecord, Compute
from backend.teacher.engine.probe import fitted
from backend.teacher.protocol import Sampling
from backend.teacher.work import Ending, Work

COMMON = [(31 * at + 7) % 97 for at in range(40)]
ALIKE = [[*COMMON, 5, 6], [*COMMON, 5, 6, 9, 11, 13], [*COMMON, *range(50, 70)]]
APART = [*ALIKE, [3, 4, 5]]
ROWS = [0, 0, 1, 2, 1, 2, 2, 0]


def written(model: Any, prompts: list[list[int]], record: Callable[[Compute], Compute] | None) -> dict[int, list[int]]:
    import torch

    forward = fitted(model)
    assert forward is not None
    rows = [*ROWS, *range(len(prompts))]
    ends = frozenset(range(0, 97, 30))
    work = Work(prompts, rows, Sampling(1.0, 0.9, 40), 1, tuple(ends), [40] * len(rows), drafts=[2] * len(rows))
    found: dict[int, list[int]] = {}
    with torch.inference_mode():
        engine = Engine(forward, work, Ending(lambda token: f"<{token}>", ends), most_lanes=4, pack=64, record=record)
        engine.write(lambda row: found.update({row.index: row.tokens}), lambda: False)
    return found


class Recorder:
    """Repeats a computation as a graph would: each time into the tensor of the first."""

    def __init__(self) -> None:
        self.recorded = 0
        self.repeated = 0

    def __call__(self, compute: Compute) -> Compute:
        self.recorded += 1
        kept = compute()

        def again() -> Any:
            self.repeated += 1
            return kept.copy_(compute())

        return again


@pytest.mark.parametrize("kind", ["Llama", "Qwen2", "GPT2"])
def test_rows_that_come_and_go_get_what_they_would_without_a_record(
    make_model: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setitem(__import__("backend.teacher.engine.prompts", fromlist=["GROUP_WORTH"]).GROUP_WORTH, "cpu", 9999)
    recorder = Recorder()
    found = written(make_model(kind), ALIKE, recorder)
    assert found == written(make_model(kind), ALIKE, None)
    assert len({len(tokens) for tokens in found.values()}) > 2
    assert 1 < recorder.recorded < recorder.repeated  # anew when the lanes have become longer, not more often


def test_prompts_that_begin_otherwise_are_not_recorded_together(make_model: Callable[[str], Any]) -> None:
    recorder = Recorder()
    found = written(make_model("Llama"), APART, recorder)
    assert found == written(make_model("Llama"), APART, None)
    assert set(found) == set(range(len(ROWS) + len(APART)))


def test_a_model_that_looks_back_a_limited_way_is_not_recorded(make_model: Callable[[str], Any]) -> None:
    recorder = Recorder()
    model = make_model("Gemma3Text")
    found = written(model, ALIKE, recorder)
    assert found == written(make_model("Gemma3Text"), ALIKE, None)
    assert recorder.recorded == 0


def test_what_cannot_be_recorded_is_computed_step_by_step(make_model: Callable[[str], Any]) -> None:
    tried: list[Compute] = []

    def refuse(compute: Compute) -> Compute:
        tried.append(compute)
        compute()  # a first time, as before a graph is recorded
        raise CannotRecord

    found = written(make_model("Llama"), ALIKE, refuse)
    assert found == written(make_model("Llama"), ALIKE, None)
    assert len(tried) == 1
