"""What a trained student says, and what is refused of its folder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from safetensors.torch import load_file, save_file

from backend.domain.errors import InvalidValue, NotFound, Unavailable
from backend.domain.utterance import Utterance
from backend.students.card import HEADS, note_figures, read_card
from backend.students.encoding import encode
from backend.students.latency import latency
from backend.students.metrics import evaluate
from backend.students.student import Student, load_student
from backend.students.tokens import student_tokens
from backend.teacher.adapter import CARD
from backend.teacher.weights import file_hash
from tests.backend.students.conftest import trips


def test_it_says_what_it_learnt_in_one_line(student_folder: Path) -> None:
    first, second = load_student(student_folder, device="cpu").predict(
        ["bring me to rome on monday", "call off trip 3"]
    )
    assert (first.intent, second.intent) == ("book_trip", "cancel_trip")
    assert [(span.slot, span.start, span.end) for span in first.spans] == [("city", 12, 16), ("day", 20, 26)]
    assert 0.5 < first.confidence <= 1
    assert second.spans == ()


def test_it_knows_most_of_what_it_was_taught(student: Student) -> None:
    figures = evaluate(trips(), student.predict([one.text for one in trips()]))
    assert figures.overall.intent_accuracy.value > 0.95
    assert figures.overall.slot_f1.value > 0.9


def test_the_order_and_the_neighbours_of_a_text_change_nothing(student: Student) -> None:
    texts = [one.text for one in trips()]
    together, backwards = student.predict(texts), student.predict(texts[::-1])[::-1]
    for text, one, other in zip(texts, together, backwards, strict=True):
        (alone,) = student.predict([text])
        assert one[::2] == other[::2] == alone[::2]
        assert one.confidence == pytest.approx(alone.confidence, abs=1e-4)


@pytest.mark.parametrize("text", ["!!!", "明日 oslo 🧑‍🚀", "a" * 1900, "\u200bx", "[PAD] [SEP]"])
def test_odd_texts_have_valid_predictions(student: Student, text: str) -> None:
    (said,) = student.predict([text])
    assert Utterance(text, said.intent, "en", said.spans).intent in student.labels.intents


def test_a_text_that_is_none_is_refused_with_its_place(student: Student) -> None:
    with pytest.raises(InvalidValue, match="text 2: control character"):
        student.predict(["fine", "not\nfine"])
    assert student.predict([]) == []


def test_sub_tokens_beyond_the_longest_have_no_token(student: Student) -> None:
    (encoded,) = encode([student_tokens("abc " * 40)], student.tokenizer, student.longest)
    assert student.longest == encoded.size == 64
    assert encoded.firsts[0] == 1
    assert encoded.firsts[-1] is None


def test_latency_is_that_of_single_predictions(student: Student) -> None:
    taken = latency(student, ["call off trip 3", "i fly to bern on friday"], count=20)
    assert 0 < taken.median <= taken.p95
    assert taken.count == 20
    with pytest.raises(InvalidValue):
        latency(student, [], count=20)


def test_figures_are_added_to_the_card(student_folder: Path, student: Student, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(student_folder, tmp_path / "copy"))
    figures = evaluate(trips(), student.predict([one.text for one in trips()]))
    note_figures(copy, "own.txt", figures)
    noted = read_card(copy)["figures"]["own.txt"]["overall"]["slot_f1"]["value"]
    assert noted == figures.overall.slot_f1.value
    assert load_student(copy, device="cpu").uid == student.uid


def test_a_folder_that_is_no_student_is_refused(tiny_encoder: Path, tmp_path: Path) -> None:
    for folder in (tiny_encoder, tmp_path, tmp_path / "nowhere"):
        with pytest.raises(NotFound, match="no student"):
            load_student(folder)
    (tmp_path / CARD).write_text('{"base": "a teacher"}')
    with pytest.raises(NotFound, match="no student"):
        load_student(tmp_path)


def test_other_weights_than_the_cards_are_refused(student_folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(student_folder, tmp_path / "copy"))
    heads = load_file(copy / HEADS)
    save_file({name: value + 1 for name, value in heads.items()}, copy / HEADS)
    with pytest.raises(InvalidValue, match=HEADS):
        load_student(copy)
    (copy / HEADS).unlink()
    with pytest.raises(InvalidValue, match=HEADS):
        load_student(copy)


def test_heads_that_do_not_fit_the_labels_are_refused(student_folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(student_folder, tmp_path / "copy"))
    card = read_card(copy)
    card["labels"] = {"intents": ["a", "b", "c"], "slots": [], "holds": [[], [], []]}
    (copy / CARD).write_text(json.dumps(card))
    with pytest.raises(Unavailable, match="do not fit"):
        load_student(copy)
    heads = {name: value for name, value in load_file(copy / HEADS).items() if "tag" not in name}
    save_file(heads, copy / HEADS)
    (copy / CARD).write_text(json.dumps(read_card(student_folder) | {"weights": hashes(copy)}))
    with pytest.raises(Unavailable, match="without its heads"):
        load_student(copy)


@pytest.mark.parametrize("labels", [None, [], {"intents": ["a"]}, {"intents": ["<b>"], "slots": [], "holds": [[]]}])
def test_a_card_that_makes_no_sense_is_refused(student_folder: Path, tmp_path: Path, labels: object) -> None:
    copy = Path(shutil.copytree(student_folder, tmp_path / "copy"))
    (copy / CARD).write_text(json.dumps(read_card(copy) | {"labels": labels}))
    with pytest.raises(InvalidValue, match="cannot be read"):
        load_student(copy)


def hashes(folder: Path) -> dict[str, str]:
    return {name: file_hash(folder / name) for name in ("model.safetensors", HEADS)}
