"""A trained student: loaded in one line, asked in another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from backend.domain.errors import InvalidValue, TeachsetError, Unavailable
from backend.domain.tokens import Token, spans_from_tags
from backend.domain.utterance import Span
from backend.students.decoding import best_tags
from backend.students.encoding import Encoded, encode, padded
from backend.students.labels import LabelMap
from backend.students.tokens import student_tokens

BATCH = 64


RUNNERS_UP = 3


class Prediction(NamedTuple):
    """What a student says of one text; confidence is the intent's probability, from 0 to 1.

    `runners_up` are the next RUNNERS_UP intents with their probabilities, the likeliest first.
    """

    intent: str
    confidence: float
    spans: tuple[Span, ...]
    runners_up: tuple[tuple[str, float], ...] = ()


class Scores(NamedTuple):
    """A model's logits for a batch: rows × intents, and rows × sub-tokens × tags."""

    intents: NDArray[np.float32]
    tags: NDArray[np.float32]


@dataclass(frozen=True)
class Student:
    """An intent and slot student.

    Attributes:
        uid: of the training run, the same for its folder wherever that is.
        card: all that is known of it, as in its teachset.json.
        longest: sub-tokens of a text that it reads; what is over has no slots.
    """

    uid: str
    labels: LabelMap
    card: dict[str, Any]
    model: Any
    tokenizer: Any
    longest: int

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        """Intent, confidence and spans of every text, in order.

        The spans are valid by construction: within the text, apart from each other, of slots that the intent holds.

        Raises:
            InvalidValue: a text that no utterance may hold (empty, over-long, control characters); it says which.
        """
        tokens = [_tokens(text, number) for number, text in enumerate(texts, start=1)]
        encoded = encode(tokens, self.tokenizer, self.longest)
        said: dict[int, Prediction] = {}
        for places in _alike(encoded):
            scores = self.scores([encoded[at] for at in places])
            for row, at in enumerate(places):
                said[at] = prediction(scores, row, encoded[at], tokens[at], self.labels)
        return [said[at] for at in range(len(texts))]

    def scores(self, batch: Sequence[Encoded]) -> Scores:
        """The model's logits for one batch."""
        import torch

        given = padded(batch, self.tokenizer.pad_token_id or 0)
        device = next(self.model.parameters()).device
        with torch.inference_mode():
            intents, tags = self.model(given["input_ids"].to(device), given["attention_mask"].to(device))
        return Scores(intents.float().cpu().numpy(), tags.float().cpu().numpy())


def load_student(folder: Path | str, *, device: str | None = None) -> Student:
    """Load the student in a folder that training wrote.

    Args:
        device: "cpu", "cuda", …; None takes CUDA where there is CUDA.

    Raises:
        NotFound: no student is there. InvalidValue: its card and its weights do not belong together.
        Unavailable: weights that cannot be loaded, or a device that is not there.
    """
    from safetensors.torch import load_file

    from backend.students.card import HEADS, checked, read_card
    from backend.students.model import joint_model, longest_of, open_encoder
    from backend.teacher.device import pick

    place = Path(folder).expanduser()
    card = read_card(place)
    uid, labels, settings = checked(card, place)
    encoder, tokenizer = open_encoder(str(place))
    model = joint_model(encoder, intents=len(labels.intents), tags=len(labels.tags), pooling=settings.pooling)
    try:
        lacking = model.load_state_dict(load_file(place / HEADS), strict=False)
    except (RuntimeError, OSError) as error:
        raise Unavailable("student whose heads do not fit its labels", value=str(place / HEADS)) from error
    if lacking.unexpected_keys or any(not name.startswith("encoder.") for name in lacking.missing_keys):
        raise Unavailable("student without its heads", value=str(place / HEADS), remedy="Train it again.")
    chosen, _ = pick(device, None)
    model.to(chosen).eval()
    return Student(uid, labels, card, model, tokenizer, min(settings.longest, longest_of(encoder, tokenizer)))


def prediction(scores: Scores, row: int, encoded: Encoded, tokens: Sequence[Token], labels: LabelMap) -> Prediction:
    """What the logits of one row of a batch say, as valid spans of the likeliest intent's slots."""
    chances = _softmax(scores.intents[row])
    order = [int(number) for number in (-chances).argsort(kind="stable")]
    intent = order[0]
    seen = [place for place in encoded.firsts if place is not None]
    # A token that the tokenizer sees nothing of has no scores: its neighbours decide, O and a slot's two tags
    # together being alike.
    by_token = np.full((len(tokens), len(labels.tags)), np.log(0.5))
    by_token[:, 0] = 0
    by_token[[place is not None for place in encoded.firsts]] = _log_softmax(scores.tags[row, seen])
    numbers = best_tags(by_token, labels.allowed[intent], labels.may_be_adjacent)
    tags = tuple(labels.tags[number] for number in numbers)
    others = tuple((labels.intents[number], float(chances[number])) for number in order[1 : 1 + RUNNERS_UP])
    return Prediction(labels.intents[intent], float(chances[intent]), spans_from_tags(tuple(tokens), tags), others)


def _tokens(text: str, number: int) -> tuple[Token, ...]:
    try:
        return student_tokens(text)
    except TeachsetError as error:
        raise InvalidValue(error.problem, value=error.value, where=f"text {number}", remedy=error.remedy) from error


def _alike(encoded: Sequence[Encoded]) -> Iterator[list[int]]:
    """Places in batches of like length."""
    order = sorted(range(len(encoded)), key=lambda at: encoded[at].size)
    for first in range(0, len(order), BATCH):
        yield order[first : first + BATCH]


def _log_softmax(logits: NDArray[np.floating]) -> NDArray[np.floating]:
    shifted = logits.astype(np.float64) - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def _softmax(logits: NDArray[np.floating]) -> NDArray[np.floating]:
    return np.exp(_log_softmax(logits))
