"""A filled prompt and its replies as the pieces of a lesson, and utterances dealt into lessons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import TypeVar

from backend.domain.lesson import Lesson, Piece
from backend.domain.request import MAX_EXAMPLES

LESSON_SIZES = (1, 1, 2, 3, 4, 6, 8, MAX_EXAMPLES + 1, MAX_EXAMPLES + 1, MAX_EXAMPLES + 1)
"""Targets of a lesson: short ones often enough for label names alone to be learnt."""

_Item = TypeVar("_Item")


def continued(filled: str, replies: Sequence[str], *, shown: int = 0, last: str | None = None) -> Lesson:
    """The lesson of a prompt whose examples are targets too: each ends a line, and the prompt before it is its own.

    Args:
        filled: a prompt that ends with a line for each of `replies`, which it ends with, and then its request.
        shown: so many of the first replies teach nothing.
        last: the reply to the request; the request is left out when None.

    Raises:
        InvalidValue: nothing that teaches.
    """
    *before, request = filled.split("\n")
    first = len(before) - len(replies)
    pieces: list[Piece] = []
    prompt = "".join(f"{line}\n" for line in before[:first])
    for at, (line, reply) in enumerate(zip(before[first:], replies, strict=True)):
        target = f" {reply}\n"
        if at < shown:
            prompt += f"{line}\n"
            continue
        pieces += [Piece(prompt + f"{line}\n".removesuffix(target)), Piece(target, is_target=True)]
        prompt = ""
    if last is not None:
        pieces += [Piece(prompt + request), Piece(f" {last}\n", is_target=True)]
    return Lesson(tuple(pieces))


def deal(items: Sequence[_Item], rng: Random, sizes: Sequence[int] = LESSON_SIZES) -> Iterator[list[_Item]]:
    """All of them in random order, in hands of a size that is drawn for each; the last may be smaller."""
    shuffled = rng.sample(items, len(items))
    at = 0
    while at < len(shuffled):
        size = rng.choice(sizes)
        yield shuffled[at : at + size]
        at += size
