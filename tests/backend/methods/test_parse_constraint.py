"""Grammars of parses as llguidance reads them: every reply goes through byte by byte, nothing else does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from llguidance import LLMatcher, LLTokenizer

from backend.domain.expression import Expression
from backend.domain.grammar import Grammar
from backend.domain.parse_notation import SQUARE, write_parse
from backend.domain.parse_shape import skeleton
from backend.methods.parse_grammar import any_parse, parse_like
from backend.methods.parse_marks import marked_grammar
from backend.methods.parse_words import text
from tests.backend.domain.replies import replies
from tests.backend.methods.parses import KINDS

BYTES = LLTokenizer("byte")


def taken(reply: Expression, written: str) -> int:
    """How many bytes of a reply llguidance lets through; one more where it may end behind them."""
    matcher = LLMatcher(BYTES, f"start: reply\n{Grammar(reply).lark}", log_level=0)
    assert not matcher.is_error(), matcher.get_error()
    count = next((at for at, token in enumerate(written.encode()) if not matcher.consume_token(token)), -1)
    return count if count >= 0 else len(written.encode()) + matcher.is_accepting()


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_every_reply_goes_through(kind: str, data: st.DataObject) -> None:
    schema, seeds = KINDS[kind]
    seed = data.draw(st.sampled_from(seeds))
    target = skeleton(seed.parse, schema.parses)
    for reply in (any_parse(schema.parses, seed.intent), parse_like(target, schema.parses, values_given=False)):
        written = data.draw(replies(reply))
        assert taken(reply, written) == len(written.encode()) + 1
        assert taken(reply, write_parse(seed.parse, SQUARE)) == len(write_parse(seed.parse, SQUARE).encode()) + 1


@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_every_text_with_marked_values_goes_through(data: st.DataObject) -> None:
    for reply in (marked_grammar(["5 [sic]", "é", "é"], 3), marked_grammar(None, 2), marked_grammar((), 0), text(20)):
        written = data.draw(replies(reply))
        assert taken(reply, written) == len(written.encode()) + 1


@pytest.mark.parametrize(
    ("written", "through"),
    [
        ("[ORDER [SNACKORDER [SIZE ]", len("[ORDER [SNACKORDER [SIZE ")),
        ("[ORDER [NUMBER", len("[ORDER [")),
        ("[ORDER please]", len("[ORDER please")),
        ("[ORDER please ", len("[ORDER please ")),
        ("[ORDER please ]", len("[ORDER please ]") + 1),
        ("[ORDER please ] ", len("[ORDER please ]")),
    ],
)
def test_what_the_schema_does_not_have_stops_where_it_goes_wrong(written: str, through: int) -> None:
    assert taken(any_parse(KINDS["top"][0].parses, "ORDER"), written) == through
