from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from backend.domain.errors import Conflict, TeachsetError, Unavailable
from backend.students import onnx_export
from backend.students.encoding import Encoded, encode
from backend.students.onnx_export import TOLERANCE, export_onnx, onnx_scores
from backend.students.student import Scores, Student, prediction
from backend.students.tokens import student_tokens
from tests.backend.students.conftest import trips


@pytest.fixture(scope="module")
def exported(student: Student, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("onnx") / "trips.onnx"
    assert export_onnx(student, file) < TOLERANCE
    return file


def test_it_predicts_what_the_student_predicts(student: Student, exported: Path) -> None:
    texts = [one.text for one in trips()[::4]]
    tokens = [student_tokens(text) for text in texts]
    batch = encode(tokens, student.tokenizer, student.longest)
    scores = onnx_scores(exported, batch, student.tokenizer.pad_token_id)
    for row, ours in enumerate(student.predict(texts)):
        theirs = prediction(scores, row, batch[row], tokens[row], student.labels)
        assert theirs[::2] == ours[::2]
        assert theirs.confidence == pytest.approx(ours.confidence, abs=1e-3)


def test_it_is_one_file_that_says_whose_it_is(student: Student, exported: Path) -> None:
    import onnx

    assert list(exported.parent.iterdir()) == [exported]
    (about,) = (entry.value for entry in onnx.load(exported).metadata_props if entry.key == "teachset")
    assert json.loads(about)["uid"] == student.uid
    assert json.loads(about)["labels"]["intents"] == list(student.labels.intents)


def test_a_file_that_is_there_is_left_alone(student: Student, tmp_path: Path) -> None:
    there = tmp_path / "mine.onnx"
    there.write_text("mine")
    with pytest.raises(Conflict, match=r"mine\.onnx"):
        export_onnx(student, there)
    assert there.read_text() == "mine"


def test_one_that_says_what_is_no_number_is_not_left_behind(
    student: Student, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_path: Path, batch: list[Encoded], _pad: int) -> Scores:
        scores = student.scores(batch)
        return Scores(scores.intents, np.full_like(scores.tags, np.nan))

    monkeypatch.setattr(onnx_export, "onnx_scores", broken)
    monkeypatch.setattr(onnx_export, "_write", lambda _s, _e, path: path.write_bytes(b""))
    with pytest.raises(TeachsetError, match="differ"):
        export_onnx(student, tmp_path / "new.onnx")
    assert not (tmp_path / "new.onnx").exists()


def test_one_that_says_something_else_is_not_left_behind(
    student: Student, exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(onnx_export, "TOLERANCE", -1.0)
    monkeypatch.setattr(onnx_export, "_write", lambda _s, _e, path: path.write_bytes(exported.read_bytes()))
    with pytest.raises(TeachsetError, match="differ"):
        export_onnx(student, tmp_path / "new.onnx")
    assert not (tmp_path / "new.onnx").exists()


def test_a_package_that_is_not_installed_is_named(
    student: Student, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(onnx_export, "_PACKAGES", ("onnx", "no_such_package"))
    with pytest.raises(Unavailable, match="no_such_package"):
        export_onnx(student, tmp_path / "new.onnx")
