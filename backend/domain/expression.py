"""Regular expressions as trees: what grammars of replies are made of, whichever notation they end up in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import TypeAlias

_SURROGATES = range(0xD800, 0xE000)
_LAST = 0x10FFFF


@dataclass(frozen=True)
class Characters:
    """One character out of `ranges` of code points: sorted, apart from each other, both ends inclusive."""

    ranges: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: Iterable[str]) -> Characters:
        """One of these characters."""
        codes = sorted({ord(character) for character in text})
        starts = [at for at, code in enumerate(codes) if at == 0 or codes[at - 1] != code - 1]
        return cls(tuple((codes[start], codes[end - 1]) for start, end in pairwise([*starts, len(codes)])))

    @classmethod
    def but(cls, text: Iterable[str]) -> Characters:
        """Any character but these; never a surrogate, which UTF-8 cannot hold."""
        left_out = cls.of([*text, *map(chr, _SURROGATES)]).ranges
        edges = [(-1, -1), *left_out, (_LAST + 1, _LAST + 1)]
        gaps = ((before[1] + 1, after[0] - 1) for before, after in pairwise(edges))
        return cls(tuple((first, last) for first, last in gaps if first <= last))


@dataclass(frozen=True)
class Literal:
    """That text, as it stands; not empty."""

    text: str


@dataclass(frozen=True)
class Series:
    """One part after the other."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class Choice:
    """One of the parts."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class Repeat:
    """The part, `least` to `most` times."""

    part: Expression
    least: int
    most: int


@dataclass(frozen=True)
class AnyOrder:
    """Every part once, in any order, with `between` between two of them.

    No text may both end (or be) `between` and begin a part, nor the other way round: a constraint that
    reads greedily then finds the same borders as one that does not. Equal parts are told apart by nothing.
    """

    parts: tuple[Expression, ...]
    between: Expression


@dataclass(frozen=True, eq=False, repr=False)
class Shared:
    """The part, which stands in several places: written once, as a rule of its own, where the notation has rules.

    A tree of labels would be written out once for each way to get to a label otherwise. What may come before it,
    inside it and after it must be told apart by its first character, as a constraint that reads greedily does.
    Two of the same part are equal; comparing them takes no look inside.
    """

    part: Expression
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", hashlib.sha256(repr(self.part).encode()).hexdigest())

    def __repr__(self) -> str:
        return f"Shared({self.digest})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shared) and other.digest == self.digest

    def __hash__(self) -> int:
        return hash(self.digest)


Expression: TypeAlias = Characters | Literal | Series | Choice | Repeat | AnyOrder | Shared


def series(*parts: Expression) -> Expression:
    return Series(parts)


def choice(*parts: Expression) -> Expression:
    return Choice(parts)


def optional(part: Expression) -> Expression:
    return Repeat(part, 0, 1)


@cache
def longest(expression: Expression) -> int:
    """Characters of the longest text that it matches."""
    match expression:
        case Characters():
            return 1
        case Literal(text):
            return len(text)
        case Series(parts):
            return sum(map(longest, parts))
        case Choice(parts):
            return max(map(longest, parts))
        case Repeat(part, _, most):
            return longest(part) * most
        case AnyOrder(parts, between):
            return sum(map(longest, parts)) + longest(between) * max(len(parts) - 1, 0)
        case Shared(part):
            return longest(part)


@cache
def shortest(expression: Expression) -> int:
    """Bytes of the shortest text that it matches, as UTF-8, at most; a character of a class counts as 4."""
    match expression:
        case Characters():
            return 4
        case Literal(text):
            return len(text.encode())
        case Series(parts):
            return sum(map(shortest, parts))
        case Choice(parts):
            return min(map(shortest, parts))
        case Repeat(part, least, _):
            return shortest(part) * least
        case AnyOrder(parts, between):
            return sum(map(shortest, parts)) + shortest(between) * max(len(parts) - 1, 0)
        case Shared(part):
            return shortest(part)


@cache
def farthest(expression: Expression) -> int:
    """Bytes, at most, from any point of a text to where it can end, by whichever choice is the longer.

    In a tree of labels that is more than `shortest`: every label that was opened must be closed, and of those
    that may come the one with the most to say may have been begun.
    """
    match expression:
        case Characters():
            return 4
        case Literal(text):
            return len(text.encode())
        case Series(parts):
            return max(
                (farthest(part) + sum(map(_at_least, parts[at + 1 :])) for at, part in enumerate(parts)), default=0
            )
        case Choice(parts):
            return max(map(farthest, parts))
        case Repeat(part, least, _):
            return farthest(part) + _at_least(part) * max(least - 1, 0)
        case AnyOrder(parts, between):
            return farthest(between) + max(map(farthest, parts)) + _at_least(expression)
        case Shared(part):
            return farthest(part)


@cache
def _at_least(expression: Expression) -> int:
    """Bytes of its shortest text where the longest choice is taken each time."""
    match expression:
        case Characters() | Literal():
            return shortest(expression)
        case Series(parts):
            return sum(map(_at_least, parts))
        case Choice(parts):
            return max(map(_at_least, parts))
        case Repeat(part, least, _):
            return _at_least(part) * least
        case AnyOrder(parts, between):
            return sum(map(_at_least, parts)) + _at_least(between) * max(len(parts) - 1, 0)
        case Shared(part):
            return _at_least(part)


@cache
def holds_rules(expression: Expression) -> bool:
    """Whether parts may change places somewhere in it, or are shared: what one terminal does not say."""
    match expression:
        case AnyOrder() | Shared():
            return True
        case Series(parts) | Choice(parts):
            return any(map(holds_rules, parts))
        case Repeat(part, _, _):
            return holds_rules(part)
        case _:
            return False


@cache
def holds_shared(expression: Expression) -> bool:
    """Whether a part of it is shared."""
    match expression:
        case Shared():
            return True
        case Series(parts) | Choice(parts) | AnyOrder(parts, _):
            return any(map(holds_shared, parts))
        case Repeat(part, _, _):
            return holds_shared(part)
        case _:
            return False
