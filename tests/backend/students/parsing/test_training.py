"""Training students of parses on tiny models: real losses, real checkpoints, real files."""

from __future__ import annotations

import json
import math
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from backend.domain.errors import Conflict, InvalidValue, NotFound, Unavailable
from backend.domain.parse_notation import SQUARE, read_parse, write_parse
from backend.domain.parse_shape import require_text
from backend.students.parsing.card import is_parser, note_figures, read_card
from backend.students.parsing.parser import load_parser
from backend.students.parsing.settings import ParserSettings
from backend.students.parsing.training import ParserProgress, ParserTraining, train_parser
from backend.students.student import load_student
from tests.backend.students.parsing.conftest import bowls, data, settings

TEXTS = ["get a big soup", "get six tiny corn please", "rice [now] 5:30"]


@pytest.fixture(scope="session")
def student(decoder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that training wrote."""
    out = tmp_path_factory.mktemp("students") / "parser"
    training = ParserTraining(data(0.25), out.parent, settings(decoder), {"own": "0" * 64}, "some-uid", "cpu")
    assert train_parser(training, out)
    return out


def test_a_student_is_weights_a_card_and_a_schema_and_loads_and_parses_in_one_line(student: Path) -> None:
    said = load_parser(student, cache=student, device="cpu").predict(TEXTS)
    card = json.loads((student / "teachset.json").read_text(encoding="utf-8"))
    assert card["data"] == card["data"] | {"sha256": data(0.25).sha256, "teaching": 18, "measuring": 6, "left_out": 0}
    assert {label["name"] for label in card["schema"]["labels"]} == {"ORDER", "NUMBER", "FOOD"}
    assert [file.name for file in student.glob("*.safetensors")] == ["adapter_model.safetensors"]
    assert not (student / "checkpoints").exists()
    assert len(said) == len(TEXTS)
    assert is_parser(student)


def test_even_a_model_that_knows_nothing_writes_parses_of_the_schema_with_all_words_of_the_text(student: Path) -> None:
    held, free = (load_parser(student, cache=student, device="cpu", held=held) for held in (True, False))
    for text, said in zip(TEXTS, held.predict(TEXTS), strict=True):
        assert said.parse is not None, said
        assert said.parse == read_parse(said.written, SQUARE)
        held.card.schema.require(said.parse)
        require_text(said.parse, text, held.card.schema)
    unheld = free.predict(TEXTS)
    assert all(said.parse is None and said.problem for said in unheld)


def test_predictions_are_the_same_alone_and_beside_others(student: Path) -> None:
    opened = load_parser(student, cache=student, device="cpu")
    together = [said.written for said in opened.predict(TEXTS)]
    assert [opened.predict([text])[0].written for text in TEXTS] == together


def test_what_no_utterance_may_hold_is_refused_by_its_number(student: Path) -> None:
    with pytest.raises(InvalidValue, match="text 2"):
        load_parser(student, cache=student, device="cpu").predict(["get rice", " "])


def test_a_text_longer_than_the_model_reads_is_answered_with_no_parse(student: Path) -> None:
    (said,) = load_parser(student, cache=student, device="cpu").predict(["rice " * 80 + "soup"])
    assert said.parse is None
    assert said.problem


def test_an_encoder_decoder_model_learns_parses_too(encoder_decoder: Path, tmp_path: Path) -> None:
    seen: list[ParserProgress] = []
    out = tmp_path / "student"
    training = ParserTraining(data(), tmp_path, settings(encoder_decoder, full=True), device="cpu")
    assert train_parser(training, out, progress=seen.append)
    assert seen[-1].step == seen[-1].steps
    opened = load_parser(out, cache=tmp_path, device="cpu")
    assert all(said.parse is not None for said in opened.predict(TEXTS))
    assert sorted(file.name for file in out.glob("*.safetensors")) == ["model.safetensors"]
    (said,) = replace(opened, longest=40).predict(["rice " * 40 + "soup"])
    assert (said.parse, said.written) == (None, ""), "an encoder with that many positions would break down"


def test_a_run_that_was_stopped_goes_on_from_its_checkpoint(decoder: Path, tmp_path: Path) -> None:
    out, steps = tmp_path / "student", list[int]()
    training = ParserTraining(data(), tmp_path, settings(decoder, passes=4, evaluations=4), uid="u", device="cpu")

    def note(now: ParserProgress) -> None:
        steps.append(now.step)

    assert not train_parser(training, out, progress=note, should_stop=lambda: len(steps) >= 3)
    assert not is_parser(out)
    before, steps[:] = max(steps), []
    assert train_parser(training, out, progress=note)
    assert min(steps) > before - 1
    again = ParserTraining(data(), tmp_path, settings(decoder, passes=4, evaluations=4, seed=1), device="cpu")
    with pytest.raises(Conflict):
        train_parser(again, out)


@pytest.mark.parametrize("killed_at", ["card.ParserCard.write", "training.clear_up"])
def test_a_run_that_was_killed_at_its_end_is_ended_when_it_is_begun_again(
    decoder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed_at: str
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    out = tmp_path / "student"
    training = ParserTraining(data(), tmp_path, settings(decoder), uid="u", device="cpu")
    with monkeypatch.context() as patched:
        patched.setattr(f"backend.students.parsing.{killed_at}", killed)
        with pytest.raises(KeyboardInterrupt):
            train_parser(training, out)
    assert is_parser(out) == (killed_at == "training.clear_up")
    steps: list[ParserProgress] = []
    assert train_parser(training, out, progress=steps.append)
    assert {now.step for now in steps} <= {now.steps for now in steps}, "it went on from its last step"
    assert read_card(out).told["data"]["sha256"] == training.data.sha256
    assert not {"run.json", "checkpoints"} & {file.name for file in out.iterdir()}


def test_a_loss_that_is_no_number_is_no_student(decoder: Path, tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    broken, out = tmp_path / "broken", tmp_path / "student"
    shutil.copytree(decoder, broken)
    weights = load_file(broken / "model.safetensors")
    save_file({name: one * math.nan for name, one in weights.items()}, broken / "model.safetensors", {"format": "pt"})
    with pytest.raises(Unavailable, match="training whose held-out loss is no number"):
        train_parser(ParserTraining(data(0.25), tmp_path, settings(broken), device="cpu"), out)
    assert not is_parser(out)


def test_a_full_disk_is_said_with_what_to_do(decoder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("backend.students.parsing.training.save_tuned", full)
    how = settings(decoder, passes=1, least_steps=1, held_out=0.0, evaluations=1)
    with pytest.raises(Unavailable, match="No space left on device"):
        train_parser(ParserTraining(data(0.0), tmp_path, how, device="cpu"), tmp_path / "s")


def test_the_same_seed_gives_the_same_student_and_it_learns(decoder: Path, tmp_path: Path) -> None:
    losses: list[list[float]] = [[], []]
    weights = []
    for run in (0, 1):
        out = tmp_path / str(run)
        training = ParserTraining(data(0.0), tmp_path, settings(decoder), uid="u", device="cpu")
        train_parser(training, out, progress=lambda now, run=run: losses[run].append(now.loss))  # type: ignore[misc]
        weights.append((out / "adapter_model.safetensors").read_bytes())
    assert weights[0] == weights[1]
    measured = [loss for loss in losses[0] if loss == loss]
    assert measured[-1] < measured[0]


def test_cards_are_held_against_what_lies_beside_them(student: Path, decoder: Path, tmp_path: Path) -> None:
    note_figures(student, "some file", {"exact_match": 0.5})
    assert read_card(student).told["figures"] == {"some file": {"exact_match": 0.5}}
    with pytest.raises(NotFound):
        read_card(decoder)
    with pytest.raises(NotFound):
        load_student(student)
    other = tmp_path / "student"
    other.mkdir()
    for file in student.iterdir():
        (other / file.name).write_bytes(file.read_bytes())
    (other / "adapter_model.safetensors").write_bytes(b"something else")
    with pytest.raises(InvalidValue, match="weights"):
        read_card(other)


def test_settings_out_of_range_are_refused() -> None:
    for wrong in ({"rank": 0}, {"held_out": 0.9}, {"passes": 0}):
        with pytest.raises(InvalidValue):
            ParserSettings(**wrong)  # type: ignore[arg-type]


def test_what_is_learnt_is_what_is_written() -> None:
    assert write_parse(bowls()[0].parse, SQUARE) == "[ORDER get [NUMBER a ] big [FOOD rice ] ]"  # type: ignore[arg-type]
