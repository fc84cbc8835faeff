"""Template files are checked when they are read, and filled without surprises."""

from __future__ import annotations

import hashlib

import pytest

from backend.domain.errors import InvalidValue
from backend.domain.prompt import Message
from prompts.template import FOLDER, parse_template, template

PLAIN = b"""
description = "greets"
variables = ["who"]

[[messages]]
role = "user"
content = "hello {{ who }}"
"""

REPEATED = b"""
description = "shows turns"
variables = ["turns", "last"]

[[messages]]
role = "user"
each = "turns"
content = "{{ item.ask }}"

[[messages]]
role = "assistant"
each = "turns"
content = "{{ item.reply }}"

[[messages]]
role = "user"
content = "{{ last }}"
"""


def refused(content: bytes) -> str:
    with pytest.raises(InvalidValue) as caught:
        parse_template(content, "some/template")
    assert "some/template" in str(caught.value)
    return str(caught.value)


def test_a_template_is_filled_with_its_variables() -> None:
    assert parse_template(PLAIN, "t").fill({"who": "ada"}) == (Message("user", "hello ada"),)


def test_markup_and_template_code_in_a_value_stay_as_they_are() -> None:
    nasty = "<b>&amp;</b> {{ 7 * 7 }} {% raw %}"
    assert parse_template(PLAIN, "t").fill({"who": nasty})[0].content == f"hello {nasty}"


def test_messages_for_each_entry_are_said_together_entry_by_entry() -> None:
    turns = [{"ask": "a1", "reply": "r1"}, {"ask": "a2", "reply": "r2"}]
    filled = parse_template(REPEATED, "t").fill({"turns": turns, "last": "a3"})
    assert [message.content for message in filled] == ["a1", "r1", "a2", "r2", "a3"]
    assert [message.role for message in filled] == ["user", "assistant", "user", "assistant", "user"]


def test_an_empty_list_leaves_its_messages_out() -> None:
    assert parse_template(REPEATED, "t").fill({"turns": [], "last": "x"}) == (Message("user", "x"),)


def test_the_hash_is_of_the_file_as_it_lies_there() -> None:
    assert parse_template(PLAIN, "t").sha256 == hashlib.sha256(PLAIN).hexdigest()


def test_a_variable_used_but_not_declared_is_refused_by_name() -> None:
    assert "whom" in refused(PLAIN.replace(b"{{ who }}", b"{{ who }} {{ whom }}"))


def test_a_variable_declared_but_not_used_is_refused_by_name() -> None:
    assert "town" in refused(PLAIN.replace(b'["who"]', b'["who", "town"]'))


def test_a_missing_value_and_one_too_many_are_refused() -> None:
    read = parse_template(PLAIN, "t")
    with pytest.raises(InvalidValue, match="who"):
        read.fill({})
    with pytest.raises(InvalidValue, match="town"):
        read.fill({"who": "ada", "town": "rome"})


def test_an_attribute_that_is_not_there_is_refused_instead_of_left_blank() -> None:
    read = parse_template(REPEATED, "t")
    with pytest.raises(InvalidValue, match="reply"):
        read.fill({"turns": [{"ask": "a"}], "last": "x"})


def test_a_template_cannot_reach_out_of_its_sandbox() -> None:
    read = parse_template(PLAIN.replace(b"{{ who }}", b"{{ who.__class__.__mro__ }}"), "t")
    with pytest.raises(InvalidValue, match="unsafe"):
        read.fill({"who": "ada"})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"= no toml", "not TOML"),
        (b"\xff\xfe", "not TOML"),
        (b'description = "x"', "without description, variables and messages"),
        (PLAIN.replace(b'role = "user"', b'role = "boss"'), "boss"),
        (PLAIN.replace(b"{{ who }}", b"{{ who"), "not Jinja2"),
        (PLAIN.replace(b"[[messages]]", b'[[messages]]\nextra = "x"'), "role, content"),
    ],
)
def test_a_broken_template_says_what_is_broken(content: bytes, said: str) -> None:
    assert said in refused(content)


def test_an_unknown_template_names_the_known_ones() -> None:
    with pytest.raises(InvalidValue, match="linguist/instruct, linguist/tuned"):
        template("linguist/other")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*/*.toml")), ids=lambda path: path.stem)
def test_every_template_of_ours_is_sound(path) -> None:
    name = f"{path.parent.name}/{path.stem}"
    assert template(name).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert template(name).description
