from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.utterance import Span, Utterance
from backend.students.mistakes import Confusion, SlotMistakes, confusions, slot_mistakes
from backend.students.student import Prediction
from tests.backend.domain.strategies import utterances as any_utterance

FLY = Utterance("fly to new york on monday", "fly", "en", (Span(7, 15, "city"), Span(19, 25, "day")))


def said(*spans: tuple[int, int, str], intent: str = "fly") -> Prediction:
    return Prediction(intent, 0.9, tuple(Span(*span) for span in spans))


def test_pairs_of_intents_come_with_their_places_the_most_frequent_first() -> None:
    gold = [Utterance(text, intent) for text, intent in (("a", "x"), ("b", "y"), ("c", "x"), ("d", "x"), ("e", "z"))]
    answers = [said(intent=intent) for intent in ("y", "x", "y", "z", "z")]
    assert confusions(gold, answers) == [
        Confusion("x", "y", (0, 2)),
        Confusion("x", "z", (3,)),
        Confusion("y", "x", (1,)),
    ]


def test_what_goes_wrong_with_a_slot_is_told_apart() -> None:
    gold = [FLY] * 4 + [Utterance("never mind", "fly")]
    answers = [
        said((7, 15, "city"), (19, 25, "day")),
        said((11, 15, "city"), (19, 25, "city")),
        said((7, 15, "day")),
        said((0, 3, "city"), (7, 15, "city"), (19, 25, "day")),
        said((0, 5, "day")),
    ]
    assert slot_mistakes(gold, answers) == [
        SlotMistakes("city", 4, found=2, ends=1, other=1, missed=0, made_up=1, places=(1, 2, 3)),
        SlotMistakes("day", 4, found=2, ends=0, other=1, missed=1, made_up=1, places=(1, 2, 4)),
    ]
    assert slot_mistakes([FLY], [said((7, 15, "city"), (19, 25, "day"))]) == []


@given(st.lists(any_utterance(), max_size=4), st.data())
def test_every_span_has_one_fate(gold: list[Utterance], data: st.DataObject) -> None:
    answers = [Prediction(one.intent, 1.0, data.draw(st.sampled_from([one.spans, (), one.spans[:1]]))) for one in gold]
    for one in slot_mistakes(gold, answers):
        assert one.found + one.ends + one.other + one.missed == one.times
        assert one.wrong > 0
        assert one.places
