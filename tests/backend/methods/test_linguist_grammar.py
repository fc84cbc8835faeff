"""What the grammar of a LINGUIST prompt takes is what its reader reads and its checks pass, and gold is taken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from backend.checks import labels_as_asked, value_kept, wildcard_filled
from backend.domain.errors import InvalidValue
from backend.domain.notation import read_typed, write_numbered, write_typed
from backend.domain.prompt import Prompt
from backend.domain.request import Include
from backend.domain.utterance import MAX_TEXT, Span, Utterance
from backend.methods import method
from tests.backend.domain.replies import replies
from tests.backend.domain.strategies import SLOTS, utterances

pytestmark = pytest.mark.long


LABELS = tuple(enumerate(SLOTS, start=1))
STYLES = pytest.mark.parametrize("style", ["instruct", "tuned"])


def prompt(asked: Sequence[Include], style: str = "tuned", examples: Sequence[Utterance] = ()) -> Prompt:
    return Prompt((), "fly", "en", LABELS, tuple(asked), tuple(examples), f"linguist/{style}", "h")


def accepts(asked: Prompt, reply: str) -> bool:
    return re.fullmatch(method("linguist").grammar(asked).regex, reply) is not None


def written(utterance: Utterance, style: str) -> str:
    """As a reader takes it: the white space around a reply is not part of it."""
    return (write_numbered(utterance, dict(LABELS)) if style == "tuned" else write_typed(utterance)).strip()


def said(notation: str) -> Utterance:
    read = read_typed(notation)
    return Utterance(read.text, "fly", "en", read.spans)


_VALUES = st.one_of(
    st.just("*"),
    st.sampled_from(
        ["rome", "東京", "a [b] c", "\\", "m*a*s*h", "5 : 6", "é e\u0301", "👨‍👩‍👧 👍🏽", "مطعم", "x\u200b"]
    ),
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf")), min_size=1, max_size=6).filter(str.strip),
)
_ASKED = st.lists(st.builds(Include, st.sampled_from(SLOTS), _VALUES), max_size=4)


@STYLES
@settings(max_examples=150)
@given(data=st.data(), wanted=_ASKED)
def test_every_reply_of_the_grammar_is_read_and_as_asked(
    style: str, data: st.DataObject, wanted: list[Include]
) -> None:
    wild = {item.slot for item in wanted if item.is_wildcard}
    # A given value may be a star for all the grammar cares, but not beside a `*` for the same slot.
    assume(not any(item.slot in wild and "*" in item.value for item in wanted if not item.is_wildcard))
    asked = prompt(wanted, style)
    grammar = method("linguist").grammar(asked)
    reply = data.draw(replies(grammar.reply))
    assert re.fullmatch(grammar.regex, reply)
    utterance = method("linguist").read(asked, f" {reply}\n")
    for check in (labels_as_asked, value_kept, wildcard_filled):
        assert check(utterance, asked).passed, check(utterance, asked)


@STYLES
@settings(max_examples=200)
@given(gold=utterances(), stars=st.lists(st.booleans(), min_size=8, max_size=8))
def test_gold_is_taken_by_the_request_that_asks_for_its_slots(style: str, gold: Utterance, stars: list[bool]) -> None:
    assume(len(gold.slots) <= 5)
    wanted = [Include(slot, "*" if star else value) for (slot, value), star in zip(gold.slots, stars, strict=False)]
    asked = prompt(wanted, style, [gold])
    # What the grammar rules out on purpose: stars that begin a word, and values that show nothing.
    free = [*_outside(gold), *(value for (_, value), item in zip(gold.slots, wanted, strict=True) if item.is_wildcard)]
    assume(
        not any(re.search(r"(?:^|[\s.,;:!?\"'()*\u00ad\u200b-\u200f\u202a-\u202e\ufeff\[\]\\])\*", one) for one in free)
    )
    assume(all(_shows(value) for _, value in gold.slots))
    assert accepts(asked, written(gold, style))


def _outside(gold: Utterance) -> list[str]:
    edges = [0, *(edge for span in gold.spans for edge in (span.start, span.end)), len(gold.text)]
    return [gold.text[edges[at] : edges[at + 1]] for at in range(0, len(edges), 2)]


def _shows(value: str) -> bool:
    try:
        Utterance(value, "fly")
    except InvalidValue:
        return False
    return True


ROME_AND_ANY = (Include("city", "rome"), Include("x/y"))


@STYLES
@pytest.mark.parametrize(
    "gold",
    [
        "fly to [city : rome] on [x/y : friday]",
        "[x/y : friday][city : rome]",
        "[city : rome] [x/y : e\u0301\u0302 👨‍👩‍👧]!",
        "在[x/y : 星期五]飞往[city : rome]",
        "سافر إلى [city : rome] يوم [x/y : الجمعة]",
        r"a \[literal\] bracket, \\ and [x/y : \[x\]] m*a*s*h [city : rome]",
    ],
)
def test_an_utterance_with_just_the_slots_is_taken_in_any_order(style: str, gold: str) -> None:
    assert accepts(prompt(ROME_AND_ANY, style), written(said(gold), style))


@pytest.mark.parametrize(
    "reply",
    [
        "fly to [1 rome ]",
        "fly to [1 rome ] [4 x ] [4 y ]",
        "fly to [1 rome ] [1 rome ]",
        "fly to [1 paris ] [4 x ]",
        "fly to [1 Rome ] [4 x ]",
        "fly to [1 rome ] [2 x ]",
        "fly to [1 rome ] [4 * ]",
        "fly to [1 rome ] [4 a * b ]",
        "fly to [1 rome ] [4 **bold** ]",
        "fly to [1 rome ] [4  ]",
        "fly to [1 rome ] [4 ]",
        "fly to [1 rome ] [4  x ]",
        "fly to [1 rome ] [4 x  ]",
        "fly to [1 rome ] [4 \u200b ]",
        "fly to [1 rome ] [4 x]",
        "fly to [1rome ] [4 x ]",
        "fly * to [1 rome ] [4 x ]",
        "fly to [city : rome] [x/y : x]",
        "fly [to] [1 rome ] [4 x ]",
        "fly ] [1 rome ] [4 x ]",
        "fly\nto [1 rome ] [4 x ]",
        "fly\tto [1 rome ] [4 x ]",
        "fly\u2028to [1 rome ] [4 x ]",
        "fly \\n [1 rome ] [4 x ]",
        "fly to [1 rome ] [4 x",
        "[1 rome ] [4 x ]" + "y" * 300,
        "[1 rome ] [4 " + "y" * 200 + " ]",
        "",
    ],
)
def test_anything_else_is_refused(reply: str) -> None:
    assert not accepts(prompt(ROME_AND_ANY), reply)


@pytest.mark.parametrize(
    ("reply", "accepted"),
    [("hi", True), ("你好 👋", True), ("", False), (" ", False), ("\u200b", False), ("[1 x ]", False)],
)
def test_a_prompt_that_asks_for_nothing_takes_plain_text_that_shows_something(reply: str, accepted: bool) -> None:
    assert accepts(prompt(()), reply) is accepted


def test_a_slot_that_is_asked_for_twice_comes_twice() -> None:
    asked = prompt((Include("city"), Include("city"), Include("city", "oslo")))
    assert accepts(asked, "from [1 oslo ] to [1 rome ] and [1 bonn ]")
    assert accepts(asked, "from [1 a ] to [1 oslo ] and [1 oslo ]")
    assert not accepts(asked, "from [1 oslo ] to [1 rome ]")
    assert not accepts(asked, "from [1 paris ] to [1 rome ] and [1 bonn ]")


def test_eight_distinct_slots_come_in_any_order_and_more_in_two_groups() -> None:
    names = tuple(f"s{number}" for number in range(1, 11))
    asked = replace(prompt([Include(name) for name in names]), labels=tuple(enumerate(names, start=1)))
    grammar = method("linguist").grammar(asked)
    assert grammar.max_characters <= 2 * MAX_TEXT
    assert len([line for line in grammar.gbnf.splitlines() if line.startswith("order")]) == 2**8 - 9 + 1
    assert len(grammar.lark) < 100_000


def test_lengths_follow_what_the_prompt_shows() -> None:
    long = Utterance(f"{'very ' * 50}far to rome", "fly", "en", (Span(257, 261, "city"),))
    assert accepts(prompt([Include("city")]), f"{'x' * 120}[1 {'x' * 60} ]")
    assert not accepts(prompt([Include("city")]), f"{'x' * 130}[1 rome ]")
    assert accepts(prompt([Include("city")], examples=[long]), f"{'x' * 400}[1 rome ]")
    assert not accepts(prompt([Include("city")], examples=[long]), f"x [1 {'x' * 60} ]")
    assert (
        method("linguist").grammar(prompt([Include(slot) for slot in SLOTS], examples=[long])).max_characters
        < 2 * MAX_TEXT
    )


def test_a_value_on_several_lines_is_one_line_in_the_reply() -> None:
    asked = prompt([Include("city", "new\n  york")])
    assert accepts(asked, "to [1 new york ]")
    assert value_kept(method("linguist").read(asked, "to [1 new york ]"), asked).passed
    assert accepts(prompt([Include("city", "new  york")]), "to [1 new  york ]")


@pytest.mark.parametrize("value", ["a\x00b", "\u200b", "x" * (MAX_TEXT + 1)])
def test_a_value_that_no_utterance_can_hold_is_refused(value: str) -> None:
    with pytest.raises(InvalidValue, match="slot city that no utterance can hold"):
        method("linguist").grammar(prompt([Include("city", value)]))


def test_values_that_leave_no_room_for_text_are_refused() -> None:
    with pytest.raises(InvalidValue, match="fill the 2000 characters"):
        method("linguist").grammar(prompt([Include("city", "x" * 1000), Include("x/y", "y" * 995)]))
