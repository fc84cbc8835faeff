"""Texts with parses in the files of data sets."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from backend.datasets.parsed import read_parsed
from backend.domain.errors import InvalidValue, NotFound
from backend.domain.parse_notation import read_parse
from backend.domain.utterance import Utterance

TEA = Utterance("a big tea", "ORDER", parse=read_parse("(ORDER a (SIZE big ) (DRINK tea ) )"))


def test_json_lines_are_read_by_the_names_of_their_fields(tmp_path: Path) -> None:
    rows = [
        {"dev.SRC": "a big tea", "dev.TOP": "(ORDER a (SIZE big ) (DRINK tea ) )", "dev.EXR": "(ORDER (SIZE BIG ) )"},
        {"dev.SRC": "a big tea", "dev.TOP": "(ORDER a (SIZE big )"},
        {"text": "a big tea"},
    ]
    file = tmp_path / "dev.jsonl.gz"
    file.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    top = read_parsed(file, text="dev.SRC", parse="dev.TOP")
    assert top.utterances == (TEA,)
    assert [(one.number, one.problem.partition(",")[0]) for one in top.refused] == [
        (2, "a bracket that is never closed"),
        (3, "line without 'dev.SRC'."),
    ]
    exr = read_parsed(file, text="dev.SRC", parse="dev.EXR")
    assert exr.utterances[0].parse == read_parse("(ORDER (SIZE BIG ) )")


def test_tables_are_read_by_the_numbers_of_their_columns(tmp_path: Path) -> None:
    file = tmp_path / "eng.tsv"
    file.write_text("1\tIN:FIND\t\ta talk on moss\tnews\ten_XX\t[IN:FIND [SL:TOPIC moss ] ]\t{}\n\n", encoding="utf-8")
    (said,) = read_parsed(file, text="4", parse="7").utterances
    assert said == Utterance("a talk on moss", "FIND", parse=read_parse("[IN:FIND [SL:TOPIC moss ] ]"))


def test_a_line_may_name_its_language(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"text": "un thé", "parse": "[ORDER ]", "lang": "fr"}\n', encoding="utf-8")
    assert read_parsed(file).utterances[0].language == "fr"


def test_a_line_whose_language_is_no_text_is_refused_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    lines = [{"text": "tea", "parse": "[ORDER ]", **more} for more in ({"lang": 5}, {"language": ["fr"]}, {"lang": ""})]
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    read = read_parsed(file)
    assert [one.language for one in read.utterances] == ["en"]
    assert [(one.number, one.problem) for one in read.refused] == [
        (1, "lang that is not a string 5."),
        (2, "language that is not a string ['fr']."),
    ]


def test_a_file_that_cannot_be_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no file"):
        read_parsed(tmp_path / "none.jsonl")
    for name, content, said in [("a.jsonl", b"[]\n", "not a JSON object"), ("b.jsonl", b"\xff\n", "not UTF-8")]:
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InvalidValue, match=said):
            read_parsed(tmp_path / name)
