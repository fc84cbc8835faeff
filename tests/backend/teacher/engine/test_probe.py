"""Which models run on the engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from backend.teacher.engine.attention import NAME
from backend.teacher.engine.probe import fitted


@pytest.mark.parametrize("kind", ["Llama", "Qwen2", "Qwen3", "GPT2", "Phi3", "Olmo2", "Granite"])
def test_usual_decoders_fit(make_model: Callable[[str], Any], kind: str) -> None:
    forward = fitted(make_model(kind))
    assert forward is not None
    assert forward.limit is None


@pytest.mark.parametrize("kind", ["Gemma3Text", "Mistral"])
def test_a_model_that_looks_back_a_limited_way_fits_at_any_length(make_model: Callable[[str], Any], kind: str) -> None:
    forward = fitted(make_model(kind))
    assert forward is not None
    assert forward.told_window
    assert forward.limit is None


def test_a_window_that_no_layer_tells_of_limits_what_is_computed(make_model: Callable[[str], Any]) -> None:
    model = make_model("Llama")
    model.config.sliding_window = 40
    forward = fitted(model)
    assert forward is not None
    assert forward.limit == 40


@pytest.mark.parametrize("kind", ["Gemma2", "Mamba", "Bloom"])
def test_attention_of_another_kind_is_left_to_transformers(make_model: Callable[[str], Any], kind: str) -> None:
    model = make_model(kind)
    before = model.config._attn_implementation
    assert fitted(model) is None
    assert model.config._attn_implementation == before


def test_a_model_whose_layers_mix_tokens_in_a_way_of_their_own_is_found_out(make_model: Callable[[str], Any]) -> None:
    import torch

    model = make_model("Llama")
    inner = model.model.layers[0].mlp.forward
    # Every token also gets what stands before it in the row, as in a convolution.
    model.model.layers[0].mlp.forward = lambda hidden: inner(hidden + torch.roll(hidden, 1, 1))
    assert fitted(model) is None


def test_what_else_is_done_with_a_fitted_model_works_as_before(make_model: Callable[[str], Any]) -> None:
    import torch

    ids = torch.arange(24).reshape(2, 12)
    mask = torch.ones_like(ids)
    mask[0, :5] = 0
    model = make_model("Llama")
    with torch.no_grad():
        before = model(input_ids=ids, attention_mask=mask).logits
        assert fitted(model) is not None
        assert model.config._attn_implementation == NAME
        assert torch.allclose(model(input_ids=ids, attention_mask=mask).logits[0, 5:], before[0, 5:], atol=1e-4)
