"""Tuning runs on tiny models: a real loss, real checkpoints, real files."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from backend.domain.errors import Conflict, InvalidValue, Unavailable
from backend.domain.utterance import Span, Utterance
from backend.methods import method
from backend.teacher.adapter import CARD, CONFIG, WEIGHTS, adapter_of, card_of
from backend.teacher.catalogue import check_name, open_teacher, style_of
from backend.teacher.tuning import run
from backend.teacher.tuning.data import split
from backend.teacher.tuning.passes import Encoder
from backend.teacher.tuning.resuming import CHECKPOINTS, is_bare
from backend.teacher.tuning.run import Tuning, tune
from backend.teacher.tuning.settings import TuneSettings
from backend.teacher.tuning.watch import Progress
from prompts.template import template

WHO = ("ann", "bob", "cy", "dan", "eve", "flo", "gus", "hal", "ida", "jo", "kim", "lou")
UTTERANCES = tuple(
    Utterance(f"{verb} {who}", intent, "en", (Span(len(verb) + 1, len(verb) + 1 + len(who), "who"),))
    for who in WHO
    for verb, intent in (("call", "call"), ("text", "text"))
)
SETTINGS = TuneSettings(
    rank=4, alpha=8, passes=4, batch_tokens=700, longest=250, held_out=0.2, evaluations=3, dtype="float32"
)


def tuning(folder: Path, cache: Path, settings: TuneSettings = SETTINGS) -> Tuning:
    data = split(UTTERANCES, [], settings.held_out)
    return Tuning(str(folder), cache, (method("linguist"),), data, settings, {"own.jsonl": "0" * 64}, "own", "cpu")


def test_a_run_writes_weights_and_a_card_and_the_loss_falls(tiny_folder: Path, tmp_path: Path) -> None:
    out, seen = tmp_path / "tuned", []
    assert tune(tuning(tiny_folder, tmp_path), out, progress=seen.append)
    assert sorted(file.name for file in out.glob("*.safetensors")) == [WEIGHTS]
    card = json.loads((out / CARD).read_text(encoding="utf-8"))
    losses = [point["held_out_loss"] for point in card["curve"] if "held_out_loss" in point]
    assert losses[-1] < losses[0]
    assert card["result"]["held_out_loss"] == min(losses)
    assert card["result"]["held_out_loss_over"] == "target tokens"
    assert card["templates"] == {"linguist/tuned": template("linguist/tuned").sha256}
    assert card["data"]["teaching"] + card["data"]["measuring"] == len(UTTERANCES)
    assert isinstance(seen[-1], Progress)
    assert seen[-1].step == seen[-1].steps == card["result"]["steps"]
    assert json.loads((out / CONFIG).read_text())["base_model_name_or_path"] == str(tiny_folder)
    assert "own.jsonl" in (out / "README.md").read_text(encoding="utf-8")


def test_the_folder_is_a_teacher_that_reads_the_tuned_style(decoder_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "tuned"
    tune(tuning(decoder_folder, tmp_path), out)
    check_name(str(out))
    assert adapter_of(str(out)).base == str(decoder_folder)
    assert [style_of(str(out), name) for name in ("linguist", "translate")] == ["tuned", "instruct"]
    assert style_of(str(decoder_folder), "linguist") == "instruct"
    card = open_teacher(str(out), cache=tmp_path, device="cpu").card
    assert card.adapter.startswith("tuned ")


def test_a_run_is_stopped_while_its_base_is_loading(
    decoder_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loading, go_on = Event(), Event()
    load = run.open_base

    def slow(*given: object) -> object:
        loading.set()
        go_on.wait(30)
        return load(*given)  # type: ignore[arg-type]

    order, out = tuning(decoder_folder, tmp_path), tmp_path / "stopped"
    with monkeypatch.context() as patched:
        patched.setattr(run, "open_base", slow)
        try:
            assert not tune(order, out, should_stop=loading.is_set)
            assert not go_on.is_set()
        finally:
            go_on.set()
    assert is_bare(out)
    assert tune(order, out)


def test_a_run_is_stopped_while_its_lessons_are_encoded(
    decoder_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoding = Event()

    class Counted(Encoder):
        def _encoded(self, *given: object) -> Iterator[object]:
            for one in super()._encoded(*given):  # type: ignore[arg-type]
                assert not encoding.is_set()
                yield one
            encoding.set()

    monkeypatch.setattr(run, "Encoder", Counted)
    out = tmp_path / "stopped"
    assert not tune(tuning(decoder_folder, tmp_path), out, should_stop=encoding.is_set)
    assert is_bare(out)


def test_a_run_that_was_stopped_goes_on_from_its_checkpoint_and_ends_as_if_it_never_had(
    decoder_folder: Path, tmp_path: Path
) -> None:
    order = tuning(decoder_folder, tmp_path)
    tune(order, tmp_path / "whole")
    out, steps = tmp_path / "stopped", []
    assert not tune(order, out, progress=lambda now: steps.append(now.step), should_stop=lambda: len(steps) >= 2)
    assert not (out / CARD).exists()
    stopped_at = steps[-1]
    resumed: list[int] = []
    assert tune(order, out, progress=lambda now: resumed.append(now.step))
    assert resumed[0] == stopped_at + 1
    assert (out / WEIGHTS).read_bytes() == (tmp_path / "whole" / WEIGHTS).read_bytes()


def test_a_run_that_is_done_is_not_done_again_and_leaves_no_checkpoints(decoder_folder: Path, tmp_path: Path) -> None:
    order, out = tuning(decoder_folder, tmp_path, replace(SETTINGS, passes=1)), tmp_path / "tuned"
    tune(order, out)
    (out / CHECKPOINTS / "checkpoint-1").mkdir(parents=True)  # of a run that was killed before it cleared them away
    steps: list[Progress] = []
    assert tune(order, out, progress=steps.append)
    assert steps == []
    assert not (out / CHECKPOINTS).exists()


def test_a_loss_that_is_no_number_is_no_teacher(decoder_folder: Path, tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    broken, out = tmp_path / "broken", tmp_path / "tuned"
    shutil.copytree(decoder_folder, broken)
    weights = load_file(broken / "model.safetensors")
    save_file(
        {name: weight * math.nan for name, weight in weights.items()}, broken / "model.safetensors", {"format": "pt"}
    )
    with pytest.raises(Unavailable, match="held-out loss is no number"):
        tune(tuning(broken, tmp_path, replace(SETTINGS, passes=1)), out)
    assert not (out / CARD).exists()


def test_full_tuning_writes_a_model_of_its_own(decoder_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "full"
    tune(tuning(decoder_folder, tmp_path, replace(SETTINGS, full=True, passes=1)), out)
    assert adapter_of(str(out)) is None
    assert card_of(str(out))["settings"]["full"] is True
    assert open_teacher(str(out), cache=tmp_path, device="cpu").card.adapter is None
    assert style_of(str(out), "linguist") == "tuned"


def test_several_methods_are_learnt_in_one_run_and_the_card_names_them(decoder_folder: Path, tmp_path: Path) -> None:
    german = tuple(replace(one, text=f"{one.text} bitte", language="de") for one in UTTERANCES)
    keys = [str(at) for at in range(len(UTTERANCES))] * 2
    data = split([*UTTERANCES, *german], [], 0.2, keys)
    both = (method("linguist"), method("translate"))
    order = replace(tuning(decoder_folder, tmp_path), methods=both, data=data)
    with pytest.raises(InvalidValue, match=r"no lesson can be made.*'translate'"):
        tune(replace(order, data=split(UTTERANCES, [], 0.2)), tmp_path / "none")
    out = tmp_path / "both"
    assert not tune(order, out, should_stop=lambda: True)
    with pytest.raises(Conflict, match="another tuning run"):
        tune(replace(order, methods=both[:1]), out)
    assert tune(order, out)
    card = card_of(str(out))
    assert card["methods"] == ["linguist", "translate"]
    assert set(card["templates"]) == {"linguist/tuned", "translate/tuned"}
    assert card["data"]["languages"] == ["de", "en"]
    assert [style_of(str(out), name) for name in ("linguist", "translate", "paraphrase")] == [
        "tuned", "tuned", "instruct",
    ]  # fmt: skip
    assert "tuned for `linguist`, `translate`" in (out / "README.md").read_text(encoding="utf-8")


def test_a_folder_of_another_run_is_refused_and_left_as_it_is(decoder_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "tuned"
    tune(tuning(decoder_folder, tmp_path), out)
    before = (out / WEIGHTS).read_bytes()
    with pytest.raises(Conflict, match="another tuning run"):
        tune(tuning(decoder_folder, tmp_path, replace(SETTINGS, seed=1)), out)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "diary.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Conflict, match="not empty"):
        tune(tuning(decoder_folder, tmp_path), tmp_path / "full")
    assert (out / WEIGHTS).read_bytes() == before
