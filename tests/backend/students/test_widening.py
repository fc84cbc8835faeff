"""Spans that end within a word are counted, as what is taught and measured has them."""

from __future__ import annotations

import pytest

from backend.domain.utterance import Span, Utterance
from backend.students.metrics import evaluate
from backend.students.student import Prediction
from backend.students.widening import Widened, widened


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("서울에 가자", (Span(0, 2, "city"),), Widened(1, 1, "서울", "서울에")),
        ("서울 가자", (Span(0, 2, "city"),), Widened(0, 1)),
        ("boston's best", (Span(0, 6, "city"),), Widened(0, 1)),
        ("überall", (Span(4, 7, "what"),), Widened(1, 1, "all", "überall")),
        ("東京に行く", (Span(0, 2, "city"),), Widened(0, 1)),
        ("fly home", (), Widened(0, 0)),
        ("from seoulto busanby now", (Span(5, 10, "a"), Span(13, 18, "b")), Widened(2, 2, "seoul", "seoulto")),
    ],
)
def test_a_span_counts_where_it_begins_or_ends_inside_a_word(
    text: str, spans: tuple[Span, ...], expected: Widened
) -> None:
    assert widened([(text, spans)]) == expected


def test_figures_say_how_many_of_their_spans_no_student_can_find() -> None:
    gold = [
        Utterance("서울에 가자", "fly", "ko", (Span(0, 2, "city"),)),
        Utterance("부산 가자", "fly", "ko", (Span(0, 2, "city"),)),
    ]
    as_it_learns = [Prediction("fly", 1.0, (Span(0, 3, "city"),)), Prediction("fly", 1.0, (Span(0, 2, "city"),))]
    figures = evaluate(gold, as_it_learns)
    assert figures.widened == Widened(1, 2, "서울", "서울에")
    assert figures.slots["city"].recall == 0.5
