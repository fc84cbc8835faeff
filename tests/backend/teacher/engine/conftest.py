"""Tiny decoder-only models of several architectures, with random weights."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

VOCABULARY = 97
SMALL = {
    "vocab_size": VOCABULARY,
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 8,
    "max_position_embeddings": 256,
    "pad_token_id": 0,
    "bos_token_id": 1,
    "eos_token_id": 2,
}


def _config(kind: str) -> Any:
    import transformers

    if kind == "GPT2":
        return transformers.GPT2Config(vocab_size=VOCABULARY, n_positions=256, n_embd=32, n_layer=3, n_head=4)
    more: dict[str, dict[str, Any]] = {
        "Gemma3Text": {
            "sliding_window": 24,
            "layer_types": ["sliding_attention", "full_attention", "full_attention"],
        },
        "Gemma2": {"sliding_window": 64},
        "Mistral": {"sliding_window": 40},
    }
    return getattr(transformers, f"{kind}Config")(**SMALL, **more.get(kind, {}))


@pytest.fixture(scope="session")
def make_model() -> Callable[[str], Any]:
    def make(kind: str) -> Any:
        import torch
        import transformers

        torch.manual_seed(3)
        model = transformers.AutoModelForCausalLM.from_config(_config(kind), dtype=torch.float32).eval()
        # Random weights as they come give nearly the same logits everywhere; wider ones tell tokens apart.
        with torch.no_grad():
            for parameter in model.parameters():
                if parameter.dim() > 1:
                    parameter.mul_(6)
        return model

    return make
