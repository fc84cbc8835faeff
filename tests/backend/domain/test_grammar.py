"""One expression, the same language in every notation."""

from __future__ import annotations

import re
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.expression import (
    AnyOrder,
    Characters,
    Choice,
    Expression,
    Literal,
    Repeat,
    Series,
    Shared,
    any_order,
    optional,
)
from backend.domain.expression_sizes import farthest, longest, shortest
from backend.domain.grammar import Grammar
from tests.backend.domain.replies import replies

WORD = Repeat(Characters.of("abc"), 1, 3)
GAP = Repeat(Characters.of(" -"), 0, 2)
TREE = Series((optional(WORD), GAP, AnyOrder((Literal("[1]"), Literal("[2]"), Literal("[1]")), GAP), Literal("?")))


def accepts(expression: Expression, text: str) -> bool:
    return re.fullmatch(Grammar(expression).regex, text) is not None


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("ab [1][1]-[2]?", True),
        ("[2][1][1]?", True),
        ("ab[1]  [2] [1]?", True),
        ("ab [1][2]?", False),
        ("ab [1][1][1]?", False),
        ("ab [1][1][2][2]?", False),
        ("ab [1]   [1][2]?", False),
        ("abcd[1][1][2]?", False),
        ("ab [1][1][2]", False),
    ],
)
def test_parts_come_in_any_order_each_as_often_as_it_is_there(text: str, accepted: bool) -> None:
    assert accepts(TREE, text) is accepted


@pytest.mark.parametrize("names", ["a", "ab", "abc", "abcd", "abcde", "aab", "aabb", "aaab", "abcdef"])
def test_the_regular_expression_takes_every_order_and_nothing_else(names: str) -> None:
    expression = AnyOrder(tuple(map(Literal, names)), Literal(" "))
    orders = {" ".join(order) for order in permutations(names)}
    pattern = re.compile(Grammar(expression).regex)
    assert all(pattern.fullmatch(order) for order in orders)
    others = {order.replace(names[0], "x", 1) for order in orders} | {f"{order} {names[0]}" for order in orders}
    assert not any(pattern.fullmatch(other) for other in others)


def test_eight_distinct_parts_need_one_rule_for_every_subset() -> None:
    grammar = Grammar(AnyOrder(tuple(map(Literal, "abcdefgh")), GAP))
    for notation in (grammar.gbnf, grammar.lark):
        orders = [line for line in notation.splitlines() if line.startswith("order")]
        assert len(orders) == 2**8 - 8 - 1
        assert len(notation) < 60_000


def test_equal_parts_share_their_rules() -> None:
    grammar = Grammar(AnyOrder(tuple(map(Literal, "aaaabbbb")), GAP))
    assert len([line for line in grammar.gbnf.splitlines() if line.startswith("order")]) < 5 * 5


def test_rules_are_spelled_as_each_notation_wants_it() -> None:
    grammar = Grammar(Series((Repeat(Characters.of("ab\n"), 1, 2), AnyOrder((Literal('"x\\'), Literal("[é]")), GAP))))
    assert grammar.gbnf.splitlines() == [
        "root ::= part-0 order-0",
        r"part-0 ::= [\x0aa-b]{1,2}",
        r'part-1 ::= "\"x\\"',
        'part-2 ::= "[é]"',
        r"part-3 ::= [ \x2d]{0,2}",
        "order-0 ::= part-1 part-3 part-2 | part-2 part-3 part-1",
    ]
    assert grammar.lark.splitlines() == [
        "reply : PART_0 order_0",
        r"PART_0 : /[\x0aa-b]{1,2}/",
        r"PART_1 : /\x22x\x5c/",
        r"PART_2 : /\x5b\xe9\x5d/",
        r"PART_3 : /[ \x2d]{0,2}/",
        "order_0 : PART_1 PART_3 PART_2 | PART_2 PART_3 PART_1",
    ]


@given(replies(TREE))
def test_what_is_drawn_from_the_tree_is_accepted_and_within_its_lengths(text: str) -> None:
    assert accepts(TREE, text)
    assert len(text) <= longest(TREE) == Grammar(TREE).max_characters


def test_lengths_are_those_of_the_longest_and_of_the_shortest_text() -> None:
    assert longest(TREE) == 3 + 2 + 9 + 2 * 2 + 1
    assert shortest(TREE) == 9 + 1
    assert shortest(Choice((Literal("éé"), Literal("aaa")))) == 3
    assert shortest(Repeat(Characters.of("a"), 2, 5)) == 8


@given(
    st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=8),
    st.characters(exclude_categories=("Cs",)),
)
def test_a_class_and_its_complement_share_all_characters_between_them(text: str, character: str) -> None:
    inside, outside = Characters.of(text), Characters.but(text)
    assert accepts(inside, character) is (character in text)
    assert accepts(outside, character) is (character not in text)


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=8))
def test_a_literal_is_that_text_alone(text: str) -> None:
    assert accepts(Literal(text), text)
    assert not accepts(Literal(text), text + "x")


def test_equal_descriptions_are_equal_grammars() -> None:
    assert Grammar(TREE) == Grammar(Series(TREE.parts))
    assert hash(Grammar(TREE)) == hash(Grammar(Series(TREE.parts)))


PAIR = Shared(Series((Literal("<a "), Repeat(WORD, 1, 2), Literal(">"))))
NEST = Series((Literal("<b "), Repeat(Choice((PAIR, WORD)), 1, 3), Literal(">"), optional(PAIR)))


def test_a_shared_part_is_one_rule_however_often_it_stands_there() -> None:
    assert Grammar(NEST).lark.splitlines() == [
        "reply : PART_0 ((rule_0 | PART_2)){1,3} PART_3 (rule_0){0,1}",
        r"PART_0 : /\x3cb /",
        "rule_0 : PART_1",
        r"PART_1 : /\x3ca (?:[a-c]{1,3}){1,2}\x3e/",
        "PART_2 : /[a-c]{1,3}/",
        r"PART_3 : /\x3e/",
    ]
    assert Grammar(NEST).gbnf.count("<a ") == 1
    assert accepts(NEST, "<b a<a bb>c><a c>")


@given(replies(NEST))
def test_a_shared_part_is_written_out_in_the_regular_expression(text: str) -> None:
    assert accepts(NEST, text)


def test_shared_parts_are_equal_by_what_they_say() -> None:
    again = Shared(Series((Literal("<a "), Repeat(WORD, 1, 2), Literal(">"))))
    assert again == PAIR
    assert hash(again) == hash(PAIR)
    assert again != Shared(Literal("<a "))
    assert again != PAIR.part


def test_the_farthest_point_is_within_the_longest_label_that_may_have_been_begun() -> None:
    # "<b ", then "<a " is begun: "a" of 4 bytes at most, ">" and ">".
    assert shortest(NEST) == 3 + 4 + 1
    assert farthest(NEST) >= len("<b ") + len("<a ") + 4 + len(">>")
    assert Grammar(NEST).ending == farthest(NEST) + 8
    assert Grammar(WORD).ending == shortest(WORD) + 8


def test_parts_come_in_any_order_so_many_distinct_ones_at_a_time() -> None:
    one, two, three = map(Literal, "abc")
    assert any_order((one, two, one, three), GAP, 2) == [
        AnyOrder((one, two, one), GAP),
        GAP,
        AnyOrder((three,), GAP),
        GAP,
    ]
