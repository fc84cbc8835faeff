"""Candidates of a language judged together."""

from __future__ import annotations

import numpy as np

from backend.insight.judging import ACCEPTED as MOST
from backend.insight.judging import Decided, Reference, judge
from backend.insight.knowledge import learn
from backend.insight.prediction import Prediction, predictions
from backend.insight.vectors import packed, unpacked
from tests.backend.insight.rows import KNOWS, SCHEMA, accepted, row
from tests.backend.students.hashing import HashingEncoder


def reference() -> Reference:
    rows, encoder = accepted(), HashingEncoder()
    return Reference(
        learn(rows, SCHEMA, "en"),
        Decided([one.id for one in rows], [one.intent for one in rows], encoder.encode([one.text for one in rows])),
        Decided([31], ["rent_bike"], encoder.encode(["rent rent rent"])),
    )


def test_neighbours_are_of_any_intent_and_distance_is_of_the_same() -> None:
    text = row("the brake is broken", "rent_bike")
    (judged,) = judge([text], unpacked(packed(HashingEncoder().encode([text.text]))), reference())
    assert len(judged.accepted) == MOST
    assert (judged.accepted[0].id, judged.accepted[0].intent) == (4, "report_damage")
    assert judged.accepted[0].similarity > 0.99
    assert [one.similarity for one in judged.accepted] == sorted((o.similarity for o in judged.accepted), reverse=True)
    assert [one.id for one in judged.rejected] == [31]
    assert judged.finding.distance > 0.2


def test_the_nearest_of_the_same_intent_is_found_though_five_others_are_nearer() -> None:
    vectors = np.array([[1, 0], [1, 0], [1, 0], [1, 0], [1, 0], [0.6, 0.8]], np.float16)
    decided = Decided(range(6), ["say_hello"] * 5 + ["rent_bike"], vectors)
    known = Reference(learn([], SCHEMA, "en"), decided, Decided((), (), vectors[:0]))
    (mine, none) = judge([row("a"), row("b", "report_damage")], vectors[:2], known)
    assert abs(mine.finding.distance - 0.4) < 1e-3
    assert none.finding.distance == 1.0


def test_without_vectors_labels_and_text_are_judged_all_the_same() -> None:
    said = [Prediction("report_damage", 0.8, (), KNOWS)]
    (judged,) = judge([row("a tandem tandem tandem")], None, reference(), said)
    assert judged.accepted == judged.rejected == ()
    assert {verdict.check for verdict in judged.finding.doubts} == {
        "no-repetition", "values-labelled", "student-agrees",
    }  # fmt: skip
    assert judged.finding.distance == 0.0


def test_vectors_survive_storing_in_half_precision() -> None:
    vectors = HashingEncoder().encode(["a tandem", "a cargo bike"])
    back = unpacked(packed(vectors))
    assert (back.shape, back.dtype) == ((2, 64), np.float16)
    assert np.abs(back.astype(np.float32) - vectors).max() < 1e-3
    assert [len(one) for one in packed(vectors)] == [128, 128]


def test_predictions_are_put_in_order() -> None:
    class Student:
        uid = "s1"
        knows = KNOWS

        def predict(self, texts: list[str]) -> list[tuple[str, float, list[tuple[int, int, str]]]]:
            return [("rent_bike", 1.2, [(4, 6, "kind"), (0, 2, "part")]) for _ in texts]

    assert predictions(Student(), ["ab cd ef"]) == [
        Prediction("rent_bike", 1.0, ((0, 2, "part"), (4, 6, "kind")), KNOWS),
    ]
