"""What LINGUIST asks for, and how its replies are read."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import InvalidValue
from backend.domain.notation import read_typed, write_numbered, write_typed
from backend.domain.prompt import Message, Prompt
from backend.domain.request import Include, Request
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import Span, Utterance
from backend.methods import Method, method, methods
from backend.methods.known import values
from prompts.template import template

SCHEMA = Schema(
    (
        Intent("book_table", "reserve a table.", ("time", "size", "place")),
        Intent("greet", "say hello", ()),
        Intent("fly", "", ("to",)),
    ),
    (Slot("time", "when\nto come", ("8 pm", "noon")), Slot("size", "how many"), Slot("place"), Slot("to")),
)


def said(notation: str, intent: str = "book_table", language: str = "en") -> Utterance:
    read = read_typed(notation)
    return Utterance(read.text, intent, language, read.spans)


SEEDS = tuple(
    said(notation)
    for notation in (
        "a table at [time : seven]",
        "a table for [size : two]",
        "book [place : casa luna] for [size : six] at [time : one]",
        "seats from [time : five] to [time : six]",
    )
)
ASK = Request("book_table", seed=5)


def prompts(request: Request = ASK, seeds=SEEDS, count: int = 30) -> tuple[Prompt, ...]:
    return method("linguist").prompts(request, SCHEMA, seeds, count)


def test_the_registry_knows_linguist_and_names_it_when_asked_for_another() -> None:
    found: Method = method("linguist")
    assert found in methods()
    assert found.description
    with pytest.raises(InvalidValue, match=r"'magic'.*linguist"):
        method("magic")


@pytest.mark.parametrize("style", ["instruct", "tuned"])
def test_the_same_request_gives_the_same_prompts_and_fewer_their_beginning(style: str) -> None:
    request = replace(ASK, style=style)
    assert prompts(request) == prompts(request)
    assert prompts(request)[:7] == prompts(request, count=7)
    assert prompts(request) != prompts(replace(request, seed=6))


def test_numbers_run_over_the_slots_of_the_intent_and_are_shuffled() -> None:
    numberings = {prompt.labels for prompt in prompts()}
    assert len(numberings) > 1
    for labels in numberings:
        assert [number for number, _ in labels] == [1, 2, 3]
        assert {slot for _, slot in labels} == {"time", "size", "place"}


def test_without_slots_to_include_those_of_a_seed_are_drawn_anew_for_every_prompt() -> None:
    drawn = {tuple(sorted(item.slot for item in prompt.asked)) for prompt in prompts()}
    assert drawn == {tuple(sorted(seed.slot_counts.elements())) for seed in SEEDS}
    items = [item for prompt in prompts() for item in prompt.asked]
    given_values = [item for item in items if not item.is_wildcard]
    assert 0 < len(given_values) < len(items) / 2
    assert all(item.value in values(item.slot, SCHEMA, SEEDS) for item in given_values)


def test_slots_to_include_are_asked_for_as_given() -> None:
    wanted = (Include("time", "noon"), Include("time"))
    assert {prompt.asked for prompt in prompts(replace(ASK, include=wanted))} == {wanted}
    assert {prompt.asked for prompt in prompts(replace(ASK, include=()))} == {()}


def test_without_seeds_a_few_slots_of_the_intent_are_drawn() -> None:
    drawn = [Counter(item.slot for item in prompt.asked) for prompt in prompts(seeds=())]
    assert all(1 <= len(one) <= 3 and set(one) <= {"time", "size", "place"} for one in drawn)
    assert len({len(one) for one in drawn}) > 1
    assert all(max(one.values()) == 1 for one in drawn)


def test_an_intent_without_slots_asks_for_none() -> None:
    assert {prompt.asked for prompt in prompts(Request("greet"), seeds=())} == {()}


@pytest.mark.parametrize(("most", "shown"), [(0, {0}), (2, {2}), (10, {3, 4})])
def test_a_prompt_shows_at_most_so_many_examples_of_its_intent(most: int, shown: set[int]) -> None:
    seeds = (*SEEDS, said("to [to : rome]", "fly"))
    found = prompts(replace(ASK, examples=most), seeds)
    assert {len(prompt.examples) for prompt in found} <= shown
    assert all(example in SEEDS for prompt in found for example in prompt.examples)


def test_examples_come_in_the_language_of_the_request_last_and_alone_where_there_are_enough() -> None:
    french = said("une table à [time : midi]", language="fr")
    asked = replace(ASK, language="fr", include=(Include("time", "huit heures"),))
    mixed = prompts(asked, (french, *SEEDS))
    assert {(prompt.examples[-1], len(prompt.examples)) for prompt in mixed} == {(french, len(SEEDS) + 1)}
    assert {prompt.examples for prompt in prompts(replace(asked, examples=1), (french, *SEEDS))} == {(french,)}
    elsewhere = prompts(asked, SEEDS)
    assert all(set(prompt.examples) <= set(SEEDS) and prompt.examples for prompt in elsewhere)
    assert "French, book_table:" in elsewhere[0].messages[-1].content
    assert "English, book_table:" in elsewhere[0].messages[1].content


def test_a_seed_with_a_slot_that_its_intent_no_longer_holds_is_left_out() -> None:
    assert prompts(seeds=(said("to [to : rome]"),))[0].examples == ()


def test_what_would_only_have_to_be_copied_is_no_example() -> None:
    wanted = (Include("time", "seven"),)
    assert all(SEEDS[0] not in prompt.examples for prompt in prompts(replace(ASK, include=wanted)))


def test_the_examples_most_like_the_request_come_last() -> None:
    (one,) = prompts(replace(ASK, include=(Include("size", "nine"),)), count=1)
    assert one.examples[-1] == SEEDS[1]
    assert one.examples[0] == SEEDS[2] or set(one.examples[0].slot_counts) == {"time"}


def test_instruct_shows_every_example_as_the_request_that_would_have_asked_for_it() -> None:
    (one,) = prompts(count=1)
    assert [message.role for message in one.messages] == ["system", *["user", "assistant"] * len(one.examples), "user"]
    replies = [message.content for message in one.messages if message.role == "assistant"]
    assert replies == [write_typed(example) for example in one.examples]
    for message, example in zip(one.messages[1::2], one.examples, strict=False):
        assert message.content.startswith("English, book_table: ")
        for slot in example.slot_counts:
            assert f"[{slot} : " in message.content


def test_instruct_explains_intent_and_slots_on_a_line_each() -> None:
    system = prompts(count=1)[0].messages[0].content
    lines = system.splitlines()
    assert "The intent book_table means: reserve a table." in lines
    assert "The slot time means: when to come (such as 8 pm, noon)." in lines
    assert "The slot place." in lines
    assert len(lines) == 6


def test_instruct_without_examples_teaches_the_notation_on_other_intents() -> None:
    (one,) = prompts(replace(ASK, examples=0), count=1)
    assert one.examples == ()
    shown = [message.content for message in one.messages if message.role == "assistant"]
    assert len(shown) == 2
    assert all(read_typed(reply).spans for reply in shown)
    assert not any("book_table" in message.content for message in one.messages[1:-1])


def test_a_wildcard_may_be_shown_as_a_known_value_but_is_asked_for_as_a_wildcard() -> None:
    found = prompts(replace(ASK, include=(Include("time"),)), count=60)
    last = {prompt.messages[-1].content.removeprefix("English, book_table: ") for prompt in found}
    assert {prompt.asked for prompt in found} == {(Include("time"),)}
    assert last == {"[time : *]", *(f"[time : {value}]" for value in ("8 pm", "noon", "seven", "one", "five", "six"))}


def test_a_slot_without_known_values_is_shown_as_a_wildcard() -> None:
    asked = replace(ASK, include=(Include("place"),))
    assert {prompt.messages[-1].content for prompt in prompts(asked, ())} == {"English, book_table: [place : *]"}


def test_a_prompt_knows_its_template() -> None:
    (one,) = prompts(count=1)
    assert (one.template, one.template_hash) == ("linguist/instruct", template("linguist/instruct").sha256)


def test_markup_in_seeds_and_descriptions_is_passed_on_as_text() -> None:
    nasty = said("<script>alert(1)</script> {{ 7 * 7 }} at [time : =cmd()]")
    (one,) = prompts(replace(ASK, include=(Include("time", "x"),)), (nasty,), count=1)
    assert "<script>alert(1)</script> {{ 7 * 7 }} at [time : =cmd()]" in one.text


PROMPT = Prompt((Message("user", "x"),), "book_table", "fr", ((1, "size"), (2, "time")), (), (), "t", "h")


def read(raw: str) -> Utterance:
    return method("linguist").read(PROMPT, raw)


@pytest.mark.parametrize("reply", ["for [1 two ] at [2 noon ]", "for [size : two] at [time : noon]"])
def test_a_reply_is_read_in_either_notation(reply: str) -> None:
    assert read(reply) == Utterance("for two at noon", "book_table", "fr", (Span(4, 7, "size"), Span(11, 15, "time")))


def test_only_the_first_line_that_is_not_empty_is_read() -> None:
    assert read("\n \n  hello there \nand [more").text == "hello there"


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ("", "empty reply"),
        (" \n\t\n", "empty reply"),
        ("for [1 two", "never closed"),
        ("for 1 two ]", "without an opening one"),
        ("for [3 two ]", "does not have '?3"),
        ("for [colour : red]", "does not have 'colour'"),
        ("for [two]", "without a colon"),
        (r"a \\[1 two ] at [time : noon]", "without a label number"),
        ("for [1 ]", "label number|without a value"),
    ],
)
def test_a_reply_that_breaks_the_notation_is_refused_with_the_reason(reply: str, said: str) -> None:
    with pytest.raises(InvalidValue, match=said):
        read(reply)


WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=12)


@given(st.lists(st.tuples(WORDS, st.sampled_from([None, "time", "size"])), min_size=1, max_size=5))
def test_what_a_prompt_shows_as_a_reply_is_read_back_exactly(pieces: list[tuple[str, str | None]]) -> None:
    text, spans = "", []
    for word, slot in pieces:
        clean = f"x{word}x"
        start = len(text) + 1 if text else 0
        text = f"{text} {clean}" if text else clean
        if slot:
            spans.append(Span(start, start + len(clean), slot))
    utterance = Utterance(text, "book_table", "fr", tuple(spans))
    assert read(write_numbered(utterance, PROMPT.numbering)) == utterance
    assert read(write_typed(utterance)) == utterance
