"""How the examples of a prompt are worded, for a teacher to lean on where it finds words between values itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Wording:
    """The replies that a prompt shows, and the values that the next one is to hold.

    Attributes:
        replies: as the prompt writes them, each value in brackets after the number of its label:
            `book [2 a table ] for [1 two ]`. asked: numbers of the labels that the next reply is to hold, a multiset.
    """

    replies: tuple[str, ...]
    asked: tuple[str, ...]
