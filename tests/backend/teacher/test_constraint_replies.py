"""Whatever a model would like to write, what it may write is a reply of the grammar, whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from backend.domain.grammar import Grammar
from backend.domain.parse_notation import read_parse
from backend.domain.parse_schema import ParseLabel, ParseSchema
from backend.domain.request import Include
from backend.methods import method
from backend.methods.parse_grammar import any_parse
from tests.backend.teacher.constraining import (
    ANY_CITY_ON_A_DAY,
    LABELS,
    PAD_TO,
    constrainer,
    drawn,
    grammar,
    prompt,
    text_of,
)
from tests.backend.teacher.vocabularies import byte_level, byte_level_of_gguf, gemma, llama, t5


@pytest.mark.parametrize("style", ["tuned", "instruct"])
@pytest.mark.parametrize("make", [byte_level, byte_level_of_gguf, gemma, llama, t5])
def test_random_logits_write_nothing_but_whole_replies(make: Callable[[], Any], style: str) -> None:
    tokenizer = make()
    made, wanted = constrainer(tokenizer), grammar(*ANY_CITY_ON_A_DAY, style=style)
    for seed in range(12):
        tokens = drawn(made, made.matcher(wanted), len(tokenizer) + PAD_TO, seed)
        text = text_of(tokenizer, tokens)
        assert re.fullmatch(f" ?(?:{wanted.regex})\n?", text), text
        assert len(tokens) <= 4 * wanted.max_characters


@pytest.mark.parametrize("make", [byte_level, byte_level_of_gguf, gemma, llama, t5])
def test_after_its_free_tokens_a_reply_is_brought_to_its_end(make: Callable[[], Any]) -> None:
    tokenizer = make()
    made = constrainer(tokenizer)
    for style in ("tuned", "instruct"):
        wanted = grammar(*ANY_CITY_ON_A_DAY, *ANY_CITY_ON_A_DAY, style=style)
        for free in range(0, 40, 3):
            tokens = drawn(made, made.matcher(wanted, free), len(tokenizer) + PAD_TO, free)
            text = text_of(tokenizer, tokens)
            assert re.fullmatch(f" ?(?:{wanted.regex})\n?", text), text
            assert len(tokens) < free + wanted.ending


@pytest.mark.parametrize("make", [byte_level, byte_level_of_gguf, gemma, llama, t5])
def test_a_parse_that_has_used_up_its_free_tokens_is_closed_bracket_by_bracket(make: Callable[[], Any]) -> None:
    tokenizer = make()
    made = constrainer(tokenizer)
    labels = (ParseLabel("a", nests=("a", "b")), ParseLabel("b", nests=("a",), holds_value=True))
    wanted = Grammar(any_parse(ParseSchema("decoupled", roots=("a",), labels=labels, depth=5), "a"))
    for free in range(0, 40, 4):
        tokens = drawn(made, made.matcher(wanted, free), len(tokenizer) + PAD_TO, free)
        read_parse(text_of(tokenizer, tokens).strip())
        assert len(tokens) < free + wanted.ending


def test_values_are_as_long_as_the_model_likes_them() -> None:
    tokenizer = gemma()
    made, wanted = constrainer(tokenizer), grammar(Include("city"))
    closes = tokenizer.convert_tokens_to_ids("▁]")
    lengths = []
    for seed in range(30):
        text = text_of(tokenizer, drawn(made, made.matcher(wanted), len(tokenizer) + PAD_TO, seed, {closes: 6.5}))
        lengths.append(len(re.search(r"\[1 (.*) \]", text)[1]))
    assert sum(lengths) / len(lengths) < 6


def test_eight_slots_that_each_want_a_value_are_compiled_and_written() -> None:
    tokenizer = gemma()
    made = constrainer(tokenizer)
    wanted = grammar(*(Include(name) for _, name in LABELS))
    text = text_of(tokenizer, drawn(made, made.matcher(wanted, 40), len(tokenizer) + PAD_TO, 3))
    asked = prompt(*(Include(name) for _, name in LABELS))
    assert sorted(slot for slot, _ in method("linguist").read(asked, text).slots) == sorted(name for _, name in LABELS)
