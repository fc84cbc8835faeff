"""An example as the insights read it: lighter than an utterance, since what is stored was checked already."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """Text and labels of one example; spans are (start, end, slot), sorted, in code points, end-exclusive.

    `method` is what wrote it, "" where that is of no account.
    """

    id: int
    text: str
    intent: str
    language: str
    spans: tuple[tuple[int, int, str], ...] = ()
    method: str = ""

    @property
    def slots(self) -> tuple[tuple[str, str], ...]:
        """(slot, value) for every span, in the order of the text."""
        return tuple((slot, self.text[start:end]) for start, end, slot in self.spans)

    @property
    def outside(self) -> tuple[str, ...]:
        """The pieces of the text that no span covers, in their order; some may be empty."""
        pieces, at = [], 0
        for start, end, _slot in self.spans:
            pieces.append(self.text[at:start])
            at = end
        return (*pieces, self.text[at:])
