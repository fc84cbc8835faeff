"""What a student is worth on labelled utterances: intents, slots, and both at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.domain.errors import InvalidValue, TeachsetError
from backend.domain.utterance import Span, Utterance
from backend.students.resampling import RESAMPLES, Estimate, estimates
from backend.students.student import Prediction
from backend.students.widening import Widened, widened


@dataclass(frozen=True)
class LabelFigures:
    """Of one intent or slot; support is how often the test set has it. A share without a denominator is 0."""

    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True)
class Shares:
    """Figures of the utterances of a test set, or of those in one language.

    Attributes:
        slot_f1: micro-averaged over spans, each right only with its slot and both its ends (CoNLL's measure);
            1 where there is no span to find and none was found.
        frame_accuracy: share of utterances with the right intent and exactly the right spans.
    """

    utterances: int
    intent_accuracy: Estimate
    slot_f1: Estimate
    frame_accuracy: Estimate


@dataclass(frozen=True)
class Figures:
    """Everything that is measured of a student on one test set.

    `widened` says which of its spans no student can say; None in figures of the time before that was counted.
    """

    overall: Shares
    languages: dict[str, Shares]
    intents: dict[str, LabelFigures]
    slots: dict[str, LabelFigures]
    widened: Widened | None = None


@dataclass(frozen=True)
class Outcomes:
    """What became of each utterance, as arrays of as many numbers.

    Attributes:
        intents, frames: 1 where right. hits: spans that were found; spans: those of gold plus those predicted.
    """

    intents: NDArray[np.float64]
    frames: NDArray[np.float64]
    hits: NDArray[np.float64]
    spans: NDArray[np.float64]

    def ratios(self) -> dict[str, tuple[NDArray[np.float64], NDArray[np.float64]]]:
        """Every figure as the two sums that it is the ratio of."""
        one = np.ones_like(self.intents)
        return {
            "intent_accuracy": (self.intents, one),
            "slot_f1": (2 * self.hits, self.spans),
            "frame_accuracy": (self.frames, one),
        }


def evaluate(
    gold: Sequence[Utterance], predicted: Sequence[Prediction], *, seed: int = 0, resamples: int = RESAMPLES
) -> Figures:
    """Measure predictions against the utterances they were made for, in the same order.

    Args:
        seed, resamples: of the bootstrap that the 95% intervals come from.

    Raises:
        InvalidValue: nothing to measure, other than one prediction an utterance, or spans that the utterance
            cannot hold; it names the line, from 1.
    """
    each = outcomes(gold, predicted)
    languages = sorted({utterance.language for utterance in gold})
    spoken = np.array([utterance.language for utterance in gold])
    whole = _shares(each, np.ones(len(gold), dtype=bool), seed, resamples)
    several = len(languages) > 1
    return Figures(
        whole,
        {language: _shares(each, spoken == language, seed, resamples) if several else whole for language in languages},
        _intents(gold, predicted),
        _slots(gold, predicted),
        widened((one.text, one.spans) for one in gold),
    )


def overall(
    gold: Sequence[Utterance], predicted: Sequence[Prediction], *, seed: int = 0, resamples: int = RESAMPLES
) -> Shares:
    """The figures of all utterances together; arguments and errors as of `evaluate`."""
    return _shares(outcomes(gold, predicted), np.ones(len(gold), dtype=bool), seed, resamples)


def outcomes(gold: Sequence[Utterance], predicted: Sequence[Prediction]) -> Outcomes:
    """What became of each utterance.

    Raises:
        InvalidValue: as `evaluate`.
    """
    _require_aligned(gold, predicted)
    right = np.array([one.intent == said.intent for one, said in zip(gold, predicted, strict=True)], dtype=float)
    hits = np.array([len({*one.spans} & {*said.spans}) for one, said in zip(gold, predicted, strict=True)], dtype=float)
    spans = np.array([len(one.spans) + len(said.spans) for one, said in zip(gold, predicted, strict=True)], dtype=float)
    return Outcomes(right, right * (2 * hits == spans), hits, spans)


def common_tags(text: str, spans: Sequence[Span], others: Sequence[Span]) -> tuple[list[str], list[str]]:
    """BIO tags for two sets of spans on the same stretches of the text: it is cut wherever a span begins or ends."""
    edges = sorted({0, len(text), *(edge for span in (*spans, *others) for edge in (span.start, span.end))})
    stretches = list(pairwise(edges))
    return _tags(stretches, spans), _tags(stretches, others)


def _tags(stretches: Sequence[tuple[int, int]], spans: Sequence[Span]) -> list[str]:
    tags: list[str] = []
    for start, end in stretches:
        span = next((span for span in spans if span.start <= start and end <= span.end), None)
        tags.append(f"{'B' if start == span.start else 'I'}-{span.slot}" if span else "O")
    return tags


def _shares(each: Outcomes, rows: NDArray[np.bool_], seed: int, resamples: int) -> Shares:
    ratios = {name: (above[rows], below[rows]) for name, (above, below) in each.ratios().items()}
    return Shares(int(rows.sum()), **estimates(ratios, seed=seed, resamples=resamples))


def _intents(gold: Sequence[Utterance], predicted: Sequence[Prediction]) -> dict[str, LabelFigures]:
    from sklearn.metrics import precision_recall_fscore_support

    names = sorted({one.intent for one in gold} | {one.intent for one in predicted})
    columns = precision_recall_fscore_support(
        [one.intent for one in gold], [one.intent for one in predicted], labels=names, zero_division=0.0
    )
    rows = zip(names, *columns, strict=True)
    return {name: LabelFigures(float(p), float(r), float(f), int(n)) for name, p, r, f, n in rows}


def _slots(gold: Sequence[Utterance], predicted: Sequence[Prediction]) -> dict[str, LabelFigures]:
    from seqeval.metrics import classification_report
    from seqeval.scheme import IOB2

    names = sorted({span.slot for held in (gold, predicted) for one in held for span in one.spans})
    if not names:
        return {}
    # seqeval takes hyphens off a name's ends: by numbers, "size-" stays apart from "size".
    plain = {name: f"slot{number}" for number, name in enumerate(names)}
    pairs = [
        common_tags(one.text, _renamed(one.spans, plain), _renamed(said.spans, plain))
        for one, said in zip(gold, predicted, strict=True)
    ]
    report: dict[str, Any] = classification_report(
        [pair[0] for pair in pairs], [pair[1] for pair in pairs],
        output_dict=True, mode="strict", scheme=IOB2, zero_division=0,
    )  # fmt: skip
    return {
        name: LabelFigures(float(row["precision"]), float(row["recall"]), float(row["f1-score"]), int(row["support"]))
        for name in names
        for row in (report[plain[name]],)
    }


def _renamed(spans: Sequence[Span], names: Mapping[str, str]) -> list[Span]:
    return [Span(span.start, span.end, names[span.slot]) for span in spans]


def _require_aligned(gold: Sequence[Utterance], predicted: Sequence[Prediction]) -> None:
    if not gold:
        raise InvalidValue("test set without an utterance")
    if len(gold) != len(predicted):
        raise InvalidValue(
            f"{len(predicted)} predictions for {len(gold)} utterances; the first without its own is line",
            value=min(len(gold), len(predicted)) + 1,
        )
    for number, (one, said) in enumerate(zip(gold, predicted, strict=True), start=1):
        try:
            Utterance(one.text, said.intent, one.language, said.spans)
        except TeachsetError as error:
            raise error.at(f"line {number}") from error
