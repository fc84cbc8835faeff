from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from seqeval.metrics import f1_score
from seqeval.scheme import IOB2

from backend.domain.errors import InvalidValue
from backend.domain.utterance import Span, Utterance
from backend.students import resampling
from backend.students.metrics import common_tags, evaluate, outcomes
from backend.students.student import Prediction
from tests.backend.domain.strategies import utterances

GOLD = [
    Utterance("to rome on monday", "go", "en", (Span(3, 7, "city"), Span(11, 17, "day"))),
    Utterance("to oslo", "go", "en", (Span(3, 7, "city"),)),
    Utterance("nach riga", "go", "de", (Span(5, 9, "city"),)),
    Utterance("stop it", "stop", "en"),
]
SAID = [
    Prediction("go", 0.9, (Span(3, 7, "city"), Span(11, 17, "day"))),
    Prediction("go", 0.9, (Span(0, 7, "city"),)),
    Prediction("stop", 0.6, (Span(5, 9, "city"),)),
    Prediction("stop", 0.8, (Span(0, 4, "day"),)),
]


def test_figures_by_hand() -> None:
    figures = evaluate(GOLD, SAID)
    assert figures.overall.utterances == 4
    assert figures.overall.intent_accuracy.value == 0.75
    assert figures.overall.slot_f1.value == pytest.approx(2 * 3 / (4 + 5))
    assert figures.overall.frame_accuracy.value == 0.25
    stop, city, day = figures.intents["stop"], figures.slots["city"], figures.slots["day"]
    assert (stop.precision, stop.recall, stop.support) == (0.5, 1.0, 1)
    assert (city.precision, city.recall, city.support) == (pytest.approx(2 / 3), pytest.approx(2 / 3), 3)
    assert (day.precision, day.recall, day.support) == (0.5, 1.0, 1)
    assert list(figures.languages) == ["de", "en"]
    assert figures.languages["de"].intent_accuracy.value == 0.0
    assert figures.languages["de"].slot_f1.value == 1.0


def test_an_interval_holds_the_figure_and_is_the_same_for_the_same_seed() -> None:
    many, said = GOLD * 50, SAID * 50
    first, again, other = (evaluate(many, said, seed=seed).overall.intent_accuracy for seed in (1, 1, 2))
    assert first == again != other
    assert 0.65 < first.low < 0.75 < first.high < 0.85


def test_nothing_to_find_and_nothing_found_is_no_fault() -> None:
    figures = evaluate([GOLD[3]], [Prediction("stop", 1.0, ())])
    assert figures.overall.slot_f1.value == figures.overall.frame_accuracy.value == 1.0
    assert figures.slots == {}


def test_slots_whose_names_end_in_a_hyphen_are_told_apart_from_those_without() -> None:
    gold = Utterance("a big bowl", "order", "en", (Span(2, 5, "size-"),))
    figures = evaluate([gold], [Prediction("order", 1.0, (Span(2, 5, "size"),))]).slots
    assert {name: (one.recall, one.support) for name, one in figures.items()} == {"size": (0.0, 0), "size-": (0.0, 1)}
    assert evaluate([gold], [Prediction("order", 1.0, gold.spans)]).slots["size-"].f1 == 1.0


def test_the_utterances_are_drawn_once_for_all_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    draws: list[int] = []
    drawing = resampling._draws
    monkeypatch.setattr(resampling, "_draws", lambda *given: draws.append(given[0]) or drawing(*given))
    spoken_alike = [replace(one, language="en") for one in GOLD]
    of_one_language = evaluate(spoken_alike, SAID)
    assert draws == [4], "20,000 utterances take seconds to draw"
    assert of_one_language.languages == {"en": of_one_language.overall}
    assert of_one_language.overall.slot_f1 == resampling.estimate(*outcomes(GOLD, SAID).ratios()["slot_f1"])
    evaluate(GOLD, SAID)
    assert draws == [4, 4, 4, 1, 3]


def test_a_label_that_only_the_student_knows_counts_against_it() -> None:
    figures = evaluate([GOLD[1]], [Prediction("fly", 0.5, (Span(3, 7, "place"),))])
    assert figures.intents["fly"].support == figures.slots["place"].support == 0
    assert figures.overall.slot_f1.value == 0.0


def test_predictions_that_do_not_fit_are_refused_with_their_line() -> None:
    with pytest.raises(InvalidValue, match=r"3 predictions for 4 utterances.* 4"):
        evaluate(GOLD, SAID[:3])
    with pytest.raises(InvalidValue, match="line 2: span outside the text"):
        evaluate(GOLD, [SAID[0], Prediction("go", 1.0, (Span(3, 8, "city"),)), *SAID[2:]])
    with pytest.raises(InvalidValue, match=r"line 1: .*overlaps"):
        evaluate(GOLD, [Prediction("go", 1.0, (Span(0, 7, "city"), Span(3, 9, "day"))), *SAID[1:]])
    with pytest.raises(InvalidValue, match="without an utterance"):
        evaluate([], [])


@given(st.lists(st.tuples(utterances(), utterances()), min_size=1, max_size=6))
def test_slot_f1_is_seqevals(pairs: list[tuple[Utterance, Utterance]]) -> None:
    gold = [one for one, _ in pairs]
    said = [
        Prediction("x", 1.0, tuple(s for s in other.spans if s.end <= len(one.text) and visible(one, s)))
        for one, other in pairs
    ]
    each = outcomes(gold, said)
    tags = [common_tags(one.text, one.spans, two.spans) for one, two in zip(gold, said, strict=True)]
    expected = f1_score([a for a, _ in tags], [b for _, b in tags], mode="strict", scheme=IOB2, zero_division=0)
    if each.spans.sum():
        assert 2 * each.hits.sum() / each.spans.sum() == pytest.approx(expected)


def visible(utterance: Utterance, span: Span) -> bool:
    value = utterance.text[span.start : span.end]
    return value == value.strip()
