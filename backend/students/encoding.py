"""Utterances as sub-token ids and labels, and ids as batches of like length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backend.domain.tokens import Token, bio_tags
from backend.domain.utterance import Utterance
from backend.students.labels import LabelMap
from backend.students.tokens import student_tokens

if TYPE_CHECKING:
    import torch

IGNORED = -100
"""The label of a sub-token that the loss is not taken on (PyTorch's convention)."""


@dataclass(frozen=True)
class Encoded:
    """One text for a model.

    Attributes:
        ids: of its sub-tokens, special ones included.
        firsts: for each token the place of its first sub-token in `ids`; None where it has none (cut off, or
            nothing that the tokenizer sees).
        intent: number; tags: number at each first sub-token, IGNORED elsewhere. weight: of its loss.
    """

    ids: tuple[int, ...]
    firsts: tuple[int | None, ...]
    intent: int = 0
    tags: tuple[int, ...] = ()
    weight: float = 1.0

    @property
    def size(self) -> int:
        """Sub-tokens that a batch must make room for."""
        return len(self.ids)


def encode(texts: Sequence[Sequence[Token]], tokenizer: Any, longest: int) -> list[Encoded]:
    """Texts, each as its tokens, without labels."""
    if not texts:
        return []
    words = [[token.text for token in tokens] for tokens in texts]
    given = tokenizer(words, is_split_into_words=True, truncation=True, max_length=longest)
    encoded = []
    for row, tokens in enumerate(texts):
        firsts: list[int | None] = [None] * len(tokens)
        for place, word in reversed(list(enumerate(given.word_ids(row)))):
            if word is not None:
                firsts[word] = place
        encoded.append(Encoded(tuple(given.input_ids[row]), tuple(firsts)))
    return encoded


def encode_labelled(utterances: Sequence[Utterance], labels: LabelMap, tokenizer: Any, longest: int) -> list[Encoded]:
    """Utterances with their intents and tags.

    Raises:
        KeyError, ValueError: a label that the map does not have.
    """
    texts = [student_tokens(utterance.text) for utterance in utterances]
    return [
        _labelled(encoded, utterance, tokens, labels)
        for encoded, utterance, tokens in zip(encode(texts, tokenizer, longest), utterances, texts, strict=True)
    ]


def padded(batch: Sequence[Encoded], pad: int) -> dict[str, torch.Tensor]:
    """Right-padded tensors: input_ids, attention_mask, tags (rows × sub-tokens), intents, weights (rows)."""
    import torch

    width = max(one.size for one in batch)
    gap = [width - one.size for one in batch]
    return {
        "input_ids": torch.tensor([[*one.ids, *[pad] * more] for one, more in zip(batch, gap, strict=True)]),
        "attention_mask": torch.tensor([[1] * one.size + [0] * more for one, more in zip(batch, gap, strict=True)]),
        "tags": torch.tensor([[*one.tags, *[IGNORED] * (width - len(one.tags))] for one in batch], dtype=torch.long),
        "intents": torch.tensor([one.intent for one in batch]),
        "weights": torch.tensor([one.weight for one in batch]),
    }


def _labelled(encoded: Encoded, utterance: Utterance, tokens: Sequence[Token], labels: LabelMap) -> Encoded:
    numbers = labels.tag_ids(bio_tags(utterance.spans, tokens))
    tags = [IGNORED] * encoded.size
    for place, number in zip(encoded.firsts, numbers, strict=True):
        if place is not None:
            tags[place] = number
    return Encoded(encoded.ids, encoded.firsts, labels.intents.index(utterance.intent), tuple(tags))
