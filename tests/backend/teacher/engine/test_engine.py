"""The engine writes what the model would write alone, however rows come and go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from backend.teacher.engine.engine import Engine
from backend.teacher.engine.probe import fitted
from backend.teacher.protocol import Sampling
from backend.teacher.work import Ending, Work

COMMON = [(31 * at + 7) % 97 for at in range(40)]
PROMPTS = [[*COMMON, 5, 6], [*COMMON, 5, 6, 9, 11, 13], [3, 4, 5], [*COMMON[:20], *range(50, 70)], [88]]
ROWS = [0, 0, 0, 1, 1, 2, 3, 3, 3, 3, 4, 0]


def never() -> bool:
    return False


def written(
    model: Any, sampling: Sampling, *, ends: tuple[int, ...] = (), lanes: int = 64, pack: int = 16, seed: int = 1
) -> dict[int, list[int]]:
    import torch

    forward = fitted(model)
    assert forward is not None
    found: dict[int, list[int]] = {}
    work = Work(PROMPTS, ROWS, sampling, seed, ends, [sampling.max_new_tokens] * len(ROWS))
    ending = Ending(lambda token: f"<{token}>", frozenset(ends))
    with torch.inference_mode():
        engine = Engine(forward, work, ending, most_lanes=lanes, pack=pack)
        engine.write(lambda row: found.update({row.index: row.tokens}), never)
    return found


def plainly(model: Any, prompt: list[int], count: int) -> list[int]:
    import torch

    text = list(prompt)
    with torch.inference_mode():
        for _ in range(count):
            text.append(int(model(input_ids=torch.tensor([text])).logits[0, -1].argmax()))
    return text[len(prompt) :]


@pytest.mark.parametrize("kind", ["Llama", "Qwen2", "GPT2", "Gemma3Text"])
@pytest.mark.parametrize(("lanes", "pack"), [(64, 1000), (5, 16), (1, 3)])
def test_greedy_rows_are_those_of_the_plain_model(
    make_model: Callable[[str], Any], kind: str, lanes: int, pack: int
) -> None:
    expected = [plainly(make_model(kind), prompt, 12) for prompt in PROMPTS]
    found = written(make_model(kind), Sampling(0.0, 1.0, 12), lanes=lanes, pack=pack)
    assert found == {row: expected[prompt] for row, prompt in enumerate(ROWS)}
    assert len({tuple(tokens) for tokens in expected}) > 1


def test_a_rows_draw_does_not_depend_on_when_it_comes_in(make_model: Callable[[str], Any]) -> None:
    sampling = Sampling(1.0, 0.9, 30)
    ends = tuple(range(0, 97, 9))  # so that rows leave at different times
    together = written(make_model("Llama"), sampling, ends=ends)
    assert together == written(make_model("Llama"), sampling, ends=ends, lanes=3)
    assert len({len(tokens) for tokens in together.values()}) > 2


def test_the_same_seed_gives_the_same_and_another_seed_others(make_model: Callable[[str], Any]) -> None:
    model, sampling = make_model("Llama"), Sampling(1.0, 1.0, 12)
    first = written(model, sampling, seed=1)
    assert first == written(model, sampling, seed=1)
    assert first != written(model, sampling, seed=2)
    assert len({tuple(first[row]) for row in (0, 1, 2, 11)}) > 1


def test_a_row_ends_with_its_end_token_or_at_the_limit(make_model: Callable[[str], Any]) -> None:
    ends = tuple(range(0, 97, 9))
    for tokens in written(make_model("Llama"), Sampling(1.0, 1.0, 15), ends=ends).values():
        assert not set(tokens[:-1]) & set(ends)
        assert tokens[-1] in ends or len(tokens) == 15


def test_finished_rows_are_handed_over_while_others_are_written_and_a_stop_ends_those(
    make_model: Callable[[str], Any],
) -> None:
    import torch

    forward = fitted(make_model("Llama"))
    assert forward is not None
    found: list[int] = []
    ending = Ending(lambda token: "x", frozenset(range(0, 97, 9)))
    with torch.inference_mode():
        work = Work(PROMPTS, ROWS, Sampling(1.0, 1.0, 200), 1, (), [200] * len(ROWS))
        engine = Engine(forward, work, ending, most_lanes=4, pack=16)
        engine.write(lambda row: found.append(row.index), lambda: len(found) >= 3)
    assert 3 <= len(found) < len(ROWS)


def test_a_stop_is_obeyed_between_packs_of_a_prompt(make_model: Callable[[str], Any]) -> None:
    import torch

    forward = fitted(make_model("Llama"))
    assert forward is not None
    looks = iter([False, False, False, True])
    work = Work([COMMON], [0], Sampling(1.0, 1.0, 5), 1, (), [5])
    with torch.inference_mode():
        Engine(forward, work, Ending(str, frozenset()), pack=8).write(pytest.fail, lambda: next(looks))
    assert next(looks, None) is None


def test_fewer_rows_are_written_side_by_side_where_memory_is_short(
    make_model: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from backend.teacher.engine import engine

    widths: list[int] = []
    take = Engine._take
    monkeypatch.setattr(
        Engine, "_take", lambda self, logits, done: (widths.append(len(logits)), take(self, logits, done))
    )
    wide = written(make_model("Llama"), Sampling(0.0, 1.0, 8))
    assert max(widths) == len(ROWS)
    widths.clear()
    # A token takes 3 layers × 2 × 2 heads × 8 numbers × 4 bytes; the longest row has 64 tokens of its own at most.
    monkeypatch.setitem(engine.LANES_BYTES, "cpu", 4 * 64 * 384)
    assert written(make_model("Llama"), Sampling(0.0, 1.0, 8)) == wide
    assert 1 <= max(widths) < len(ROWS)
