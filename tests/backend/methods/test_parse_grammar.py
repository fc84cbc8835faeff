"""Grammars of parses: what they take the schema takes, gold is taken, and they grow with the labels alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.errors import InvalidValue
from backend.domain.grammar import Grammar
from backend.domain.parse import Node, Parse
from backend.domain.parse_notation import SQUARE, read_parse, write_parse
from backend.domain.parse_schema import ParseLabel, ParseSchema
from backend.domain.parse_shape import shape, skeleton, values
from backend.methods.parse_grammar import any_parse, parse_like
from tests.backend.domain.replies import replies
from tests.backend.methods.parses import KINDS


def takes(grammar: Grammar, parse: Parse) -> bool:
    return re.fullmatch(grammar.regex, write_parse(parse, SQUARE)) is not None


@pytest.mark.parametrize("kind", KINDS)
def test_the_parses_that_a_schema_was_induced_from_are_taken(kind: str) -> None:
    schema, seeds = KINDS[kind]
    for seed in seeds:
        assert takes(Grammar(any_parse(schema.parses, seed.intent)), seed.parse), write_parse(seed.parse)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_every_parse_that_is_taken_is_one_of_the_schema_and_of_the_intent(kind: str, data: st.DataObject) -> None:
    schema, seeds = KINDS[kind]
    intent = data.draw(st.sampled_from(sorted({seed.intent for seed in seeds})))
    written = data.draw(replies(any_parse(schema.parses, intent)))
    parse = read_parse(written, SQUARE)
    schema.parses.require(parse)
    assert parse.intent == intent
    assert write_parse(parse, SQUARE) == written


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("values_given", [True, False])
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_a_parse_again_has_its_labels_and_the_values_that_were_given(
    kind: str, values_given: bool, data: st.DataObject
) -> None:
    schema, seeds = KINDS[kind]
    target = skeleton(data.draw(st.sampled_from(seeds)).parse, schema.parses)
    parse = read_parse(data.draw(replies(parse_like(target, schema.parses, values_given=values_given))), SQUARE)
    schema.parses.require(parse)
    assert shape(parse) == shape(target)
    if values_given:
        assert sorted(values(parse, schema.parses)) == sorted(values(target, schema.parses))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("values_given", [True, False])
def test_a_parse_is_taken_as_its_own_again(kind: str, values_given: bool) -> None:
    schema, seeds = KINDS[kind]
    for seed in seeds:
        target = skeleton(seed.parse, schema.parses)
        assert takes(Grammar(parse_like(target, schema.parses, values_given=values_given)), seed.parse)


@pytest.mark.parametrize(
    ("kind", "notation"),
    [
        ("top", "(ORDER (SNACKORDER (SIZE ) ) )"),
        ("top", "(ORDER (NUMBER two ) )"),
        ("top", "(SNACKORDER (NUMBER two ) )"),
        ("top", "(ORDER (SNACKORDER (NOT (NOT (SAUCE mayo ) ) ) ) )"),
        ("decoupled", "[IN:FIND_CLASS pottery ]"),
        ("decoupled", "[IN:FIND_CLASS [SL:WHEN ] ]"),
        ("decoupled", "[IN:FIND_CLASS [SL:WHEN now [IN:GET_TIME ] ] ]"),
        ("beside", "(SNACKORDER (SNACK soup ) )"),
    ],
)
def test_what_the_schema_does_not_have_is_not_taken(kind: str, notation: str) -> None:
    schema, seeds = KINDS[kind]
    assert not takes(Grammar(any_parse(schema.parses, seeds[-1].intent)), read_parse(notation))


def test_names_of_things_come_out_of_the_catalogue_where_there_is_one() -> None:
    label = ParseLabel("SIZE", holds_value=True, catalogue=("BIG", "VERY BIG"))
    schema = ParseSchema("exr", roots=("ORDER",), labels=(ParseLabel("ORDER", nests=("SIZE",)), label), depth=2)
    grammar = Grammar(any_parse(schema, "ORDER"))
    assert takes(grammar, read_parse("[ORDER [SIZE VERY BIG ] [SIZE BIG ] ]"))
    assert not takes(grammar, read_parse("[ORDER [SIZE HUGE ] ]"))


def test_brackets_and_backslashes_in_words_are_escaped_and_no_word_is_invisible() -> None:
    grammar = Grammar(any_parse(KINDS["top"][0].parses, "ORDER"))
    assert takes(grammar, Parse((Node("ORDER", (Node("DRINKORDER", (Node("DRINK", ("a[b]", "\\c", "नमस्ते")),)),)),)))
    assert not takes(grammar, Parse((Node("ORDER", (Node("DRINKORDER", ("\u200b",)),)),)))


def test_a_label_that_can_never_be_completed_is_left_out() -> None:
    only_labels = ParseLabel("SL:A", nests=("SL:A",))
    schema = ParseSchema("top", roots=("IN:X",), labels=(ParseLabel("IN:X", nests=("SL:A",)), only_labels), depth=5)
    grammar = Grammar(any_parse(schema, "X"))
    assert takes(grammar, read_parse("[IN:X go ]"))
    assert "SL:A" not in grammar.lark


@pytest.mark.parametrize("intent", ["SNACKORDER", "ORDER/NOTHING", ""])
def test_an_intent_without_a_root_is_refused(intent: str) -> None:
    with pytest.raises(InvalidValue, match="no label outside of all others stands for"):
        any_parse(KINDS["top"][0].parses, intent)


def test_the_notations_with_rules_grow_with_labels_and_depth_and_not_with_the_ways_to_get_there() -> None:
    names = [f"L{number}" for number in range(12)]
    labels = tuple(ParseLabel(name, nests=tuple(names), holds_value=True) for name in names)
    grammar = Grammar(any_parse(ParseSchema("decoupled", roots=("L0",), labels=labels, depth=8), "L0"))
    for notation in (grammar.lark, grammar.gbnf):
        assert notation.count("\nrule") == 1 + 12 * 6 + 12 + 1
        assert len(notation) < 100_000
    assert grammar.ending < 2000
