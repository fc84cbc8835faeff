"""Utterances as the product's insights read them: rows, and vectors that are made once for all cells of a run."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from backend.domain.utterance import Utterance
from backend.insight.row import Row
from backend.students.encoder import Encoder
from backend.students.word_vectors import Cutting, Words, word_vectors


class Vectors:
    """The vectors of texts and of their words. `opened` makes their encoder, when it is first needed."""

    def __init__(self, opened: Callable[[], Encoder]) -> None:
        self._opened = opened
        self._encoder: Encoder | None = None
        self._known: dict[str, NDArray[np.float32]] = {}
        self._words: dict[str, Words] = {}

    def of(self, utterances: Sequence[Utterance]) -> NDArray[np.float32]:
        """[utterances, dimensions], each row of length 1; of at least one utterance."""
        lacking = list(dict.fromkeys(one.text for one in utterances if one.text not in self._known))
        if lacking:
            self._known.update(zip(lacking, self._open().encode(lacking), strict=True))
        return np.stack([self._known[one.text] for one in utterances])

    def words(self, rows: Sequence[Row]) -> list[Words]:
        """The words of each row; the encoder must tell words apart."""
        lacking = list(dict.fromkeys(row.text for row in rows if row.text not in self._words))
        encoder = self._open() if lacking else None
        if isinstance(encoder, Cutting):
            self._words.update(zip(lacking, word_vectors(encoder, lacking), strict=True))
        return [self._words[row.text] for row in rows]

    def _open(self) -> Encoder:
        self._encoder = self._encoder or self._opened()
        return self._encoder


def row_of(place: int, one: Utterance) -> Row:
    """An utterance as a row whose id is its place."""
    return Row(
        place, one.text, one.intent, one.language, tuple((span.start, span.end, span.slot) for span in one.spans)
    )
