"""Parses that try every corner, and utterances that have one."""

from __future__ import annotations

from hypothesis import strategies as st

from backend.domain.parse import Node, Parse
from backend.domain.utterance import Utterance
from tests.backend.domain.strategies import LANGUAGES, texts

_WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), min_size=1, max_size=6).filter(
    lambda word: not any(character.isspace() for character in word)
)
_LABELS = st.sampled_from(["ORDER", "IN:GET_EVENT", "SL:DATE_TIME", "not", "город"])
_NODES = st.recursive(
    st.builds(Node, _LABELS, st.lists(_WORDS, max_size=3).map(tuple)),
    lambda inner: st.builds(Node, _LABELS, st.lists(st.one_of(_WORDS, inner), max_size=4).map(tuple)),
    max_leaves=12,
)
_PARSES = st.lists(_NODES, min_size=1, max_size=3).map(lambda roots: Parse(tuple(roots)))
_PIECES = st.sampled_from(["=>", " => ", "[A b ]", "[A ", "(a)", "(", "]", "\\", " ", "tea", "[", "=", ">"])


def parses() -> st.SearchStrategy[Parse]:
    """Any parse."""
    return _PARSES


@st.composite
def parsed_utterances(draw: st.DrawFn) -> Utterance:
    """Any utterance with a parse, often with arrows and brackets in its text."""
    pieces = st.lists(_PIECES, min_size=1, max_size=8).map("".join).filter(str.strip)
    parse = draw(parses())
    text = draw(pieces | texts())
    return Utterance(text, parse.intent, draw(st.sampled_from(LANGUAGES)), parse=parse)
