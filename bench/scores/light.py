"""A light student: the intent by a text's vector, the slots by those of its words; trained within seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.domain.utterance import Span, Utterance
from backend.insight.row import Row
from backend.students.cross_fold import Folds
from backend.students.encoder import TransformersEncoder
from backend.students.folds import FOLDS
from backend.students.metrics import overall
from backend.students.slot_folds import OUTSIDE, Taught, slots_told, train_slots
from backend.students.student import Prediction
from backend.students.word_vectors import Words, word_vectors


class Known:
    """Vectors of texts and of their words, each made once."""

    def __init__(self, encoder: TransformersEncoder) -> None:
        self._encoder = encoder
        self._texts: dict[str, NDArray[np.float16]] = {}
        self._words: dict[str, Words] = {}

    def texts(self, rows: Sequence[Row]) -> NDArray[np.float16]:
        """[rows, dimensions]."""
        lacking = list({row.text for row in rows} - self._texts.keys())
        if lacking:
            self._texts.update(zip(lacking, self._encoder.encode(lacking).astype(np.float16), strict=True))
        return np.stack([self._texts[row.text] for row in rows])

    def words(self, rows: Sequence[Row]) -> list[Words]:
        """Of each row."""
        lacking = list({row.text for row in rows} - self._words.keys())
        self._words.update(zip(lacking, word_vectors(self._encoder, lacking), strict=True))
        return [self._words[row.text] for row in rows]


@dataclass(frozen=True)
class LightStudent:
    """Who says an intent and spans of texts; the slots of each intent are those that it was taught."""

    intents: Any
    slots: Any
    known: Known
    held: dict[str, frozenset[str]]

    def figures(self, tested: Sequence[Row]) -> dict[str, float]:
        """Intent accuracy, slot F1 and frame accuracy on other utterances, as the student page has them."""
        said = self._said(tested)
        found = overall([_utterance(row) for row in tested], said, resamples=2)
        return {name: getattr(found, name).value for name in ("intent_accuracy", "slot_f1", "frame_accuracy")}

    def _said(self, rows: Sequence[Row]) -> list[Prediction]:
        intents = [str(one) for one in self.intents.predict(self.known.texts(rows).astype(np.float32))]
        words = self.known.words(rows)
        classes = list(self.slots.classes_)
        said = []
        for (at, told), intent in zip(slots_told(self.slots, range(len(rows)), words), intents, strict=True):
            may = [one == OUTSIDE or one in self.held[intent] for one in classes]
            tags = [classes[best] for best in (told * may).argmax(axis=1)]
            said.append(Prediction(intent, 1.0, _spans(tags, words[at])))
        return said


def light_student(accepted: Sequence[Row], known: Known) -> LightStudent:
    """Learn from what is accepted."""
    from sklearn.linear_model import LogisticRegression

    intents = LogisticRegression(C=100, tol=1e-3, max_iter=100)
    intents.fit(known.texts(accepted).astype(np.float32), [row.intent for row in accepted])
    taught = Taught(accepted, known.words(accepted), [1.0] * len(accepted))
    slots = train_slots(taught, Folds((0,) * len(accepted), {}, frozenset()), FOLDS)
    held: dict[str, frozenset[str]] = {}
    for row in accepted:
        held[row.intent] = held.get(row.intent, frozenset()) | {slot for slot, _ in row.slots}
    return LightStudent(intents, slots, known, held)


def _utterance(row: Row) -> Utterance:
    return Utterance(row.text, row.intent, row.language, tuple(Span(*span) for span in row.spans))


def _spans(tags: Sequence[str], words: Words) -> tuple[Span, ...]:
    """Neighbouring words of one slot are one span."""
    spans: list[Span] = []
    before = OUTSIDE
    for tag, (start, end) in zip(tags, words.edges.tolist(), strict=True):
        if tag != OUTSIDE and tag == before:
            spans[-1] = Span(spans[-1].start, end, tag)
        elif tag != OUTSIDE:
            spans.append(Span(start, end, tag))
        before = tag
    return tuple(spans)
