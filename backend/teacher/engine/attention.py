"""Attention over parts that are kept apart: a prefix that rows share, and each row's own tokens.

transformers calls `attend` for models whose attention is set to `NAME`. A forward pass of the engine
carries a step, which knows where keys and values lie; any other pass is plain `sdpa`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

NAME = "teachset"
_HARMLESS = {"position_ids", "cache_position", "use_cache", "output_attentions", "output_hidden_states", "is_causal"}
"""Arguments that do not change what attention computes, or say what holds anyway."""


class Unsupported(Exception):
    """A model whose attention the engine cannot compute; never seen outside this package."""


class Step(ABC):
    """One forward pass over tokens of several sequences, laid side by side in one row.

    Attributes:
        told_window: whether a layer said that it looks back a limited way.
    """

    told_window: bool = False

    @abstractmethod
    def attend(
        self,
        layer: int,
        query: torch.Tensor,
        key: torch.Tensor,
        value: torch.Tensor,
        scale: float,
        window: int | None = None,
    ) -> torch.Tensor:
        """Heads × tokens × width in (fewer heads of keys and values), tokens × heads × width out.

        Args:
            window: how many tokens the layer sees, itself the last of them; None for all before it.
        """


@dataclass(frozen=True)
class Part:
    """Attention over some of the keys: … × queries × width, and the log of their summed weights (… × queries × 1)."""

    values: torch.Tensor
    log_weight: torch.Tensor


def part(
    query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, scale: float, hidden: torch.Tensor | None = None
) -> Part:
    """Attend to some of the keys.

    Args:
        query: … × queries × width; key, value: … × keys × width; hidden: added to the scores, a large
            negative number where a key is not to be seen.
    """
    import torch

    scores = torch.matmul(query, key.transpose(-1, -2)).float().mul_(scale)
    if hidden is not None:
        scores += hidden
    largest = scores.amax(-1, keepdim=True)
    weights = scores.sub_(largest).exp_()
    total = weights.sum(-1, keepdim=True)
    return Part(torch.matmul(weights.to(value.dtype), value).float().div_(total), total.log_().add_(largest))


def merged(one: Part, other: Part) -> torch.Tensor:
    """Attention over the keys of both parts together, in float32."""
    return one.values.lerp(other.values, (other.log_weight - one.log_weight).sigmoid_())


def register() -> None:
    """Make `NAME` known to transformers; may be called again."""
    from transformers import AttentionInterface
    from transformers.masking_utils import AttentionMaskInterface, sdpa_mask

    AttentionInterface.register(NAME, attend)
    AttentionMaskInterface.register(NAME, sdpa_mask)


def attend(
    module: Any,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    scaling: float | None = None,
    dropout: float = 0.0,
    sliding_window: int | None = None,
    teachset_step: Step | None = None,
    **kwargs: Any,
) -> tuple[torch.Tensor, None]:
    """What transformers calls in every layer: 1 × heads × tokens × width in, 1 × tokens × heads × width out.

    Raises:
        Unsupported: the model asks for something that the step would leave out.
    """
    if teachset_step is None:
        from transformers.integrations.sdpa_attention import sdpa_attention_forward

        return sdpa_attention_forward(
            module, query, key, value, attention_mask, dropout=dropout, scaling=scaling, **kwargs
        )
    if odd := sorted(name for name, given in kwargs.items() if given is not None and name not in _HARMLESS):
        raise Unsupported(f"attention with {', '.join(odd)}")
    if sliding_window is not None:
        teachset_step.told_window = True
    scale = query.shape[-1] ** -0.5 if scaling is None else scaling
    return teachset_step.attend(module.layer_idx, query[0], key[0], value[0], scale, sliding_window)[None], None
