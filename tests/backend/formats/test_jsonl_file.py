"""JSON lines: what is read, what is refused, what is written."""

from __future__ import annotations

import json

import pytest

from backend.domain.errors import InvalidValue
from backend.domain.utterance import Span, Utterance
from backend.formats.jsonl_file import MAX_LINE, parse, write
from backend.formats.reading import Defaults, Line, LineError
from backend.formats.record import Record

ROME = Utterance("fly to rome", "Fly", "en", (Span(7, 11, "city"),))


def one(line: str, intent: str | None = "Fly") -> Line | LineError:
    (item,) = parse([line], Defaults(intent))
    return item


@pytest.mark.parametrize(
    "row",
    [
        {"text": "fly to rome", "spans": [{"start": 7, "end": 11, "slot": "city"}]},
        {"text": "fly to rome", "spans": [{"start": 7, "end": 11, "slot": "city", "value": "rome"}], "tags": "ignored"},
        {"annotated": "fly to [city : rome]", "lang": "en"},
        {"tokens": ["fly", "to", "rome"], "tags": ["O", "O", "B-city"], "intent": "Fly", "utt": "x", "annot_utt": "["},
        {"text": "fly to rome", "tokens": ["fly", "to", "rome"], "tags": ["O", "O", "I-city"], "spans": None},
    ],
)
def test_every_shape_gives_the_same_utterance(row: dict[str, object]) -> None:
    assert one(json.dumps(row)) == Line(1, ROME)


def test_tokens_of_an_unspaced_language_are_joined_without_spaces() -> None:
    row = {"tokens": ["東", "京", "の", "天", "気"], "tags": ["B-city", "I-city", "O", "O", "O"], "lang": "ja"}
    assert one(json.dumps(row)) == Line(1, Utterance("東京の天気", "Fly", "ja", (Span(0, 2, "city"),)))


def test_text_alone_has_no_slots_and_brackets_are_not_guessed_at() -> None:
    assert one('{"text": "see [12:30] or [a]"}') == Line(1, Utterance("see [12:30] or [a]", "Fly"))
    guess = one('{"text": "fly to [city : rome]"}')
    assert isinstance(guess, LineError)
    assert "bracket notation under text" in guess.problem
    literal = one('{"text": "fly to [city : rome]", "spans": []}')
    assert literal == Line(1, Utterance("fly to [city : rome]", "Fly"))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "not JSON (Expecting property name"),
        ("[1, 2]", "not a JSON object '[1, 2]'"),
        ('"text"', "not a JSON object"),
        ("{}", "without text, annotated or tokens"),
        ('{"texte": "a", "b": 1}', "fields found: 'texte, b'"),
        ('{"text": "a", "text": "b"}', "JSON field twice 'text'"),
        ('{"text": 5}', "text that is not a string 5"),
        ('{"text": true}', "text that is not a string True"),
        ('{"text": ["a"]}', "text that is not a string"),
        ('{"text": "a", "intent": 3}', "intent that is not a string 3"),
        ('{"text": "a", "score": NaN}', "not a JSON number 'NaN'"),
        ('{"text": "a", "score": -Infinity}', "not a JSON number '-Infinity'"),
        ('{"text": "a", "n": ' + "9" * 5000 + "}", "number too long"),
        ("[" * 100_000, "nested too deeply"),
        ('{"text": "a\\ud800"}', "control character at position 1"),
        ('{"text": "a\\nb"}', "control character at position 1"),
        ('{"text": "abc", "spans": {}}', "spans that is not a list of objects {}"),
        ('{"text": "abc", "spans": [[0, 1, "x"]]}', "spans that is not a list of objects"),
        ('{"text": "abc", "spans": [{"start": true, "end": 2, "slot": "x"}]}', "start is not a whole number True"),
        ('{"text": "abc", "spans": [{"start": 0, "end": 2.0, "slot": "x"}]}', "end is not a whole number 2.0"),
        ('{"text": "abc", "spans": [{"start": "0", "end": 2, "slot": "x"}]}', "start is not a whole number '0'"),
        ('{"text": "abc", "spans": [{"start": 0, "end": 1e400, "slot": "x"}]}', "end is not a whole number inf"),
        ('{"text": "abc", "spans": [{"start": 0, "end": 2}]}', "span without a slot '0:2'"),
        ('{"text": "abc", "spans": [{"start": 0, "end": 9, "slot": "x"}]}', "outside the text"),
        (
            '{"text": "abc", "spans": [{"start": 0, "end": 1, "slot": "x", "value": "b"}]}',
            "covers 'a', not its value 'b'",
        ),
        ('{"tokens": ["a"], "tags": ["O", "O"]}', "1 tokens with 2 tags"),
        ('{"tokens": ["a"]}', "tags that is not a list of strings"),
        ('{"tokens": ["a", 1], "tags": ["O", "O"]}', "tokens that is not a list of strings"),
        ('{"tokens": ["a"], "tags": ["S-city"]}', "not a BIO tag 'S-city'"),
        ('{"tokens": ["a", " "], "tags": ["O", "O"]}', "token that the text does not have"),
        ('{"text": "a b", "tokens": ["a", "c"], "tags": ["O", "O"]}', "does not have at position 2 'c'"),
        ('{"text": "a b", "tokens": ["a"], "tags": ["O"]}', "text that no token covers 'b'"),
        ('{"text": "a", "language": "xx"}', "unknown language 'xx'"),
    ],
)
def test_a_line_that_cannot_be_an_utterance_is_refused_with_the_value(line: str, problem: str) -> None:
    item = one(line)
    assert isinstance(item, LineError)
    assert problem in item.problem
    assert len(item.content) <= 300


def test_an_endless_line_is_refused_unread() -> None:
    item = one('{"text": "' + "x" * MAX_LINE + '"}')
    assert isinstance(item, LineError)
    assert f"at most {MAX_LINE}" in item.problem


def test_bad_lines_keep_their_numbers_and_good_ones_stay() -> None:
    items = list(parse(["", '{"text": "a"}', "oops", " ", '{"text": "b"}'], Defaults("Any")))
    assert [(type(item), item.number) for item in items] == [(Line, 2), (LineError, 3), (Line, 5)]


def test_a_record_is_written_with_everything_a_trainer_reads() -> None:
    line = write(Record(ROME, "generated", {"method": "linguist", "seed": 1}))
    assert line.endswith("}\n")
    assert json.loads(line) == {
        "text": "fly to rome",
        "tokens": ["fly", "to", "rome"],
        "tags": ["O", "O", "B-city"],
        "spans": [{"start": 7, "end": 11, "slot": "city", "value": "rome"}],
        "intent": "Fly",
        "language": "en",
        "origin": "generated",
        "provenance": {"method": "linguist", "seed": 1},
    }


def test_provenance_never_tears_a_line() -> None:
    raw = "one\ntwo\u2028three\x85four\ud800"
    line = write(Record(ROME, "seed", {"raw": raw}))
    assert len(line.splitlines()) == 1
    assert json.loads(line.encode("utf-8"))["provenance"]["raw"] == raw


@pytest.mark.parametrize("bad", [float("nan"), {1, 2}, b"bytes"])
def test_provenance_that_json_cannot_hold_is_refused(bad: object) -> None:
    with pytest.raises(InvalidValue, match="provenance that JSON cannot hold"):
        write(Record(ROME, "seed", {"bad": bad}))


def test_an_unknown_origin_is_refused() -> None:
    with pytest.raises(InvalidValue, match="unknown origin 'guessed'"):
        Record(ROME, "guessed")
