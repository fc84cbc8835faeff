"""How every command ends: its exit code, and with `--json` one object whatever went wrong."""

from __future__ import annotations

import json

import pytest
import typer

from cli import app
from commands.console import answer
from tests.commands.running import run


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("generate",), "Missing argument 'name'"),
        (("generate", "Travel"), "Missing option '--intent'"),
        (("generate", "Travel", "--intent", "book_trip", "-n", "many"), "Invalid value for '-n'"),
        (("train", "Travel", "--lamp", "3"), "No such option: --lamp"),
        (("project", "create"), "Missing argument 'name'"),
        (("teacher", "dance"), "No such command 'dance'"),
        (("dance",), "No such command 'dance'"),
        ((), "No such option: --json"),
    ],
)
def test_a_command_that_is_written_wrong_is_refused_in_json_with_the_exit_code_2(
    arguments: tuple[str, ...], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = run(*arguments, code=2)
    assert set(told) == {"error", "problem", "value", "usage"}
    assert told["problem"].startswith(problem)
    assert told["error"].startswith(problem)
    assert "--help" in told["error"]
    assert told["usage"].startswith("Usage: ")
    assert answer(app, [*arguments, "--json"]) == 2
    assert capsys.readouterr().err == ""


def test_without_json_it_is_refused_as_ever(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(app, ["generate"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "Missing argument 'name'" in said.err


def test_help_and_a_command_that_works_leave_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(app, ["methods", "--json"]) == answer(app, ["generate", "--help", "--json"]) == 0
    assert "Usage:" in capsys.readouterr().out


@pytest.mark.parametrize(("stopped", "code"), [(typer.Abort(), 1), (KeyboardInterrupt(), 130), (typer.Exit(3), 3)])
def test_a_command_that_is_given_up_leaves_with_its_code(
    stopped: BaseException, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    given_up = typer.Typer()

    @given_up.command()
    def ask(as_json: bool = typer.Option(False, "--json")) -> None:
        raise stopped

    assert answer(given_up, ["--json"]) == code
    said = capsys.readouterr().out
    if code == 1:
        assert json.loads(said)["error"] == "Given up: the question was not answered with yes."
    assert answer(given_up, []) == code
