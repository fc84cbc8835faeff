from __future__ import annotations

from pathlib import Path

import pytest

from bench.students.learning import put_by
from bench.students.progress import Progress
from bench.students.store import Lines, key_of, read_json, write_json


def test_a_torn_last_line_is_cut_off_and_written_on_from_there(tmp_path: Path) -> None:
    file = tmp_path / "a" / "lines.jsonl"
    lines = Lines(file)
    assert list(lines.read()) == []
    lines.add({"index": 0, "raw": "où"})
    with file.open("ab") as out:
        out.write(b'{"index": 1, "ra')
    assert list(lines.read()) == [{"index": 0, "raw": "où"}]
    lines.add({"index": 1})
    assert [line["index"] for line in lines.read()] == [0, 1]


def test_a_file_that_was_torn_in_its_first_line_is_empty_again(tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    file.write_bytes(b'{"ind')
    assert list(Lines(file).read()) == []
    assert file.read_bytes() == b""


def test_json_is_written_whole_and_what_is_not_there_is_none(tmp_path: Path) -> None:
    assert read_json(tmp_path / "no.json") is None
    write_json(tmp_path / "a" / "b.json", {"x": [1]})
    assert read_json(tmp_path / "a" / "b.json") == {"x": [1]}
    assert [file.name for file in (tmp_path / "a").iterdir()] == ["b.json"]


def test_a_key_depends_on_the_values_and_not_on_their_order() -> None:
    assert key_of({"a": 1, "b": 2}) == key_of({"b": 2, "a": 1}) != key_of({"a": 1, "b": 3})


def test_a_student_that_another_run_has_put_by_meanwhile_stays(tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "weights").write_text(name)
        put_by(tmp_path / name, tmp_path / "students" / "key")
    assert (tmp_path / "students" / "key" / "weights").read_text() == "first"
    with pytest.raises(FileNotFoundError):
        put_by(tmp_path / "third", tmp_path / "students" / "other")


def test_progress_tells_the_time_left_from_the_cells_that_were_not_cached() -> None:
    seconds = iter([0.0, 1.0, 21.0, 61.0, 62.0])
    told: list[str] = []
    progress = Progress(4, told.append, lambda: next(seconds))
    progress.cell("a", "fine", cached=True)
    progress.cell("b", "fine", cached=False)
    progress.cell("c", "fine", cached=False)
    progress.cell("d", "fine", cached=True)
    assert told == [
        "[1/4] a: fine (cached; time left not known yet)",
        "[2/4] b: fine (20 s; about 40 s left)",
        "[3/4] c: fine (40 s; about 30 s left)",
        "[4/4] d: fine (cached; done)",
    ]
    assert progress.seconds_per_cell == 30.0
