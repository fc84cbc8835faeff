"""What `import` tells of lines of text that may not be meant as they stand."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import app
from tests.commands.running import run


@pytest.fixture
def lamp() -> str:
    run("project", "create", "lamp")
    run("schema", "lamp", "--intent", "lights_off", "--slot", "room")
    return "lamp"


def imported(project: str, file: Path, *more: str) -> dict[str, object]:
    return run("import", project, str(file), "--intent", "lights_off", *more)


def texts(project: str) -> list[str]:
    shown = run("candidates", project, "--status", "accepted")
    return sorted(one["text"] for one in shown["candidates"])


def test_marks_of_a_list_are_told_and_taken_as_text(lamp: str, tmp_path: Path) -> None:
    file = tmp_path / "seeds.txt"
    file.write_text("- lights off in the [room : cellar]\n- make it dark\n2 lamps off please\n", encoding="utf-8")
    said = imported(lamp, file)
    assert said["marked"] == [{"kind": "list", "lines": [1, 2]}]
    assert said["other_language"] == []
    assert texts(lamp) == ["- lights off in the cellar", "- make it dark", "2 lamps off please"]


@pytest.mark.parametrize("packed", [False, True])
def test_marks_are_left_out_when_told_to(lamp: str, tmp_path: Path, packed: bool) -> None:
    file = tmp_path / ("seeds.txt.gz" if packed else "seeds.txt")
    lines = b'1. "lights off in the [room : cellar]"\n2. "make it dark"\n2 lamps off please\n'
    file.write_bytes(gzip.compress(lines) if packed else lines)
    said = imported(lamp, file, "--leave-out-marks")
    assert said["marked"] == [{"kind": "list", "lines": [1, 2]}, {"kind": "quotes", "lines": [1, 2]}]
    assert texts(lamp) == ["2 lamps off please", "lights off in the cellar", "make it dark"]


def test_lines_in_another_language_are_told_and_taken(lamp: str, tmp_path: Path) -> None:
    file = tmp_path / "seeds.jsonl"
    file.write_text('{"text": "make it dark"}\n{"text": "電気を消して"}\n', encoding="utf-8")
    said = imported(lamp, file)
    assert said["other_language"] == [{"line": 2, "looks": "Japanese", "content": "電気を消して"}]
    assert said["added"] == 2


def test_people_are_told_beside_what_was_done(lamp: str, tmp_path: Path) -> None:
    file = tmp_path / "seeds.txt"
    file.write_text("- make it dark\n- lights off\n電気を消して\n", encoding="utf-8")
    told = CliRunner().invoke(app, ["import", lamp, str(file), "--intent", "lights_off"])
    assert told.stdout == "Added 3 seeds.\n"
    assert told.stderr.splitlines() == [
        "Note: 2 lines begin with a bullet or a number: taken as text; --leave-out-marks leaves such out.",
        "Note: 1 line looks like another language (Japanese) than English: line 3.",
    ]
