"""What a student learnt from, as digests: enough to say later whether a test utterance was among it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from backend.domain.delexicalised import delexicalised
from backend.domain.normalise import normalised
from backend.domain.utterance import Utterance
from backend.students.split import Overlap

_DIGITS = 16


class Print(NamedTuple):
    """Digests of an utterance's normalised text, and of the same without the values of its slots."""

    text: str
    pattern: str


@dataclass(frozen=True)
class Learnt:
    """The prints of all that a student learnt from."""

    texts: frozenset[str]
    patterns: frozenset[str]

    @classmethod
    def of(cls, prints: Iterable[Print]) -> Learnt:
        held = tuple(prints)
        return cls(frozenset(one.text for one in held), frozenset(one.pattern for one in held))

    def overlap(self, test: Sequence[Utterance]) -> Overlap:
        """Which test utterances were learnt from: exactly, or but for the values of their slots."""
        prints = [print_of(utterance) for utterance in test]
        exact = tuple(at for at, one in enumerate(prints) if one.text in self.texts)
        same = frozenset(exact)
        alike = (at for at, one in enumerate(prints) if at not in same and one.pattern in self.patterns)
        return Overlap(exact, tuple(alike))


def print_of(utterance: Utterance) -> Print:
    """The digests of one utterance."""
    return Print(_digest(normalised(utterance.text)), _digest(delexicalised(utterance)))


def prints_of(learnt: Mapping[int, Utterance]) -> list[tuple[int, str, str]]:
    """The id of each utterance with its two digests; of 100,000 it takes seconds."""
    return [(id_, *print_of(one)) for id_, one in learnt.items()]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
