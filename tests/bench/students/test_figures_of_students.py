from __future__ import annotations

from backend.domain.utterance import Span, Utterance
from backend.students.student import Prediction
from bench.students.figures import figures
from bench.students.reviewing import accepted, agrees, corrected
from tests.bench.students.conftest import booked

OSLO, ROME = booked("fly to", "oslo"), booked("go to", "rome")
STOP = Utterance("stop it", "cancel_trip")
RIGHT = Prediction("book_trip", 0.9, OSLO.spans)


def test_local_columns_are_of_the_new_intent_s_utterances_and_the_others_of_all() -> None:
    said = [RIGHT, Prediction("cancel_trip", 0.8, ()), Prediction("cancel_trip", 0.9, ())]
    assert figures([OSLO, ROME, STOP], said, "book_trip") == {
        "target_recall": 0.5,
        "target_slot_f1": round(2 / 3, 5),
        "intent_accuracy": round(2 / 3, 5),
        "slot_f1": round(2 / 3, 5),
        "frame_accuracy": round(2 / 3, 5),
    }


def test_a_wrong_span_elsewhere_counts_for_all_alone() -> None:
    said = [RIGHT, Prediction("book_trip", 0.8, ROME.spans), Prediction("cancel_trip", 0.9, (Span(0, 4, "city"),))]
    found = figures([OSLO, ROME, STOP], said, "book_trip")
    assert (found["target_slot_f1"], found["target_recall"]) == (1.0, 1.0)
    assert (found["slot_f1"], found["frame_accuracy"]) == (0.8, round(2 / 3, 5))


def test_a_student_agrees_with_the_same_intent_and_the_same_spans_alone() -> None:
    assert agrees(OSLO, RIGHT)
    assert not agrees(OSLO, Prediction("cancel_trip", 0.9, OSLO.spans))
    assert not agrees(OSLO, Prediction("book_trip", 0.9, ()))
    assert not agrees(OSLO, Prediction("book_trip", 0.9, (Span(7, 11, "day"),)))
    assert accepted([OSLO, ROME], [RIGHT, RIGHT]) == (OSLO,)


def test_a_correction_puts_the_student_s_spans_in_place() -> None:
    wrong = Utterance(OSLO.text, "book_trip", "en", (Span(0, 3, "city"),))
    assert corrected(wrong, RIGHT) == OSLO
