"""The model of a tuning run: the base, LoRA on top of it, and what is saved of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.domain.errors import Unavailable
from backend.teacher.device import pick
from backend.teacher.loading import load_base
from backend.teacher.tuning.settings import TuneSettings


@dataclass(frozen=True)
class Base:
    """A loaded base: its model and tokenizer, a hash of its weights, and what it computes on and in."""

    model: Any
    tokenizer: Any
    source_hash: str
    device: Any
    dtype: Any


def open_base(name: str, cache: Path, device: str | None, settings: TuneSettings) -> Base:
    """Load the model to be tuned: a packaged teacher, a folder or a hub name.

    Weights that are to learn are float32; frozen ones are in the dtype that is computed in.

    Raises:
        Unavailable: no weights there, or a device or dtype that is not there.
    """
    import torch

    chosen, dtype = pick(device, settings.dtype)
    loaded = load_base(name, cache, torch.float32 if settings.full else dtype)
    if loaded.tokenizer.pad_token_id is None:
        loaded.tokenizer.pad_token = loaded.tokenizer.eos_token
    return Base(loaded.model.to(chosen), loaded.tokenizer, loaded.revision, chosen, dtype)


def with_adapter(model: Any, settings: TuneSettings) -> Any:
    """The model with a fresh LoRA on every linear layer but the head.

    Raises:
        Unavailable: a model that peft finds no linear layer in.
    """
    from peft import LoraConfig, TaskType, get_peft_model

    task = TaskType.SEQ_2_SEQ_LM if model.config.is_encoder_decoder else TaskType.CAUSAL_LM
    config = LoraConfig(r=settings.rank, lora_alpha=settings.alpha, target_modules="all-linear", task_type=task)
    try:
        return get_peft_model(model, config)
    except ValueError as error:
        raise Unavailable(f"model that LoRA cannot be added to: {error}", remedy="Tune it in full.") from error


def begin_tokens(tokenizer: Any) -> list[int]:
    """What the tokenizer puts before a text when it is a prompt (Gemma's and Llama's `<bos>`; nothing for GPT-2's)."""
    with_special, plain = (list(tokenizer("a", add_special_tokens=add).input_ids) for add in (True, False))
    return with_special[: with_special.index(plain[0])] if plain and plain[0] in with_special else []


def save_tuned(model: Any, tokenizer: Any, out: Path, *, base: str, full: bool) -> None:
    """Write the adapter in bfloat16, or the whole model, as safetensors.

    Args:
        base: name of the teacher that was tuned; the adapter says it instead of a folder of this machine.

    bfloat16 halves an adapter; what it rounds is far below what tuning moves.
    """
    import torch

    if full:
        model.save_pretrained(out)
        tokenizer.save_pretrained(out)
        return
    for config in model.peft_config.values():
        config.base_model_name_or_path = base
    state = {name: value.to(torch.bfloat16) for name, value in model.state_dict().items() if "lora_" in name}
    model.save_pretrained(out, state_dict=state)
