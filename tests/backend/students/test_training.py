"""Training runs on a tiny encoder: real losses, real files."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
import torch
from safetensors import SafetensorError

from backend.domain.errors import Conflict, Unavailable
from backend.students.card import HEADS
from backend.students.data import student_data
from backend.students.encoding import Encoded, padded
from backend.students.model import frames_wrong, joint_loss
from backend.students.student import load_student
from backend.students.training import Progress, Training, train
from backend.teacher.adapter import CARD
from backend.teacher.tuning.encoding import batches
from backend.teacher.tuning.trainer import arguments, trainer_class
from tests.backend.students.conftest import settings, trips

pytestmark = pytest.mark.long


def test_a_run_writes_weights_a_tokenizer_and_a_card(student_folder: Path) -> None:
    there = {file.name for file in student_folder.iterdir()}
    assert {"model.safetensors", HEADS, "config.json", "tokenizer.json", CARD} <= there
    assert not [name for name in there if name.endswith((".bin", ".pt", "checkpoints"))]
    card = json.loads((student_folder / CARD).read_text(encoding="utf-8"))
    assert (card["kind"], card["uid"]) == ("student", "student-1")
    assert card["labels"]["holds"] == [["city", "day"], []]
    assert card["data"]["teaching"] + card["data"]["measuring"] == 48
    assert card["data"]["sources"] == {"own.txt": "0" * 64}
    points = [point["frame_accuracy"] for point in card["curve"] if "frame_accuracy" in point]
    assert card["result"]["held_out_frame_accuracy"] == max(points) > 0.8


def test_the_same_seed_gives_the_same_student_and_another_one_another(tiny_encoder: Path, tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        how = settings(tiny_encoder, passes=1, seed=seed, evaluations=2)
        short = Training(student_data(trips(), 0.2), how, device="cpu")
        train(short, tmp_path / name)
    first, second, other = ((tmp_path / name / HEADS).read_bytes() for name in "abc")
    assert first == second != other


def test_progress_is_told_step_by_step_with_what_was_measured(tiny_encoder: Path, tmp_path: Path) -> None:
    seen: list[Progress] = []
    train(
        Training(student_data(trips(), 0.2), settings(tiny_encoder), device="cpu"), tmp_path / "s", progress=seen.append
    )
    assert [now.step for now in seen] == sorted(now.step for now in seen)
    assert seen[-1].loss < 1.0
    assert 0 <= seen[-1].frame_accuracy <= 1


def test_a_run_that_should_stop_leaves_no_student(tiny_encoder: Path, tmp_path: Path) -> None:
    steps: list[int] = []
    order = Training(student_data(trips(), 0.2), settings(tiny_encoder), device="cpu")
    stopped = train(
        order, tmp_path / "s", progress=lambda now: steps.append(now.step), should_stop=lambda: len(steps) >= 3
    )
    assert not stopped
    assert steps[-1] <= 4
    assert not (tmp_path / "s" / CARD).exists()


def test_a_full_disk_is_said_with_what_to_do_and_leaves_nothing(
    tiny_encoder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise SafetensorError("Error while serializing: I/O error: No space left on device (os error 28)")

    monkeypatch.setattr("safetensors.torch.save_file", full)
    how = replace(settings(tiny_encoder, passes=1), least_steps=1)
    with pytest.raises(Unavailable, match="No space left on device") as refused:
        train(Training(student_data(trips()[20:28], 0.0), how, device="cpu"), tmp_path / "s")
    assert (refused.value.where, refused.value.remedy) == (
        str(tmp_path / "s"),
        "Free some disk space, and try again.",
    )
    assert not (tmp_path / "s").exists()


def test_every_held_out_utterance_counts_alike_whatever_batch_it_is_in(tmp_path: Path) -> None:
    class SaysTheFirst(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.bias = torch.nn.Parameter(torch.zeros(1))

        def forward(self, ids: torch.Tensor, _mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            return torch.tensor([[5.0, -5.0]]).repeat(len(ids), 1) + self.bias, torch.zeros(*ids.shape, 1) + self.bias

    right = [Encoded((1,) * 8, (1,), 0, (0,) * 8)] * 40
    wrong = [Encoded((1,) * 60, (1,), 1, (0,) * 60)] * 10
    held_out = batches([*right, *wrong], 320, Random(0))
    assert sorted(map(len, held_out)) == [5, 5, 40]
    how = arguments(tmp_path, steps=1, learning_rate=0.1, warmup=0.1, evaluations=1, seed=0, device=torch.device("cpu"))
    trainer = trainer_class(torch.float32, joint_loss, frames_wrong)(
        model=SaysTheFirst(), args=how, eval_dataset=held_out, data_collator=lambda items: padded(items[0], 0)
    )
    assert trainer.evaluate()["eval_loss"] == pytest.approx(10 / 50, abs=1e-3)


def test_it_stops_once_the_held_out_utterances_get_no_better(tiny_encoder: Path, tmp_path: Path) -> None:
    how = settings(tiny_encoder, passes=200, evaluations=100, patience=2)
    train(Training(student_data(trips(), 0.2), how, device="cpu"), tmp_path / "s")
    result = json.loads((tmp_path / "s" / CARD).read_text())["result"]
    assert result["steps"] < result["of_steps"] / 2


def test_too_little_to_hold_anything_out_is_trained_to_the_end(tiny_encoder: Path, tmp_path: Path) -> None:
    data = student_data([*trips()[:3], *trips()[-3:]], 0.1)
    assert data.measuring == ()
    assert train(Training(data, settings(tiny_encoder), device="cpu"), tmp_path / "s")
    made = load_student(tmp_path / "s", device="cpu")
    assert made.card["result"]["held_out_frame_accuracy"] is None
    assert [said.intent for said in made.predict(["bring me to lima", "call off trip 3"])] == [
        "book_trip",
        "cancel_trip",
    ]


@pytest.mark.parametrize("balance", ["none", "weights", "sampling"])
def test_every_balance_and_pooling_trains(tiny_encoder: Path, tmp_path: Path, balance: str) -> None:
    pooling = "cls" if balance == "none" else "mean"
    how = settings(tiny_encoder, balance=balance, pooling=pooling, passes=2, evaluations=2)
    assert train(Training(student_data(trips(), 0.2), how, device="cpu"), tmp_path / "s")
    assert load_student(tmp_path / "s", device="cpu").model.pooling == pooling


def test_a_folder_that_holds_something_is_left_alone(tiny_encoder: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(Conflict, match="not empty"):
        train(Training(student_data(trips(), 0.2), settings(tiny_encoder)), tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_an_encoder_that_is_none_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(Unavailable, match="safetensors"):
        train(Training(student_data(trips(), 0.2), settings(tmp_path / "empty")), tmp_path / "s")
