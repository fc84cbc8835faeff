from __future__ import annotations

import sys
from pathlib import Path

import pytest

from backend.domain.errors import Unavailable
from bench.peers import environment as module
from bench.peers.environment import environment, error_line, run, source_archive


def test_what_a_command_says_of_its_error_is_its_first_line_on_it() -> None:
    said = "Traceback (most recent call last):\n  File a\nModuleNotFoundError: No module named 'b'\nbye\n"
    assert error_line(said) == "ModuleNotFoundError: No module named 'b'"
    assert error_line("it\nended\n\n") == "ended"
    assert error_line("") == "it said nothing"


def test_a_command_that_fails_is_unavailable_with_its_words_and_gets_its_variables() -> None:
    with pytest.raises(Unavailable, match="the value error of 7"):
        run(
            [sys.executable, "-c", "import os, sys; sys.exit('the value error of ' + os.environ['NUMBER'])"], NUMBER="7"
        )


def test_an_environment_is_made_once_and_again_for_other_requirements(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(module, "run", lambda command, **_: ran.append([str(part) for part in command]))
    monkeypatch.setattr(module.venv, "create", lambda folder, **_: folder.mkdir())
    first = environment(tmp_path / "peer", ("peer==1",))
    assert environment(tmp_path / "peer", ("peer==1",)) == first
    assert [command[-1] for command in ran] == ["peer==1"]
    environment(tmp_path / "peer", ("peer==2",))
    assert [command[-1] for command in ran] == ["peer==1", "peer==2"]
    assert ran[0][0] == str(first)


def test_an_environment_that_could_not_be_filled_is_not_taken_for_one_that_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(command: list[str], **_: str) -> None:
        raise Unavailable("no such package", value=command[-1])

    monkeypatch.setattr(module.venv, "create", lambda folder, **_: folder.mkdir())
    for _ in range(2):
        monkeypatch.setattr(module, "run", refuse)
        with pytest.raises(Unavailable, match="no such package"):
            environment(tmp_path / "peer", ("peer==1",))


def test_a_source_archive_is_fetched_once_by_pip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fetch(command: list[str], **_: str) -> None:
        assert command[-1] == "some-peer==1.2"
        (tmp_path / "some_peer-1.2.tar.gz").write_bytes(b"archive")

    monkeypatch.setattr(module, "run", fetch)
    assert source_archive(tmp_path, "some-peer==1.2").read_bytes() == b"archive"
    monkeypatch.setattr(module, "run", None)
    assert source_archive(tmp_path, "some-peer==1.2").is_file()
