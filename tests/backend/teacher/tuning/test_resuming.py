"""A run's folder after a run that was killed at any moment."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.domain.errors import Conflict
from backend.teacher.tuning.resuming import CHECKPOINTS, RUN, TRAINER_STATE, claim, is_bare, last_checkpoint

THIS = {"base": "small", "methods": ("linguist",), "settings": {"seed": 1}}


def checkpoint(out: Path, step: int, state: str | None) -> Path:
    folder = out / CHECKPOINTS / f"checkpoint-{step}"
    folder.mkdir(parents=True)
    if state is not None:
        (folder / TRAINER_STATE).write_text(state, encoding="utf-8")
    return folder


def test_the_last_checkpoint_is_the_one_of_most_steps(tmp_path: Path) -> None:
    checkpoint(tmp_path, 9, '{"epoch": 1}')
    last = checkpoint(tmp_path, 10, '{"epoch": 2}')
    assert last_checkpoint(tmp_path) == last


@pytest.mark.parametrize("state", [None, "", '{"epoch": 2', '{"epoch": 2, "log": [{"lo'])
def test_a_checkpoint_whose_writing_was_cut_off_is_passed_over(tmp_path: Path, state: str | None) -> None:
    whole = checkpoint(tmp_path, 9, '{"epoch": 1}')
    checkpoint(tmp_path, 10, state)
    assert last_checkpoint(tmp_path) == whole


def test_a_run_cut_off_in_its_first_checkpoint_begins_anew(tmp_path: Path) -> None:
    checkpoint(tmp_path, 1, "")
    assert last_checkpoint(tmp_path) is None
    assert last_checkpoint(tmp_path / "nothing") is None


def test_a_run_that_was_cut_off_while_it_claimed_its_folder_can_claim_it_again(tmp_path: Path) -> None:
    out = tmp_path / "run"
    out.mkdir()
    (out / RUN).write_text("", encoding="utf-8")
    claim(out, THIS)
    claim(out, THIS)
    with pytest.raises(Conflict, match="another tuning run"):
        claim(out, {**THIS, "base": "large"})


def test_a_folder_with_other_files_is_nobodys_to_claim(tmp_path: Path) -> None:
    out = tmp_path / "run"
    out.mkdir()
    (out / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(Conflict, match="not empty"):
        claim(out, THIS)
    (out / RUN).write_text("", encoding="utf-8")
    with pytest.raises(Conflict, match="not empty"):
        claim(out, THIS)


def test_a_run_without_a_whole_checkpoint_or_a_result_has_nothing_to_lose(tmp_path: Path) -> None:
    out = tmp_path / "run"
    assert not is_bare(out)
    out.mkdir()
    assert not is_bare(out), "nobody's yet"
    claim(out, THIS)
    checkpoint(out, 1, None)
    assert is_bare(out)
    whole = checkpoint(out, 2, '{"epoch": 1}')
    assert not is_bare(out)
    (whole / TRAINER_STATE).unlink()
    (out / "adapter_model.safetensors").write_bytes(b"weights")
    assert not is_bare(out)
