"""What a student of parses learns from, and what it is held out from."""

from __future__ import annotations

import pytest

from backend.domain.delexicalised import delexicalised
from backend.domain.errors import InvalidValue
from backend.domain.parse_notation import read_parse
from backend.domain.parse_schema import ParseLabel, ParseSchema
from backend.domain.utterance import Utterance
from backend.students.parsing.data import parser_data, schema_of, with_names
from tests.backend.students.parsing.conftest import bowls, ordered


def test_what_is_said_alike_stays_on_one_side() -> None:
    found = parser_data(bowls(), schema_of(bowls(), "top"), 0.25)
    assert (len(found.teaching), len(found.measuring)) == (18, 6)
    assert not {delexicalised(one) for one in found.teaching} & {delexicalised(one) for one in found.measuring}


def test_the_hash_is_of_the_parses_whatever_their_order() -> None:
    schema = schema_of(bowls(), "top")
    one = parser_data(bowls(), schema, 0.0)
    assert parser_data(bowls()[::-1], schema, 0.0).sha256 == one.sha256
    assert parser_data(bowls()[1:], schema, 0.0).sha256 != one.sha256


def test_names_of_things_are_those_of_the_catalogue_and_those_that_occur() -> None:
    labels = (ParseLabel("ORDER", nests=("FOOD", "SIZE")), ParseLabel("FOOD", holds_value=True, catalogue=("RICE",)))
    schema = ParseSchema("exr", roots=("ORDER",), labels=(*labels, ParseLabel("SIZE", holds_value=True)), depth=2)
    found = with_names(schema, [read_parse("[ORDER [FOOD CORN ] [SIZE BIG ] ]")])
    assert (found.label("FOOD").catalogue, found.label("SIZE").catalogue) == (("RICE", "CORN"), ())


def test_data_that_no_student_of_parses_can_learn_is_refused() -> None:
    schema = schema_of(bowls(), "top")
    with pytest.raises(InvalidValue):
        parser_data([], schema, 0.0)
    with pytest.raises(InvalidValue, match="without a parse"):
        parser_data([Utterance("stop", "ASK")], schema, 0.0)
    with pytest.raises(InvalidValue, match="unknown label"):
        parser_data([*bowls(), ordered("[PRICE ten ]")], schema, 0.0)
