"""How turns become what a model reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.domain.prompt import Message
from backend.teacher.encoding import encode, plainly, without_system

TURNS = (Message("system", "be short"), Message("user", "one"), Message("assistant", "1"), Message("user", "two"))


@pytest.fixture
def tokenizer(decoder_folder: Path):
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(decoder_folder)


def test_turns_go_through_the_chat_template_and_end_where_the_assistant_goes_on(tokenizer) -> None:
    said = tokenizer.decode(encode(tokenizer, TURNS))
    expected = "<system>be short</system><user>one</user><assistant>1</assistant><user>two</user><assistant>"
    assert said == expected


def test_a_completion_goes_in_raw(tokenizer) -> None:
    assert tokenizer.decode(encode(tokenizer, (Message("completion", "<a> b\n"),))) == "<a> b\n"


def test_without_a_chat_template_turns_are_plain_text(tokenizer) -> None:
    tokenizer.chat_template = None
    assert tokenizer.decode(encode(tokenizer, TURNS)) == plainly(TURNS)
    assert plainly(TURNS) == "be short\n\nUser: one\n\nAssistant: 1\n\nUser: two\n\nAssistant:"


def test_a_chat_template_that_refuses_a_system_turn_gets_its_text_in_the_first_user_turn(tokenizer) -> None:
    refusing = "{% if messages[0].role == 'system' %}{{ raise_exception('no system') }}{% endif %}"
    tokenizer.chat_template = refusing + "{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}"
    assert tokenizer.decode(encode(tokenizer, TURNS)) == "<user>be short\n\none<assistant>1<user>two"


def test_turns_without_a_system_text_stay_as_they_are() -> None:
    assert without_system(TURNS[1:]) == list(TURNS[1:])
