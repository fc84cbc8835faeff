"""The packaged encoder itself: a short training, as a laptop would do it."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.domain.utterance import Utterance
from backend.students.data import student_data
from backend.students.metrics import evaluate
from backend.students.packaged import DEFAULT_ENCODER, packaged_encoder
from backend.students.settings import StudentSettings
from backend.students.student import load_student
from backend.students.training import Training, train
from tests.backend.students.conftest import said, trips

pytestmark = pytest.mark.long


NEW = [
    said("take me to", "madrid", "tuesday"),
    said("i need a flight to", "london", "sunday"),
    Utterance("please call off my booking", "cancel_trip"),
]


def test_the_package_holds_an_encoder() -> None:
    assert {"config.json", "tokenizer.json"} <= {file.name for file in packaged_encoder().iterdir()}


@pytest.mark.model
def test_it_learns_from_48_utterances_and_understands_cities_it_never_saw(tmp_path: Path) -> None:
    how = StudentSettings(encoder=DEFAULT_ENCODER, passes=1, least_steps=30, evaluations=3, learning_rate=1e-3)
    assert train(Training(student_data(trips(), 0.1), how, device="cpu"), tmp_path / "student")
    student = load_student(tmp_path / "student", device="cpu")
    figures = evaluate(NEW, student.predict([one.text for one in NEW]))
    assert figures.overall.intent_accuracy.value == 1.0
    assert figures.overall.slot_f1.value >= 0.75
