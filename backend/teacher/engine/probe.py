"""Whether a model can run on the engine, found out by trying."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from backend.teacher.engine.attention import NAME, register
from backend.teacher.engine.decode import decode_step, grouped
from backend.teacher.engine.forward import Forward
from backend.teacher.engine.lanes import Lanes
from backend.teacher.engine.prompts import Prompts
from backend.teacher.protocol import Sampling
from backend.teacher.work import Work

if TYPE_CHECKING:
    import torch

_NEEDED = {"position_ids", "attention_mask", "logits_to_keep"}
_LAYERS = {"full_attention", "sliding_attention"}
_TOLERANCE = {"torch.float32": 0.001, "torch.float16": 0.02, "torch.bfloat16": 0.25}
"""How far logits may be off, as a share of how far they are spread. Wrong attention is off by about 1; rounding
by up to 0.08 in bfloat16, as measured on the shipped teacher, tuned and not."""


def fitted(model: Any) -> Forward | None:
    """The model for the engine, or None if it is to be left to transformers alone.

    A few tokens go through it both ways and must get the same logits. A model that fits has the engine's
    attention from then on; everything else that is done with it works as before.
    """
    config = model.config.get_text_config()
    if model.config.is_encoder_decoder or not getattr(model, "_supports_attention_backend", False):
        return None
    if not set(inspect.signature(model.forward).parameters) >= _NEEDED:
        return None
    if not set(getattr(config, "layer_types", None) or ()) <= _LAYERS:
        return None
    before = model.config._attn_implementation
    try:
        return _tried(model, config)
    except Exception:  # what a foreign model raises when it is called in an unusual way has no common class
        model.set_attn_implementation(before)
        return None


class _Differs(Exception):
    pass


def _tried(model: Any, config: Any) -> Forward:
    import torch

    texts = _texts(config.vocab_size)
    with torch.inference_mode():
        expected = [_plainly(model, text) for text in texts]
        register()
        model.set_attn_implementation(NAME)
        forward = Forward(model)
        found = _on_engine(forward, texts)
    allowed = _TOLERANCE.get(str(model.dtype), 0.0)
    for wanted, got in zip(expected, found, strict=True):
        if not float((got - wanted).norm()) <= allowed * float((wanted - wanted.mean()).norm()):
            raise _Differs
    # A window that no layer tells of is in the model's own mask alone, which a step does not see.
    untold = None if forward.told_window else getattr(config, "sliding_window", None)
    forward.limit = min(
        (limit for limit in (untold, getattr(config, "attention_chunk_size", None)) if limit), default=None
    )
    return forward


def _texts(vocabulary: int) -> list[list[int]]:
    """Two that begin alike and one of its own, of different lengths."""
    first = [(37 * at + 11) % vocabulary for at in range(21)]
    second = [*first[:12], *((53 * at + 5) % vocabulary for at in range(6))]
    third = [(71 * at + 29) % vocabulary for at in range(10)]
    return [first, second, third]


def _plainly(model: Any, text: Sequence[int]) -> torch.Tensor:
    """Logits after all tokens but one and after all: 2 × vocabulary."""
    import torch

    return model(input_ids=torch.tensor([text], device=model.device), use_cache=False).logits[0, -2:].float()


def _on_engine(forward: Forward, texts: Sequence[list[int]]) -> list[torch.Tensor]:
    """The same, the last token of each written by a decoding step."""
    import torch

    rows = list(range(len(texts)))
    prompts = Prompts(forward, Work([text[:-1] for text in texts], rows, Sampling(), 0, (), [1] * len(rows)), pack=16)
    lanes = Lanes(len(texts))
    first = []
    for row in rows:
        prompts.compute(row, lambda: False)
        logits, tail = prompts.take(row)
        lanes.enter(tail)
        first.append(logits)
    groups = grouped([prompts.group(row) for row in rows], prompts.shared, forward.device)
    step = decode_step(lanes, groups, forward.device)
    second = forward([text[-1] for text in texts], [len(text) - 1 for text in texts], step, rows)
    return [torch.stack(pair) for pair in zip(first, second, strict=True)]
