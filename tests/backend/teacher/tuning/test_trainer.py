"""The loss of a tuning run, and what a lesson begins with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from backend.teacher.tuning import trainer
from backend.teacher.tuning.encoding import Encoded
from backend.teacher.tuning.model import begin_tokens, with_adapter
from backend.teacher.tuning.settings import TuneSettings
from backend.teacher.tuning.trainer import arguments, loss_for, own_loss, padded, target_loss, trainer_class
from tests.backend.teacher import vocabularies

BATCH = (
    Encoded((3, 4, 5, 6, 7, 8, 9), (-100, -100, 5, 6, -100, 8, 9)),
    Encoded((3, 14, 15, 16), (-100, 14, 15, 16)),
)


def gemma() -> Any:
    """Gemma 3 as it is, but tiny and random: a sliding window, tied embeddings that are scaled, normed queries."""
    import torch
    from transformers import Gemma3ForCausalLM, Gemma3TextConfig

    torch.manual_seed(1)
    config = Gemma3TextConfig(
        vocab_size=97,
        hidden_size=16,
        intermediate_size=24,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=1,
        head_dim=8,
        sliding_window=4,
        layer_types=["sliding_attention", "full_attention"],
    )
    return with_adapter(Gemma3ForCausalLM(config), TuneSettings(rank=2, alpha=4))


def gradients(model: Any, loss: Any) -> dict[str, Any]:
    model.zero_grad()
    loss.backward()
    return {name: weight.grad.clone() for name, weight in model.named_parameters() if weight.grad is not None}


@pytest.mark.parametrize("most_logits", [1 << 27, 97 * 2, 1])
def test_the_loss_and_its_gradient_are_those_of_the_model_however_few_logits_are_held(
    monkeypatch: pytest.MonkeyPatch, most_logits: int
) -> None:
    import torch

    monkeypatch.setattr(trainer, "MOST_LOGITS", most_logits)
    model = gemma()
    inputs = padded(BATCH, 0)
    found, expected = target_loss(model, inputs), model(**inputs).loss
    assert found.item() == pytest.approx(expected.item(), abs=1e-5)
    got, wanted = gradients(model, found), gradients(model, expected)
    assert got.keys() == wanted.keys()
    assert any("lora_" in name for name in got)
    for name, gradient in wanted.items():
        assert torch.allclose(got[name], gradient, atol=1e-6), name


def small(name: str, **more: Any) -> Any:
    import torch
    import transformers

    torch.manual_seed(1)
    config = getattr(transformers, f"{name}Config")(
        vocab_size=97, hidden_size=16, intermediate_size=24, num_hidden_layers=1, num_attention_heads=2,
        num_key_value_heads=2, pad_token_id=0, bos_token_id=1, eos_token_id=2, **more,
    )  # fmt: skip
    return getattr(transformers, f"{name}ForCausalLM")(config).train()


@pytest.mark.parametrize(
    ("name", "more", "expected"),
    [
        ("Llama", {}, target_loss),
        ("Granite", {"logits_scaling": 8.0}, own_loss),
        ("Cohere", {"logit_scale": 0.0625}, own_loss),
        ("Gemma2", {"head_dim": 8}, own_loss),
    ],
)
def test_a_model_that_scales_or_caps_its_logits_is_tuned_by_its_own_loss(
    name: str, more: dict[str, Any], expected: Any
) -> None:
    model, inputs = small(name, **more), padded(BATCH, 0)
    chosen = loss_for(model)
    assert chosen is expected
    assert model.training
    assert chosen(model, inputs).item() == pytest.approx(model(**inputs).loss.item(), abs=1e-5)


def test_a_lesson_begins_with_what_the_tokenizer_puts_before_a_prompt() -> None:
    from tokenizers import processors

    plain, marked = vocabularies.gemma(), vocabularies.gemma()
    marked.backend_tokenizer.post_processor = processors.TemplateProcessing("<pad> $A", special_tokens=[("<pad>", 0)])
    assert begin_tokens(plain) == []
    assert begin_tokens(marked) == [0]


@pytest.mark.parametrize("loss_of", [target_loss, own_loss])
def test_the_held_out_loss_is_a_mean_over_target_tokens_however_they_are_cut_into_batches(
    tmp_path: Path, loss_of: Any
) -> None:
    import torch

    model = small("Llama").eval()
    arguments_ = arguments(
        tmp_path, steps=1, learning_rate=1e-3, warmup=0.1, evaluations=1, seed=0, device=torch.device("cpu")
    )

    def measured(*batches: Sequence[Encoded]) -> float:
        made = trainer_class(torch.float32, loss_of)(
            model=model, args=arguments_, eval_dataset=[*batches], data_collator=lambda items: padded(items[0], 0)
        )
        return made.evaluate()["eval_loss"]

    short, long = (Encoded((3, 4), (-100, 4)),), BATCH
    expected = sum(count * loss_of(model, padded(batch, 0)).item() for batch, count in ((short, 1), (long, 7))) / 8
    assert measured(short, long) == pytest.approx(expected, abs=1e-5)
    assert measured((*short, *long)) == pytest.approx(expected, abs=1e-5)
