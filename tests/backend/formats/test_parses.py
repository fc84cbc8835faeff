"""Files of parses: read in every format that can hold them, and written so that they come back as they were."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import InvalidValue
from backend.domain.parse import Node, Parse
from backend.domain.parse_notation import ROUND, SQUARE, read_parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from backend.formats import csv_file, jsonl_file
from backend.formats.bracket_lines import read_lines
from backend.formats.export import write_export
from backend.formats.reading import Defaults, Line, physical_lines
from backend.formats.record import Record
from backend.formats.upload import read_upload
from tests.backend.domain.strategies import texts

TEA = Utterance("a tea please", "ORDER", parse=read_parse("(ORDER a (DRINK tea ) please )"))
TALK = Utterance("is there a talk on moss", "FIND", parse=read_parse("[IN:FIND [SL:TOPIC moss ] ]"))

_WORDS = st.sampled_from(["tea", "(x)", "[y]", "\\", '"', "'", "=1+1", ",", "тест", "é", "a\u200db", "=>"])
_NODES = st.recursive(
    st.builds(Node, st.sampled_from(["IN:A", "SL:B", "C"]), st.lists(_WORDS, max_size=3).map(tuple)),
    lambda inner: st.builds(
        Node, st.sampled_from(["IN:A", "D"]), st.lists(st.one_of(_WORDS, inner), max_size=3).map(tuple)
    ),
    max_leaves=6,
)
_PARSES = st.lists(_NODES, min_size=1, max_size=2).map(lambda roots: Parse(tuple(roots)))
_UTTERANCES = st.builds(
    lambda text, parse, language: Utterance(text.strip(), parse.intent, language, parse=parse),
    texts(8),
    _PARSES,
    st.sampled_from(["en", "th"]),
)
BRACKETS = pytest.mark.parametrize("brackets", [SQUARE, ROUND])


def read(parsed) -> list[Utterance]:
    return [item.utterance if isinstance(item, Line) else item for item in parsed]


@BRACKETS
@given(given_utterances=st.lists(_UTTERANCES, max_size=4))
def test_what_is_written_is_read_back_exactly(brackets, given_utterances: list[Utterance]) -> None:
    defaults = Defaults(parses=True)
    lines = "".join(jsonl_file.write(Record(one, "seed", {}, brackets)) for one in given_utterances)
    assert read(jsonl_file.parse(physical_lines(lines), defaults)) == given_utterances
    table = csv_file.write_csv(given_utterances, brackets).decode("utf-8-sig")
    assert read(csv_file.parse(physical_lines(table), defaults)) == given_utterances


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", json.dumps({"text": "a tea please", "parse": "(ORDER a (DRINK tea ) please )"})),
        ("a.jsonl", json.dumps({"parse": "[ORDER a [DRINK tea] please]", "intent": "ORDER", "spans": [{}]})),
        ("a.tsv", "text\tparse\na tea please\t(ORDER a (DRINK tea ) please )"),
        ("a.csv", "parse,text\n(ORDER a (DRINK tea ) please ),"),
        ("a.txt", "# drinks\na tea please\t(ORDER a (DRINK tea ) please )\n\n"),
        ("a.txt", "a tea please => (ORDER a (DRINK tea ) please )"),
        ("a.txt", "(ORDER a (DRINK tea ) please )"),
    ],
)
def test_a_parse_is_read_in_every_shape(name: str, content: str) -> None:
    reading = read_upload(name, content.encode(), intent=None, language="en", schema=None, parses=True)
    assert [line.utterance for line in reading.lines] == [TEA], reading.errors


@pytest.mark.parametrize(
    ("line", "text", "parse"),
    [
        ("a => b =>[IN:A [SL:B => (c) ] ]", "a => b", "[IN:A [SL:B => (c) ] ]"),
        ("a => (b)\t[IN:A b ]", "a => (b)", "[IN:A b ]"),
        ("[IN:A => (b) ]", "=> (b)", "[IN:A => (b) ]"),
    ],
)
def test_an_arrow_parts_a_line_without_a_tab_before_the_first_bracket_behind_one(
    line: str, text: str, parse: str
) -> None:
    (read,) = read_lines(line, intent=None, language="en", schema=None, parses=True).lines
    assert read.utterance == Utterance(text, "A", parse=read_parse(parse))


@pytest.mark.parametrize("spelled", ["ja", "ja_JP", "JA", "Japanese"])
def test_the_words_of_a_parse_are_joined_as_the_language_is_written_however_it_is_spelled(spelled: str) -> None:
    row = {"parse": "[IN:A [SL:X 東京 ] [SL:Y 明日 ] ]", "language": spelled}
    reading = read_upload("a.jsonl", json.dumps(row).encode(), intent=None, language="en", schema=None, parses=True)
    assert [line.utterance.text for line in reading.lines] == ["東京明日"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("a tea please", "line without a parse 'a tea please'. Write the text, then => and its parse, or"),
        ("a tea please (ORDER a tea please )", "line without a parse"),
        ("a tea\ttea", "a parse begins with a bracket"),
        ("a tea\t(ORDER a (DRINK tea )", "a bracket that is never closed, at character 1"),
        ("a tea\t(ORDER one (DRINK tea ) )", "parse whose words are not the text 'one tea'"),
        ("a tea\t(ORDER a (FOOD tea ) )", "ORDER > FOOD: unknown label 'FOOD'"),
        ("a tea please\t(SING a (DRINK tea ) please )", "unknown intent 'SING'"),
    ],
)
def test_a_line_that_cannot_be_says_what_is_wrong(line: str, said: str) -> None:
    schema = Schema(parses=ParseSchema("top", "round")).extended_by(TEA)
    reading = read_lines(f"\n{line}", intent=None, language="en", schema=schema, parses=True)
    assert reading.lines == ()
    assert said in reading.errors[0].problem
    assert reading.errors[0].number == 2


def test_a_table_without_a_head_says_that_parses_have_a_column_too() -> None:
    with pytest.raises(InvalidValue, match="must name the columns: text, parse where lines hold one"):
        read_upload("a.tsv", b"a tea\t(ORDER a tea )", intent=None, language="en", schema=None, parses=True)


def test_an_intent_that_the_parse_does_not_say_is_refused() -> None:
    reading = read_lines("a\t(B a )", intent="ORDER", language="en", schema=None, parses=True)
    assert "whose parse says B 'ORDER'" in reading.errors[0].problem


def test_a_file_of_slots_is_refused_where_parses_are_and_a_parse_is_passed_over_where_slots_are() -> None:
    slots = read_upload(
        "a.conll", b"# text = a\n# intent = x\na\tO\n", intent=None, language="en", schema=None, parses=True
    )
    assert "CoNLL, which holds no parses" in slots.errors[0].problem
    row = json.dumps({"text": "a tea", "parse": "(ORDER a tea )"}).encode()
    reading = read_upload("a.jsonl", row, intent="ORDER", language="en", schema=None)
    assert reading.lines[0].utterance == Utterance("a tea", "ORDER")
    bare = read_upload("a.jsonl", b'{"text": "a tea"}', intent=None, language="en", schema=None, parses=True)
    assert bare.errors[0].problem == "line without a parse 'a tea'. Give its parse beside the text."


def test_a_parse_whose_roots_make_too_long_an_intent_is_refused_and_told_so() -> None:
    roots = " ".join(f"[IN:FIND_SOMETHING_NEARBY_{letter} ]" for letter in "ABC")
    reading = read_lines(f"what is there => {roots}", intent=None, language="en", schema=None, parses=True)
    assert "parse whose roots make an intent of 71 characters, at most 64" in reading.errors[0].problem
    assert "put one root around them" in reading.errors[0].problem


def test_a_text_with_white_space_at_its_edges_is_exported_without(tmp_path: Path) -> None:
    spaced = Utterance(" \u3000a tea please ", "ORDER", parse=TEA.parse)
    assert spaced == TEA
    result = write_export([Record(spaced, "seed")], tmp_path, stem="tea", format="jsonl", filters={})
    assert json.loads(result.path.read_text(encoding="utf-8"))["text"] == "a tea please"


def test_an_export_of_parses_is_read_again_and_counts_their_labels(tmp_path: Path) -> None:
    result = write_export([Record(TALK, "seed")], tmp_path, stem="talks", format="jsonl", filters={})
    assert json.loads(result.path.read_text(encoding="utf-8")) == {
        "text": "is there a talk on moss",
        "parse": "[IN:FIND [SL:TOPIC moss ] ]",
        "intent": "FIND",
        "language": "en",
        "origin": "seed",
        "provenance": {},
    }
    assert result.manifest.counts["label"] == {"IN:FIND": 1, "SL:TOPIC": 1}
    with pytest.raises(InvalidValue, match="parses cannot be written as CoNLL"):
        write_export([Record(TALK, "seed")], tmp_path, stem="talks", format="conll", filters={})
