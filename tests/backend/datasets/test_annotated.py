from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import pytest

from backend.datasets.annotated import read_annotated
from backend.domain.errors import InvalidValue, NotFound
from backend.domain.utterance import Span, Utterance
from backend.formats import upload

ROWS = [
    {"intent": "greet", "split": "train", "tokens": ["hi", "ann"], "tags": ["O", "B-who"]},
    {"intent": "greet", "split": "test", "tokens": ["hi", "bob"], "tags": ["O", "B-who"]},
    {"intent": "greet", "split": "train", "tokens": ["Hi", "ANN"], "tags": ["O", "B-who"]},
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "own.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(json.dumps(row) for row in ROWS).encode()))
    return path


def test_one_split_is_read_and_what_is_said_twice_is_left_out(file: Path) -> None:
    read = read_annotated(file, split="train")
    assert read.utterances == (Utterance("hi ann", "greet", "en", (Span(3, 6, "who"),)),)
    assert len(read.refused) == 1
    assert read.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert len(read_annotated(file).utterances) == 2


def test_a_split_may_be_as_large_once_unpacked_as_a_whole_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read_annotated(file)
    monkeypatch.setattr(upload, "MAX_UPLOAD", len(file.read_bytes()))
    assert sum(len(json.dumps(row)) for row in ROWS if row["split"] == "train") > upload.MAX_UPLOAD
    assert read_annotated(file).utterances == whole.utterances
    assert read_annotated(file, split="train").utterances == whole.utterances[:1]


def test_lines_are_paired_by_the_field_that_says_so(tmp_path: Path) -> None:
    rows = [
        {"id": "7", "text": "hi", "intent": "greet"},
        {"id": 8, "text": "Hi!", "intent": "greet"},
        {"text": "bye", "intent": "part"},
        {"id": ["9"], "text": "so long", "intent": "part"},
        {"id": 10, "text": "hello", "intent": "greet"},
    ]
    (tmp_path / "own.jsonl").write_text("\n\n".join(map(json.dumps, rows)), encoding="utf-8")
    read = read_annotated(tmp_path / "own.jsonl", pair_by="id")
    assert [one.text for one in read.utterances] == ["hi", "bye", "so long", "hello"]
    assert read.keys == ("7", "", "", "10")
    assert read_annotated(tmp_path / "own.jsonl").keys == ("",) * 4


def test_lines_with_parses_are_read_when_told_so(tmp_path: Path) -> None:
    row = {"text": "bye now", "parse": "[IN:PART [SL:WHEN now ] ]", "id": "1"}
    (tmp_path / "own.jsonl").write_text(json.dumps(row), encoding="utf-8")
    read = read_annotated(tmp_path / "own.jsonl", parses=True, pair_by="id")
    assert [(one.intent, one.parse.values) for one in read.utterances if one.parse] == [("PART", (("SL:WHEN", "now"),))]
    assert read.keys == ("1",)


def test_a_split_that_is_not_there_a_missing_file_and_other_formats_are_refused(file: Path, tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="split without a line 'dev'"):
        read_annotated(file, split="dev")
    with pytest.raises(NotFound, match="no file"):
        read_annotated(tmp_path / "none.jsonl")
    (tmp_path / "own.csv").write_text("text,intent\nhi,greet\n", encoding="utf-8")
    assert len(read_annotated(tmp_path / "own.csv").utterances) == 1
    with pytest.raises(InvalidValue, match="not JSON lines"):
        read_annotated(tmp_path / "own.csv", split="train")


def test_a_file_of_bad_lines_alone_is_refused_with_what_is_wrong_with_the_first(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("hi [who : ann]\n", encoding="utf-8")
    with pytest.raises(InvalidValue) as refused:
        read_annotated(tmp_path / "own.txt")
    assert str(refused.value).startswith(
        "file without a line that can be read 'own.txt'. Line 1: line without an intent"
    )
