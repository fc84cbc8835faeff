"""What is exported is imported again exactly, in every format."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.utterance import Span, Utterance
from backend.formats import bracket_lines, conll_file, csv_file, jsonl_file
from backend.formats.export import write_export
from backend.formats.reading import Defaults, Line, LineError, physical_lines
from backend.formats.record import ORIGINS, Record
from backend.formats.upload import read_upload
from tests.backend.domain.strategies import utterances

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
RECORDS = st.builds(Record, utterances(), st.sampled_from(ORIGINS), st.dictionaries(st.text(), JSON_VALUES, max_size=3))


def read(parse: Callable[..., Iterable[Line | LineError]], data: bytes) -> list[Utterance]:
    items = list(parse(physical_lines(data.decode("utf-8-sig")), Defaults()))
    assert [item for item in items if isinstance(item, LineError)] == []
    return [item.utterance for item in items if isinstance(item, Line)]


@given(st.lists(RECORDS, min_size=1, max_size=5))
@pytest.mark.parametrize("module", [jsonl_file, conll_file])
def test_written_records_are_read_back_exactly(module: object, records: list[Record]) -> None:
    written = "".join(module.write(record) for record in records)  # type: ignore[attr-defined]
    assert read(module.parse, written.encode()) == [record.utterance for record in records]  # type: ignore[attr-defined]
    assert len(written.splitlines()) == len(written.split("\n")) - 1


@given(st.lists(utterances(), max_size=5))
def test_csv_is_read_back_exactly(given_utterances: list[Utterance]) -> None:
    assert read(csv_file.parse, csv_file.write_csv(given_utterances)) == given_utterances


@given(RECORDS)
def test_the_tokens_and_tags_of_a_json_line_say_what_its_spans_say(record: Record) -> None:
    row = json.loads(jsonl_file.write(record))
    del row["spans"]
    assert read(jsonl_file.parse, json.dumps(row).encode()) == [record.utterance]
    assert row["provenance"] == record.provenance


@given(RECORDS, st.sampled_from(["jsonl", "conll"]))
def test_an_exported_file_is_imported_as_it_was(record: Record, format: str) -> None:
    with TemporaryDirectory() as folder:
        path = write_export([record], Path(folder), stem="set", format=format, filters={}).path
        reading = read_upload(path.name, path.read_bytes(), intent=None, language="en", schema=None)
    assert [line.utterance for line in reading.lines] == [record.utterance]
    assert reading.errors == ()


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
@pytest.mark.parametrize("parse", [bracket_lines.parse, csv_file.parse, jsonl_file.parse, conll_file.parse])
def test_no_text_breaks_a_reader(parse: Callable[..., Iterable[Line | LineError]], data: bytes) -> None:
    lines = physical_lines(data.decode("utf-8", "replace"))
    if parse is csv_file.parse:
        lines = ["text,intent", *lines]
    for item in parse(lines, Defaults("Any")):
        assert 1 <= item.number <= len(lines)


@given(st.text(alphabet="'=+-@＝ \t\rab[\"", max_size=8))
def test_a_guarded_cell_is_no_formula_and_comes_back(cell: str) -> None:
    guarded = csv_file.guard(cell)
    assert csv_file.unguard(guarded) == cell
    assert not guarded.lstrip().startswith(("=", "+", "-", "@", "＝"))


@pytest.mark.parametrize(
    "text",
    [
        "=cmd()",
        "'=cmd()",
        "''=1",
        "+1 more",
        "-5 degrees",
        "@home",
        " =1",
        "'tis late",
        "'",
        '"quoted"',
        "a;b,c",
        "# no",
        "＝1",
    ],
)
def test_cells_that_spreadsheets_would_run_come_back_exactly(text: str) -> None:
    given_utterances = [
        Utterance(text, "Any"),
        Utterance(f"{text} oslo", "Any", spans=(Span(0, 1, "x"),) if text[0] != " " else ()),
    ]
    assert read(csv_file.parse, csv_file.write_csv(given_utterances)) == given_utterances
