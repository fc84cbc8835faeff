"""Utterances as the product's insights read them: rows, and vectors that are made once for all cells of a run."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from backend.domain.utterance import Utterance
from backend.insight.row import Row
from backend.students.encoder import Encoder


class Vectors:
    """The vectors of texts. `opened` makes their encoder, when it is first needed."""

    def __init__(self, opened: Callable[[], Encoder]) -> None:
        self._opened = opened
        self._encoder: Encoder | None = None
        self._known: dict[str, NDArray[np.float32]] = {}

    def of(self, utterances: Sequence[Utterance]) -> NDArray[np.float32]:
        """[utterances, dimensions], each row of length 1; of at least one utterance."""
        lacking = list(dict.fromkeys(one.text for one in utterances if one.text not in self._known))
        if lacking:
            self._encoder = self._encoder or self._opened()
            self._known.update(zip(lacking, self._encoder.encode(lacking), strict=True))
        return np.stack([self._known[one.text] for one in utterances])


def row_of(place: int, one: Utterance) -> Row:
    """An utterance as a row whose id is its place."""
    return Row(
        place, one.text, one.intent, one.language, tuple((span.start, span.end, span.slot) for span in one.spans)
    )
