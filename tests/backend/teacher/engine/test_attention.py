"""Attention over two parts is attention over both."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.teacher.engine.attention import Step, Unsupported, attend, merged, part


@settings(max_examples=40)
@given(st.integers(1, 9), st.integers(1, 9), st.floats(0.01, 30), st.integers(0, 2**31))
def test_two_parts_merged_are_attention_over_all_keys(first: int, second: int, spread: float, seed: int) -> None:
    import torch

    random = torch.Generator().manual_seed(seed)
    query = torch.randn(2, 3, 4, generator=random) * spread
    key, value = torch.randn(2, 2, first + second, 4, generator=random)
    whole = torch.nn.functional.scaled_dot_product_attention(query, key, value, scale=0.5)
    parts = [part(query, key[:, cut], value[:, cut], 0.5) for cut in (slice(0, first), slice(first, None))]
    assert torch.allclose(merged(*parts), whole, atol=1e-4)


def test_a_part_with_nothing_to_see_does_not_count() -> None:
    import torch

    query, key, value = torch.ones(1, 1, 2), torch.ones(1, 3, 2), torch.tensor([[[5.0, 5.0]] * 3])
    unseen = part(query, key, value * 100, 1.0, torch.full((1, 1, 3), -1e30))
    assert torch.allclose(merged(unseen, part(query, key, value, 1.0)), torch.full((1, 1, 2), 5.0))


class _Recorded(Step):
    def __init__(self) -> None:
        self.windows: list[int | None] = []

    def attend(self, layer, query, key, value, scale, window=None):
        self.windows.append(window)
        return query.transpose(0, 1)


class _Layer:
    layer_idx = 0


def test_an_argument_that_would_be_left_out_is_refused_by_name_and_a_window_is_handed_on() -> None:
    import torch

    heads = torch.zeros(1, 2, 3, 4)
    step = _Recorded()
    with pytest.raises(Unsupported, match="softcap"):
        attend(_Layer(), heads, heads, heads, None, scaling=1.0, teachset_step=step, softcap=50.0)
    attend(_Layer(), heads, heads, heads, None, scaling=1.0, teachset_step=step, sliding_window=None)
    assert not step.told_window
    attend(_Layer(), heads, heads, heads, None, scaling=1.0, teachset_step=step, sliding_window=64, softcap=None)
    assert step.told_window
    assert step.windows == [None, 64]
