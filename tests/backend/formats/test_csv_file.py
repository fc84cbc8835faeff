"""CSV as people and spreadsheets write it."""

from __future__ import annotations

import pytest

from backend.domain.errors import InvalidValue
from backend.domain.utterance import Span, Utterance
from backend.formats.csv_file import parse, write_csv
from backend.formats.reading import Defaults, Line, LineError, physical_lines


def rows(text: str, intent: str | None = "Any") -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    items = list(parse(physical_lines(text), Defaults(intent)))
    good = [(item.number, item.utterance.text) for item in items if isinstance(item, Line)]
    return good, [(item.number, item.problem) for item in items if isinstance(item, LineError)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found_in_the_header(delimiter: str) -> None:
    text = delimiter.join(["Intent", "note", "TEXT", "language"]) + "\n"
    text += delimiter.join(["Fly", "", '"to [city : rome], now; ok"', "it"])
    (item,) = parse(physical_lines(text), Defaults())
    assert isinstance(item, Line)
    assert item.utterance == Utterance("to rome, now; ok", "Fly", "it", (Span(3, 7, "city"),))


@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        ("too,many,cells", "3 cells where the header has 2."),
        ("too few", "1 cells where the header has 2."),
        ('"never closed,Fly', "a quote that is never closed."),
        ('"closed" too soon,Fly', "not CSV"),
        ("[city : rome,Fly", "never closed"),
        ("fine,not a name", "not an intent name 'not a name'"),
        (",Fly", "empty utterance ''"),
    ],
)
def test_a_broken_row_is_named_and_the_rest_is_kept(broken: str, problem: str) -> None:
    good, bad = rows(f'text,intent\n"first, of all",Fly\n{broken}\n"last, not least",Fly\n')
    assert good == [(2, "first, of all"), (4, "last, not least")]
    assert [number for number, _ in bad] == [3]
    assert problem in bad[0][1]


def test_a_line_break_inside_a_quoted_note_is_no_error_and_lines_are_counted_on() -> None:
    good, bad = rows('text,note\nhello,"one\ntwo"\nbye,""\n"line\nbreak",x\nend,\n')
    assert good == [(2, "hello"), (4, "bye"), (7, "end")]
    assert [number for number, _ in bad] == [5]
    assert "control character at position 4" in bad[0][1]


def test_many_rows_with_open_quotes_cost_one_error_each() -> None:
    good, bad = rows("text\n" + '"open\n' * 30 + '"shut"\n')
    assert len(bad) == 30
    assert good == [(32, "shut")]


def test_rows_of_empty_cells_are_skipped_and_the_row_beats_the_default() -> None:
    good, bad = rows("text,intent\n,\n\nhello,\n")
    assert (good, bad) == ([(4, "hello")], [])
    (item,) = parse(["text,intent", "hello,Greet"], Defaults("Any"))
    assert isinstance(item, Line)
    assert item.utterance.intent == "Greet"


def test_no_intent_anywhere_is_an_error_of_the_row() -> None:
    _, bad = rows("text\nhello", intent=None)
    assert "utterance without an intent" in bad[0][1]


@pytest.mark.parametrize(
    ("header", "named"),
    [
        ("sentence;label", "without a column called text; columns found: 'sentence, label'"),
        ("text,text", "column twice 'text'"),
        ('"text', "unreadable CSV header"),
    ],
)
def test_a_header_that_does_not_do_is_refused(header: str, named: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        rows(f"{header}\nhello,Fly")
    assert named in str(caught.value)


def test_a_written_file_is_fit_for_spreadsheets() -> None:
    written = write_csv([Utterance("=cmd()", "Any"), Utterance('say "hi", rome', "Any", "it", (Span(10, 14, "city"),))])
    assert written.decode("utf-8").split("\r\n") == [
        '\ufeff"text","intent","language"',
        '"\'=cmd()","Any","en"',
        '"say ""hi"", [city : rome]","Any","it"',
        "",
    ]
