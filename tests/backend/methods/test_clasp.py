"""The four methods of CLASP: what they ask for, and what their grammars take."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from backend.domain.errors import InvalidValue
from backend.domain.grammar import Grammar
from backend.domain.parse_match import insensitive_match
from backend.domain.parse_notation import read_parse
from backend.domain.parse_shape import skeleton
from backend.domain.prompt import Prompt
from backend.domain.request import Include
from backend.domain.schema import Intent, Schema
from tests.backend.domain.replies import replies
from tests.backend.methods.clasp import FORMS, METHODS, failed, prompts
from tests.backend.methods.parses import KINDS, request

EACH = pytest.mark.parametrize("name", METHODS)
OF_FORM = pytest.mark.parametrize("kind", FORMS)


@EACH
@OF_FORM
@settings(max_examples=8)
@given(data=st.data())
def test_what_the_grammar_takes_is_read_and_passes_the_checks(name: str, kind: str, data: st.DataObject) -> None:
    prompt = data.draw(st.sampled_from(prompts(name, kind)))
    reply = data.draw(replies(METHODS[name].grammar(prompt).reply))
    lost = failed(name, prompt, f" {reply}\n")
    # A text beside its parse is free: whether it holds the values is for the check to say. No grammar knows a language.
    free = {"values-in-text"} if kind == "decoupled" and name in ("clasp-gb", "clasp-tb") else set()
    assert set(lost) <= {"copy", "language", *free}, lost


@EACH
@OF_FORM
def test_the_replies_that_a_prompt_shows_are_ones_that_its_grammar_takes(name: str, kind: str) -> None:
    method = METHODS[name]
    for prompt in prompts(name, kind):
        turns = [message.content for message in prompt.messages if message.role in ("user", "assistant")]
        asked, shown = turns[:-1:2], turns[1::2]
        assert shown
        if name == "clasp-tb":
            continue  # its demonstration is of a domain of its own
        for request_, reply, example in zip(asked, shown, prompt.examples, strict=True):
            target = request_.partition(": ")[2].partition(" | [")[0] if name != "clasp-gb" else None
            again = replace(prompt, target=target and read_parse(target), language="en")
            assert re.fullmatch(method.grammar(again).regex, reply), reply
            read = method.read(again, reply)
            assert read.text == example.text
            assert insensitive_match(read.parse, example.parse)


@EACH
@OF_FORM
def test_the_same_request_gives_the_same_prompts_and_fewer_their_beginning(name: str, kind: str) -> None:
    many = prompts(name, kind, 6)
    assert many[:3] == prompts(name, kind, 3)
    assert len(many) == 6
    assert prompts(name, kind, 6, seed=1) != many


@EACH
def test_a_prompt_is_stored_and_read_back(name: str) -> None:
    kept = TypeAdapter(Prompt)
    for kind in FORMS:
        (prompt,) = prompts(name, kind, 1)
        assert kept.validate_json(kept.dump_json(prompt)) == prompt


@OF_FORM
def test_rs_asks_for_a_parse_of_the_schema_that_no_seed_has(kind: str) -> None:
    schema, seeds = KINDS[kind]
    held = [skeleton(seed.parse, schema.parses) for seed in seeds]
    targets = [prompt.target for prompt in prompts("clasp-rs", kind, 12)]
    for target in targets:
        schema.parses.require(target) if kind != "top" else None
        assert target.intent == seeds[-1].intent
    assert sum(target not in held for target in targets) >= 10
    assert len(set(targets)) >= 6


def test_rs_shows_the_parse_with_its_values_by_number_and_seeds_as_demonstrations() -> None:
    prompt = prompts("clasp-rs", "decoupled", examples=2, seed=4)[0]
    roles = [message.role for message in prompt.messages]
    assert roles == ["system", "user", "assistant", "user", "assistant", "user"]
    assert re.search(r"^English: \[IN:FIND_CLASS .*\](?: \| \[1 .* \])?$", prompt.messages[-1].content)
    assert all(example in KINDS["decoupled"][1] for example in prompt.examples)


def test_rs_is_refused_where_nothing_else_is_known_to_put_in() -> None:
    schema, seeds = KINDS["decoupled"]
    wanted = request("decoupled", "clasp-rs")
    for few, said in [(seeds[1:2], "for 'SL:WHEN'. Give the labels a catalogue"), (seeds[2:3], "for 'no label'.")]:
        with pytest.raises(InvalidValue) as refused:
            METHODS["clasp-rs"].prompts(wanted, schema, few, 1)
        assert said in str(refused.value)
    labels = tuple(replace(one, catalogue=("may",)) if one.name == "SL:WHEN" else one for one in schema.parses.labels)
    told = replace(schema, parses=replace(schema.parses, labels=labels))
    (prompt,) = METHODS["clasp-rs"].prompts(wanted, told, seeds[1:2], 1)
    assert prompt.target == read_parse("[IN:FIND_CLASS [SL:WHEN may ] ]")


@EACH
def test_labels_that_no_accepted_parse_holds_together_are_refused(name: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        prompts(name, "decoupled", include=(Include("SL:DAY"),) * 2)
    assert "no accepted parse in English of intent FIND_CLASS that holds 'SL:DAY, SL:DAY'. Add a" in str(refused.value)


DAY = (Include("SL:DAY"),)
TWO_TIMES = (Include("SL:WHEN"), Include("SL:WHEN"))


@pytest.mark.parametrize("name", ["clasp-rs", "clasp-ts", "clasp-tb"])
@pytest.mark.parametrize("include", [DAY, TWO_TIMES])
def test_what_is_asked_for_holds_the_labels_to_include_each_as_often(name: str, include: tuple[Include, ...]) -> None:
    wanted = Counter(item.slot for item in include)
    made = prompts(name, "decoupled", 6, include=include)
    assert len(made) == 6
    assert all(wanted <= prompt.target.label_counts for prompt in made)
    assert not all(wanted <= prompt.target.label_counts for prompt in prompts(name, "decoupled", 6))


def test_rs_demonstrates_and_takes_values_from_parses_without_the_labels_too() -> None:
    made = prompts("clasp-rs", "decoupled", 20, include=TWO_TIMES)
    assert any("tomorrow" in prompt.messages[-1].content for prompt in made)
    assert any("SL:DAY" in one.parse.label_counts for prompt in made for one in prompt.examples)


def test_rs_gives_a_label_to_include_no_form_without_it() -> None:
    include = (Include("NOT"),)
    assert all(prompt.target.label_counts["NOT"] for prompt in prompts("clasp-rs", "top", 30, include=include))


def test_gb_shows_parses_with_the_labels_to_include_alone() -> None:
    for prompt in prompts("clasp-gb", "decoupled", 4, include=TWO_TIMES):
        assert prompt.examples == KINDS["decoupled"][1][3:]
    assert re.fullmatch(METHODS["clasp-gb"].grammar(prompt).regex, "[IN:FIND_CLASS ] => all"), "it only models"


def test_a_reply_may_be_as_long_as_those_that_are_shown() -> None:
    (long,) = prompts("clasp-gb", "top", 1)
    assert 60 <= long.reply_tokens <= 120
    (one,) = prompts("clasp-gb", "top", 1, examples=0)
    assert len(one.examples) == 1


@EACH
def test_requests_that_cannot_be_are_refused(name: str) -> None:
    schema, seeds = KINDS["decoupled"]
    method, wanted = METHODS[name], request("decoupled", name)
    other = "en" if name in ("clasp-ts", "clasp-tb") else "de"
    for asked, of, said in [
        (wanted, Schema((Intent("FIND_CLASS"),)), "in a project of slots 'clasp"),
        (replace(wanted, include=(Include("x"),)), schema, "unknown label 'x'"),
        (replace(wanted, include=(Include("IN:FIND_CLASS"),)), schema, "label of the intent FIND_CLASS itself"),
        (replace(wanted, include=(Include("SL:WHEN", "now"),)), schema, "value for the label SL:WHEN of a parse 'now'"),
        (replace(wanted, include=()), schema, "request for no label"),
        (replace(wanted, intent="SING"), schema, "unknown intent 'SING'"),
        (replace(wanted, language=other), schema, "no accepted parse in"),
    ]:
        with pytest.raises(InvalidValue) as refused:
            method.prompts(asked, of, seeds, 1)
        assert said in str(refused.value)


def test_what_each_label_means_is_told_where_somebody_said_so() -> None:
    schema, seeds = KINDS["decoupled"]
    labels = [
        replace(one, description="what is taught.") if one.name == "SL:TOPIC" else one for one in schema.parses.labels
    ]
    intents = (Intent("FIND_CLASS", "look for one"),)
    told = replace(schema, intents=intents, parses=replace(schema.parses, labels=tuple(labels)))
    for name, method in METHODS.items():
        language = "fr" if name in ("clasp-ts", "clasp-tb") else "en"
        (prompt,) = method.prompts(request("decoupled", name, language=language), told, seeds, 1)
        assert "The label SL:TOPIC means: what is taught." in prompt.messages[0].content
        assert "The intent FIND_CLASS means: look for one." in prompt.messages[0].content


@pytest.mark.parametrize("kind", FORMS)
def test_grammars_are_small_enough_to_be_compiled_for_every_prompt(kind: str) -> None:
    for name, method in METHODS.items():
        grammar: Grammar = method.grammar(prompts(name, kind)[0])
        assert len(grammar.lark) < 60_000, name
