"""Batched sampling by transformers' own loop, for every model that the engine cannot run."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from backend.teacher.constraint_processor import ConstraintProcessor
from backend.teacher.protocol import Sampling
from backend.teacher.watch import Watch
from backend.teacher.work import Ending, Row, Work

if TYPE_CHECKING:
    import torch

_NOTHING_ELSE = dict.fromkeys(
    (
        "forced_bos_token_id",
        "forced_eos_token_id",
        "suppress_tokens",
        "begin_suppress_tokens",
        "bad_words_ids",
        "sequence_bias",
        "repetition_penalty",
        "encoder_repetition_penalty",
        "no_repeat_ngram_size",
        "encoder_no_repeat_ngram_size",
        "min_length",
        "min_new_tokens",
        "exponential_decay_length_penalty",
        "guidance_scale",
        "top_h",
        "min_p",
        "typical_p",
        "epsilon_cutoff",
        "eta_cutoff",
        "watermarking_config",
        "stop_strings",
        "max_time",
    )
)
"""What a model's own generation_config.json may say of how it writes: the sampling alone says that, as on the engine.

It may also contradict a grammar, so that no token at all is left.
"""


def generate(
    model: Any, tokenizer: Any, work: Work, finished: Callable[[Row], None], should_stop: Callable[[], bool]
) -> None:
    """Sample a reply for every row of the work as one batch; the same work gives the same replies.

    Hands over each row as soon as it is finished, and ends early soon after `should_stop()` is true.
    """
    import torch
    from transformers import LogitsProcessorList, StoppingCriteriaList

    if should_stop():
        return
    ids, mask = _left_padded(work.prompts, tokenizer.pad_token_id, model.device)
    is_encoder_decoder = bool(model.config.is_encoder_decoder)
    begun = _begun(model) if is_encoder_decoder else []
    first_new = len(begun) or ids.shape[1]
    ending = Ending(lambda token: tokenizer.decode([token]), frozenset(work.ends))
    watch = Watch(ending, first_new, work.limits, finished, should_stop)
    constraint = [ConstraintProcessor(work.constrainer, work.matchers)] if work.constrainer else []
    devices = [model.device] if model.device.type == "cuda" else []
    with torch.random.fork_rng(devices=devices), torch.inference_mode():
        torch.manual_seed(work.seed)
        if is_encoder_decoder:
            inputs = _encoded_once(model, ids, mask, work.rows)
            inputs["decoder_input_ids"] = torch.tensor([begun] * len(work.rows), device=ids.device)
        else:
            inputs = _prefilled_once(model, ids, mask, work.rows)
        output = model.generate(
            **inputs,
            **_NOTHING_ELSE,
            **_how(work.sampling),
            max_new_tokens=max(work.limits),
            pad_token_id=tokenizer.pad_token_id,
            eos_token_id=list(work.ends) or None,
            logits_processor=LogitsProcessorList(constraint),
            stopping_criteria=StoppingCriteriaList([watch]),
        )
    watch.finish(output)


def _how(sampling: Sampling) -> dict[str, Any]:
    if sampling.temperature == 0:
        greedy = {"do_sample": False, "temperature": None, "top_p": None, "top_k": None}
        return {**greedy, "num_beams": 1}
    return {
        "do_sample": True,
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "top_k": 0,
        "num_beams": 1,
    }


def _begun(model: Any) -> list[int]:
    """What is before a reply of an encoder-decoder model: its start, and what some are made to begin with (BART)."""
    own = model.generation_config
    start = own.bos_token_id if own.decoder_start_token_id is None else own.decoder_start_token_id
    return [start] if own.forced_bos_token_id is None else [start, own.forced_bos_token_id]


def _left_padded(prompts: Sequence[list[int]], pad: int, device: Any) -> tuple[torch.Tensor, torch.Tensor]:
    import torch

    width = max(len(prompt) for prompt in prompts)
    ids = [[pad] * (width - len(prompt)) + prompt for prompt in prompts]
    mask = [[0] * (width - len(prompt)) + [1] * len(prompt) for prompt in prompts]
    return torch.tensor(ids, device=device), torch.tensor(mask, device=device)


def _encoded_once(model: Any, ids: torch.Tensor, mask: torch.Tensor, rows: Sequence[int]) -> dict[str, Any]:
    import torch
    from transformers.modeling_outputs import BaseModelOutput

    pick = torch.tensor(rows, device=ids.device)
    states = model.get_encoder()(input_ids=ids, attention_mask=mask).last_hidden_state
    return {"encoder_outputs": BaseModelOutput(last_hidden_state=states[pick]), "attention_mask": mask[pick]}


def _prefilled_once(model: Any, ids: torch.Tensor, mask: torch.Tensor, rows: Sequence[int]) -> dict[str, Any]:
    """All but the last token of each prompt are computed once, however many rows answer it."""
    import torch
    from transformers import DynamicCache

    pick = torch.tensor(rows, device=ids.device)
    inputs: dict[str, Any] = {"input_ids": ids[pick], "attention_mask": mask[pick]}
    accepted = inspect.signature(model.forward).parameters
    if len(rows) == ids.shape[0] or ids.shape[1] < 2 or not {"position_ids", "past_key_values"} <= set(accepted):
        return inputs
    positions = (mask.cumsum(-1) - 1).clamp(min=0)
    # Logits of a whole prompt would be its length times the vocabulary, and nobody reads them.
    no_logits = {"logits_to_keep": 1} if "logits_to_keep" in accepted else {}
    computed = model(
        input_ids=ids[:, :-1],
        attention_mask=mask[:, :-1],
        position_ids=positions[:, :-1],
        use_cache=True,
        **no_logits,
    )
    cache = computed.past_key_values
    if isinstance(cache, DynamicCache):
        cache.batch_select_indices(pick)
        inputs["past_key_values"] = cache
    return inputs
