"""Lessons as token ids, and ids as batches of like length."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Protocol, TypeVar

from backend.domain.lesson import Lesson

IGNORED = -100
"""The label of a token that the loss is not taken on (PyTorch's convention)."""


@dataclass(frozen=True)
class Encoded:
    """One lesson for a model.

    Decoder-only: `ids` is prompt and targets, `labels` the same where there is a target and IGNORED
    elsewhere. Encoder-decoder: `ids` is the prompt, `labels` the target.
    """

    ids: tuple[int, ...]
    labels: tuple[int, ...]

    @property
    def size(self) -> int:
        """Tokens that a batch must make room for."""
        return max(len(self.ids), len(self.labels))


def encode_continued(
    lesson: Lesson, tokens_of: Callable[[str], list[int]], begins: Sequence[int], longest: int
) -> Encoded | None:
    """A lesson as a decoder-only model reads it, piece by piece, as it will when it is asked.

    Args:
        tokens_of: text → ids, without special tokens; begins: ids that a prompt begins with.
        longest: what is over is cut off after the last target that fits.

    Returns:
        None when not even the first target fits.
    """
    ids: list[int] = list(begins)
    labels = [IGNORED] * len(ids)
    fits = 0
    for piece in lesson.pieces:
        piece_ids = tokens_of(piece.text)
        if len(ids) + len(piece_ids) > longest:
            break
        ids += piece_ids
        labels += piece_ids if piece.is_target else [IGNORED] * len(piece_ids)
        fits = len(ids) if piece.is_target else fits
    return Encoded(tuple(ids[:fits]), tuple(labels[:fits])) if fits else None


def encode_turn(
    lesson: Lesson, tokens_of: Callable[[str], list[int]], ends: Sequence[int], longest: int, rng: Random
) -> Encoded | None:
    """A lesson as an encoder-decoder model reads it: one of its targets, drawn by `rng`, and what is before it.

    Args:
        tokens_of: text → ids, with what the tokenizer ends a source with; ends: ids that a target ends with.

    Returns:
        None when the target or what is before it is longer than `longest`.
    """
    before, target = rng.choice(lesson.turns)
    encoded = Encoded(tuple(tokens_of(before)), (*_without(tokens_of(target.strip()), ends), *ends))
    return encoded if encoded.size <= longest else None


class Sized(Protocol):
    """What a batch must make room for."""

    @property
    def size(self) -> int: ...


_Sized = TypeVar("_Sized", bound=Sized)


def batches(encoded: Iterable[_Sized], batch_tokens: int, rng: Random) -> list[list[_Sized]]:
    """Batches of lessons of like length, in random order; rows × longest row is at most `batch_tokens`.

    A lesson that is longer alone is a batch of its own.
    """
    shuffled = list(encoded)
    rng.shuffle(shuffled)  # so that lessons of one length are not always together
    cut: list[list[_Sized]] = []
    for one in sorted(shuffled, key=lambda one: one.size):
        if cut and (len(cut[-1]) + 1) * one.size <= batch_tokens:
            cut[-1].append(one)
        else:
            cut.append([one])
    rng.shuffle(cut)
    return cut


def _without(ids: list[int], ends: Sequence[int]) -> list[int]:
    return ids[: -len(ends)] if ends and ids[-len(ends) :] == list(ends) else ids
