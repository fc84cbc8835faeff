"""Of several drafts of a row the likeliest comes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from backend.teacher.engine.engine import Engine
from backend.teacher.engine.probe import fitted
from backend.teacher.engine.writing_row import WritingRow
from backend.teacher.protocol import Sampling
from backend.teacher.work import Ending, Row, Work
from tests.backend.teacher.engine.alike import are_alike

LENGTH = 6
PROMPTS = [[3, 4, 5, 6], [3, 4, 9]]
ROWS = [0, 0, 1, 1, 1]


def write(model: Any, drafts: Sequence[int], *, seed: int = 1, temperature: float = 1.0, lanes: int = 3) -> list[Row]:
    import torch

    forward = fitted(model)
    assert forward is not None
    work = Work(PROMPTS, ROWS, Sampling(temperature, 1.0, LENGTH), seed, (), [LENGTH] * len(ROWS), drafts=drafts)
    found: dict[int, Row] = {}
    with torch.inference_mode():
        engine = Engine(forward, work, Ending(lambda token: f"<{token}>", frozenset()), most_lanes=lanes)
        engine.write(lambda row: found.update({row.index: row}), lambda: False)
    return [found[index] for index in range(len(ROWS))]


def mean_likelihood(model: Any, row: Row) -> float:
    import torch

    prompt = PROMPTS[ROWS[row.index]]
    with torch.inference_mode():
        logits = model(input_ids=torch.tensor([[*prompt, *row.tokens]])).logits[0].float().log_softmax(-1)
    places = range(len(prompt) - 1, len(prompt) + len(row.tokens) - 1)
    return sum(float(logits[place, token]) for place, token in zip(places, row.tokens, strict=True)) / len(row.tokens)


@pytest.mark.parametrize("kind", ["Llama", "Gemma3Text"])
def test_the_first_draft_is_what_is_written_alone_and_more_are_never_less_likely(
    make_model: Callable[[str], Any], kind: str
) -> None:
    model = make_model(kind)
    alone, of_four = write(model, ()), write(model, [4] * 5)

    gains = [
        mean_likelihood(model, best) - mean_likelihood(model, first) for best, first in zip(of_four, alone, strict=True)
    ]

    assert all(gain >= -1e-4 for gain in gains)
    assert max(gains) > 0.1, "with four drafts a row, another one is the likeliest somewhere"
    assert [row.written for row in of_four] == [4 * LENGTH] * 5


def test_a_row_says_how_likely_the_model_finds_it(make_model: Callable[[str], Any]) -> None:
    model = make_model("Llama")
    for row in write(model, [1, 1, 2, 2, 1]):
        assert row.log_likelihood == pytest.approx(LENGTH * mean_likelihood(model, row), abs=1e-3)


def test_rows_have_as_many_drafts_as_each_is_to_have_and_lanes_change_nothing(make_model: Callable[[str], Any]) -> None:
    model = make_model("Llama")
    some = write(model, [1, 3, 1, 2, 1])
    assert [row.written // LENGTH for row in some] == [1, 3, 1, 2, 1]
    assert are_alike(some, write(model, [1, 3, 1, 2, 1], lanes=5))
    assert are_alike(some[:1], write(model, [1] * 5)[:1])


def test_without_chance_one_draft_is_enough(make_model: Callable[[str], Any]) -> None:
    assert [row.written for row in write(make_model("Llama"), [4] * 5, temperature=0)] == [LENGTH] * 5


def test_the_likeliest_draft_by_the_mean_of_its_tokens_is_kept() -> None:
    work = Work([[1]], [0], Sampling(), 0, (), [8])
    row = WritingRow(0, 0, [0.5] * 8, first=None, drafts=3)  # type: ignore[arg-type]
    for tokens, log_probability in (([7, 7], -2.0), ([8, 8, 8], -1.0), ([9], -1.5)):
        for token in tokens:
            row.add(token, log_probability)
        is_last = row.end_draft()
        if not is_last:
            row.begin_again(work)
            assert row.is_begun_again
    assert is_last
    assert row.finished() == Row(0, [8, 8, 8], 6, ([9], [7, 7]), -3.0)
