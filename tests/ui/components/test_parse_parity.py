"""What the card says of a parse that is edited by hand is what Python says when it is saved."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from backend.domain.errors import InvalidValue
from backend.domain.parse import Node, Parse
from backend.domain.parse_schema import FORMS, ParseLabel, ParseSchema
from backend.domain.parse_shape import require_text
from backend.domain.shown import text_and_parse
from backend.domain.utterance import Utterance
from tests.ui.components.node import asked, browser_side
from ui.components.parse_tree import about_parses, notation_of

LABELS = (
    ParseLabel("IN:BUY", nests=("SL:ITEM", "SL:SIZE")),
    ParseLabel("SL:ITEM", nests=("IN:BUY", "SL:SIZE"), holds_value=True),
    ParseLabel("SL:SIZE", holds_value=True),
    ParseLabel("ORDER", nests=("SL:ITEM",)),
    ParseLabel("NOT"),
)
SCHEMA = ParseSchema("top", "square", ("IN:BUY", "ORDER"), LABELS, depth=3, most_roots=2)
WORDS = st.sampled_from(["tea", "Tea", "teacup", "a", "[b]", "c\\n", "二つ", "👍🏽", "e\u0301", "(d)"])
NAMES = st.sampled_from([*(label.name for label in LABELS), "SL:OTHER"])


def nodes(children: st.SearchStrategy[Node | str]) -> st.SearchStrategy[Node]:
    return st.builds(Node, NAMES, st.lists(children, max_size=3).map(tuple))


TREES = st.recursive(st.one_of(WORDS, nodes(WORDS)), nodes, max_leaves=8).filter(lambda one: isinstance(one, Node))


@st.composite
def said(draw: st.DrawFn) -> tuple[Utterance, ParseSchema]:
    """Some are as the schema has it, most are not; the text of some holds all values, in an order of its own."""
    form = draw(st.sampled_from(FORMS))
    roots = st.lists(TREES, min_size=1, max_size=3).map(tuple).map(Parse)
    parse = draw(roots.filter(lambda one: bool(one.text)))
    schema = replace(SCHEMA, form=form, brackets=draw(st.sampled_from(["square", "round"])))
    if draw(st.booleans()):
        schema = schema.extended_by(parse)
    values = [" ".join(node.words) for node in parse.walk() if node.words]
    mixed = " , ".join(draw(st.permutations(values))) + " " + draw(WORDS)
    text = parse.text if form == "top" else mixed.strip()
    return Utterance(text, parse.intent, "en", parse=parse), schema


def plain(form: str, *, sound: bool) -> tuple[Utterance, ParseSchema]:
    """One that is as the schema has it, or not: of every form both are to come up, whatever is drawn."""
    parse = Parse((Node("IN:BUY", (Node("SL:ITEM" if sound else "SL:OTHER", ("tea",)),)),))
    return Utterance("tea", parse.intent, "en", parse=parse), replace(SCHEMA, form=form)


PLAIN = [plain(form, sound=sound) for form in FORMS for sound in (True, False)]


def test_the_browser_reads_writes_places_and_judges_a_parse_as_python_does():
    judged = set()
    with browser_side("parse_parity.mjs") as node:

        @settings(max_examples=150)
        @given(said())
        def agree(drawn: tuple[Utterance, ParseSchema]) -> None:
            utterance, schema = drawn
            told = notation_of(utterance, schema)
            question = {"notation": told["notation"], "about": about_parses(schema), "unspaced": False}
            answer = asked(node, question)
            assert answer["written"] == told["notation"]
            assert answer["text"] == utterance.text
            assert answer["sound"] == is_sound(utterance, schema)
            if answer["sound"]:
                assert answer["boxes"] == told["parse"]["boxes"]
            judged.add((schema.form, answer["sound"]))

        for one in PLAIN:
            agree = example(one)(agree)
        agree()
    assert judged == {(form, sound) for form in FORMS for sound in (True, False)}


def is_sound(utterance: Utterance, schema: ParseSchema) -> bool:
    try:
        schema.require(utterance.parse)
        require_text(utterance.parse, utterance.text, schema)
    except InvalidValue:
        return False
    return True


PIECES = st.sampled_from(
    [
        "[",
        "[",
        "]",
        "]",
        "(",
        ")",
        "=>",
        " ",
        "IN:A",
        "SL:",
        "b",
        "é",
        "e\u0301",
        "1",
        "\\",
        "\x07",
        "\x85",
        "\u3000",
        "\ufeff",
    ]
)


def test_the_browser_refuses_what_python_refuses_and_reads_the_rest_alike():
    with browser_side("parse_parity.mjs") as node:

        @settings(max_examples=400)
        @given(st.lists(PIECES, max_size=10).map(lambda pieces: "[" + "".join(pieces)))
        @example("[ IN:A b ]")
        @example("[=>]")
        @example("[IN:A b ][b é]")
        @example("[=>[IN:A]")  # of two arrows the first that a parse follows: the other one is of the text
        def agree(written: str) -> None:
            line = f"b => {written}"
            answer = asked(node, {"notation": line, "about": {"form": "decoupled"}, "onlyRead": True})
            try:
                text, read = text_and_parse(line)
            except InvalidValue:
                assert "refused" in answer
            else:
                assert answer == {"text": text, "tree": [told(root) for root in read.roots]}

        agree()


def told(node: Node) -> dict[str, object]:
    children = [child if isinstance(child, str) else told(child) for child in node.children]
    return {"label": node.label, "children": children}
