"""Regular expressions as trees: what grammars of replies are made of, whichever notation they end up in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
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


def any_order(parts: Sequence[Expression], between: Expression, most: int) -> list[Expression]:
    """The parts in any order with `between` behind each, `most` distinct ones at a time: each doubles the rules."""
    kinds = list(dict.fromkeys(parts))
    cut = [kinds[at : at + most] for at in range(0, len(kinds), most)]
    groups = [AnyOrder(tuple(part for part in parts if part in group), between) for group in cut]
    return [part for group in groups for part in (group, between)]


def optional(part: Expression) -> Expression:
    return Repeat(part, 0, 1)
