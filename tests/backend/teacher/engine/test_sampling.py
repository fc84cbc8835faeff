"""A draw is what sorting the whole vocabulary would give."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.teacher.engine import sampling as engine_sampling
from backend.teacher.engine.sampling import draw, uniforms
from backend.teacher.protocol import Sampling


def exactly(logits: list[float], number: float, temperature: float, top_p: float) -> set[int]:
    """The token that a number stands for, in double precision; its neighbours too where rounding may decide."""
    weights = [math.exp((logit - max(logits)) / temperature) for logit in logits]
    order = sorted(range(len(logits)), key=lambda token: -weights[token])
    shares = [weights[token] / sum(weights) for token in order]
    found = set()
    for slack in (-1e-5, 0.0, 1e-5):
        kept, before = 0, 0.0
        while kept < len(order) and (kept == 0 or before < top_p + slack):
            before += shares[kept]
            kept += 1
        for nudge in (-1e-5, 0.0, 1e-5):
            target, summed, at = number * before + nudge, 0.0, 0
            while at < kept - 1 and summed + shares[at] <= target:
                summed += shares[at]
                at += 1
            found.add(order[at])
    return {
        token
        for token in range(len(logits))
        if any(math.isclose(logits[token], logits[one], abs_tol=1e-5) for one in found)
    }


@given(
    st.lists(st.floats(-8, 8), min_size=2, max_size=40),
    st.floats(0, 0.999999),
    st.sampled_from([0.3, 0.8, 1.0, 2.0]),
    st.sampled_from([0.1, 0.5, 0.9, 0.95, 1.0]),
    st.sampled_from([(2, 5), (64, 2048)]),
)
def test_a_draw_is_that_of_the_exact_sorted_distribution(
    logits: list[float], number: float, temperature: float, top_p: float, likeliest: tuple[int, ...]
) -> None:
    import torch

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine_sampling, "LIKELIEST", likeliest)
        drawn = draw(torch.tensor([logits]), torch.tensor([number]), Sampling(temperature, top_p))
    assert int(drawn[0]) in exactly(torch.tensor(logits).tolist(), number, temperature, top_p)


def test_each_row_has_its_own_outcome_however_far_it_has_to_be_sorted() -> None:
    import torch

    flat, peaked = torch.zeros(5000), torch.zeros(5000)
    peaked[1234] = 50.0
    logits = torch.stack([peaked, flat, peaked, flat])
    drawn = draw(logits, torch.tensor([0.5, 0.0, 0.999, 0.999], dtype=torch.float64), Sampling(1.0, 0.95))
    assert drawn[0] == drawn[2] == 1234
    assert drawn[1] != drawn[3]


def test_shares_of_many_draws_are_the_probabilities() -> None:
    import torch

    logits = torch.tensor([0.5, 0.3, 0.2]).log().expand(4000, 3)
    drawn = draw(logits, uniforms(1, 0, 4000), Sampling(1.0, 1.0))
    shares = torch.bincount(drawn, minlength=3) / 4000
    assert torch.allclose(shares, torch.tensor([0.5, 0.3, 0.2]), atol=0.03)


def test_what_a_mask_forbids_is_never_drawn() -> None:
    import torch

    logits = torch.full((50, 300), -math.inf)
    logits[:, 77] = -3.0
    drawn = draw(logits, uniforms(1, 0, 50), Sampling(1.3, 0.9))
    assert drawn.tolist() == [77] * 50


def test_temperature_zero_takes_the_likeliest() -> None:
    import torch

    assert draw(torch.tensor([[1.0, 3.0, 2.0]]), torch.tensor([0.99]), Sampling(0.0)).tolist() == [1]


def test_numbers_depend_on_seed_and_row_and_leave_the_random_state_alone() -> None:
    import torch

    state = torch.get_rng_state()
    assert uniforms(4, 2, 5).tolist() == uniforms(4, 2, 9).tolist()[:5]
    assert uniforms(4, 2, 5).tolist() != uniforms(4, 3, 5).tolist()
    assert uniforms(4, 2, 5).tolist() != uniforms(5, 2, 5).tolist()
    assert torch.equal(torch.get_rng_state(), state)
