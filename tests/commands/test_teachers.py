"""`cli.py teacher …` as a person or a script runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backend.teacher.adapter import CARD
from cli import app
from commands.console import answer
from jobs.settings import Settings
from storage.engine import Store
from storage.projects import project_named
from storage.tables import Project
from tests.commands.running import run


def test_packaged_and_tuned_teachers_are_listed_and_shown(store: Store) -> None:
    folder = Settings().tuned_dir / "mine"
    folder.mkdir(parents=True)
    (folder / CARD).write_text(json.dumps({"base": "smollm2-135m-instruct", "style": "tuned"}))
    listed = run("teacher", "list")["teachers"]
    assert [one["label"] for one in listed] == [
        "smollm2-135m-linguist",
        "smollm2-135m-clasp",
        "smollm2-135m-instruct",
        "gemma3-270m-linguist",
        "gemma3-270m",
        "mine",
    ]
    shown = run("teacher", "show", str(folder))
    assert (shown["style"], shown["tuned"]["base"]) == ("tuned", "smollm2-135m-instruct")
    assert (shown["tuned"]["held_out_loss"], shown["tuned"]["held_out_loss_over"]) == (None, "")
    older = run("teacher", "show", "smollm2-135m-linguist")["tuned"]
    assert (older["held_out_loss"], older["held_out_loss_over"]) == (1.2203, "batches")


def test_a_project_is_given_a_teacher_and_an_unknown_one_is_refused(store: Store, project: Project) -> None:
    assert run("teacher", "use", "Travel", "smollm2-135m-instruct")["teacher"] == "smollm2-135m-instruct"
    assert "'nobody'" in run("teacher", "use", "Travel", "nobody", code=1)["error"]
    with store.read() as session:
        assert project_named("Travel", session=session).teacher == "smollm2-135m-instruct"


def test_a_trial_is_run_here_where_no_worker_is(store: Store, project: Project, obedient: str) -> None:
    found = run("teacher", "try", "Travel", "--intent", "book_trip", "--include", "city=rome")
    assert (found["teacher"], found["device"]) == (obedient, "cpu")
    assert found["kept"] > 0
    assert "rome" in found["shown"][0]["raw"]
    assert found["tokens_per_second"] > 0


def test_a_servers_trial_is_not_begun_without_a_yes(
    store: Store, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("teacher", "use", "Travel", "openai:m@http://127.0.0.1:9/v1")
    assert "--yes" in run("teacher", "try", "Travel", code=1)["error"]


def test_that_a_server_may_write_without_a_grammar_is_said_beside_the_result(
    store: Store, project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    server = "openai:m@http://127.0.0.1:9/v1"
    ask = ["generate", "Travel", "--intent", "book_trip", "--teacher", server, "--estimate", "--json"]
    assert answer(app, ask) == 0
    said = capsys.readouterr()
    assert "is seen when it first writes" in said.err
    assert json.loads(said.out)["outputs"] == 20
    assert answer(app, [*ask, "--no-grammar"]) == 0
    assert capsys.readouterr().err == ""


def test_terms_are_agreed_to_by_an_option_where_nobody_can_be_asked(
    store: Store, project: Project, tmp_path: Path
) -> None:
    folder = tmp_path / "tuned"
    folder.mkdir()
    (folder / "adapter_config.json").write_text("{}")
    (folder / CARD).write_text(json.dumps({"base": "gemma3-270m"}))
    assert "--agree" in run("teacher", "use", "Travel", str(folder), code=1)["error"]
    assert run("teacher", "use", "Travel", str(folder), "--agree")["teacher"] == str(folder)
