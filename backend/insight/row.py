"""An example as the insights read it: lighter than an utterance, since what is stored was checked already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from backend.domain.parse import intent_of_label


class Label(NamedTuple):
    """A label of a parse, with its value, "" where it holds labels or is an intent, and the labels it holds."""

    name: str
    value: str
    labels: tuple[Label, ...]

    def walk(self) -> Iterator[Label]:
        """This one and all below."""
        yield self
        for label in self.labels:
            yield from label.walk()


@dataclass(frozen=True, slots=True)
class Row:
    """Text and labels of one example; spans are (start, end, slot), sorted, in code points, end-exclusive.

    `method` is what wrote it, "" where that is of no account. `parse` is written as it is stored, in square brackets
    with one space between all; "" in a project of slots.
    """

    id: int
    text: str
    intent: str
    language: str
    spans: tuple[tuple[int, int, str], ...] = ()
    method: str = ""
    parse: str = ""

    @property
    def slots(self) -> tuple[tuple[str, str], ...]:
        """(slot, value) for every span, in the order of the text."""
        return tuple((slot, self.text[start:end]) for start, end, slot in self.spans)

    @property
    def tree(self) -> tuple[Label, ...]:
        """The roots of its parse, read where it is asked for: most of what reads rows does without."""
        return _read(self.parse) if self.parse else ()

    @property
    def labels(self) -> tuple[tuple[str, str], ...]:
        """(slot, value) of every span, or (label, value) of every label of its parse but of what says its intent."""
        if not self.parse:
            return self.slots
        every = (label for root in self.tree for label in root.walk())
        return tuple((label.name, label.value) for label in every if intent_of_label(label.name) != self.intent)

    @property
    def outside(self) -> tuple[str, ...]:
        """The pieces of the text that no span covers, in their order; some may be empty."""
        pieces, at = [], 0
        for start, end, _slot in self.spans:
            pieces.append(self.text[at:start])
            at = end
        return (*pieces, self.text[at:])


def _read(parse: str) -> tuple[Label, ...]:
    """A stored parse, some ten times as fast as `read_parse` does it; a bracket inside a word stays escaped."""
    open_ones: list[tuple[str, list[str], list[Label]]] = [("", [], [])]
    for piece in parse.split(" "):
        if piece == "]":
            name, words, labels = open_ones.pop()
            has_value = not labels and not name.startswith("IN:")
            open_ones[-1][2].append(Label(name, " ".join(words) if has_value else "", tuple(labels)))
        elif piece.startswith("["):
            open_ones.append((piece[1:], [], []))
        else:
            open_ones[-1][1].append(piece)
    return tuple(open_ones[0][2])
