"""The part of an encoder's vocabulary that a run can learn from: the sub-tokens that its utterances have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any


@contextmanager
def vocabulary_of(encoder: Any, ids: Iterable[int]) -> Iterator[None]:
    """Within, the encoder knows the sub-tokens of `ids` alone; afterwards all of them, those with what they learnt.

    No other sub-token is given a gradient, so nothing is learnt otherwise; yet their vectors would be read and
    written at every step, and saved with every checkpoint: half of the packaged encoder's weights, and two thirds of
    those of XLM-R.
    An encoder whose embedding does more than to look up is left as it is.
    """
    whole = _plain_embedding(encoder)
    if whole is None:
        yield
        return
    part = _part_class()(whole, sorted(set(ids)))
    encoder.set_input_embeddings(part)
    try:
        yield
    finally:
        part.write_back(whole)
        encoder.set_input_embeddings(whole)


def _plain_embedding(encoder: Any) -> Any | None:
    import torch

    try:
        embedding = encoder.get_input_embeddings()
    except NotImplementedError:
        return None
    # A subclass may scale what it looks up (Gemma), and a largest norm changes vectors as they are looked up.
    return embedding if type(embedding) is torch.nn.Embedding and embedding.max_norm is None else None


@cache
def _part_class() -> type:
    import torch

    class Part(torch.nn.Module):
        """Some rows of an embedding, looked up by the ids of all."""

        kept: torch.Tensor
        places: torch.Tensor

        def __init__(self, whole: torch.nn.Embedding, ids: list[int]) -> None:
            super().__init__()
            padding = whole.padding_idx
            kept = torch.tensor(ids if padding is None or padding in ids else sorted([*ids, padding]))
            places = torch.full((whole.num_embeddings,), -1)
            places[kept] = torch.arange(len(kept))
            self.weight = torch.nn.Parameter(whole.weight.detach()[kept].clone())
            self.register_buffer("kept", kept, persistent=False)
            self.register_buffer("places", places, persistent=False)
            self.padding = None if padding is None else int(places[padding])

        def forward(self, ids: torch.Tensor) -> torch.Tensor:
            return torch.nn.functional.embedding(self.places[ids], self.weight, self.padding)

        @torch.no_grad()
        def write_back(self, whole: torch.nn.Embedding) -> None:
            whole.weight[self.kept.to(whole.weight.device)] = self.weight.to(whole.weight)

    return Part
