from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import InvalidValue
from backend.domain.request import Request
from backend.values.listing import MOST_SHOWN, read_value, value_grammar, value_prompts

FLY = Request("fly", seed=3)
WORD = st.text("abcdefgh XYZé'-", min_size=1, max_size=20).map(str.strip).filter(lambda text: text[:1] not in ("", "'"))


def test_a_list_begins_with_the_known_values_and_leaves_the_next_entry_open() -> None:
    (prompt,) = value_prompts("departure_city", ("oslo", "rome", "bergen"), FLY, 1)
    text = prompt.messages[0].content
    assert prompt.messages[0].role == "completion"
    assert text.strip().startswith("Examples of departure city:\n1. ")
    assert sorted(re.findall(r"^\d\. (.+)$", text, re.MULTILINE)) == ["bergen", "oslo", "rome"]
    assert text.endswith("\n4.")


def test_every_list_has_an_order_of_its_own_and_the_same_arguments_make_the_same_lists() -> None:
    known = tuple(f"city {number}" for number in range(30))
    lists = value_prompts("city", known, FLY, 6)
    assert len({prompt.text for prompt in lists}) == 6
    assert value_prompts("city", known, FLY, 6) == lists
    assert value_prompts("city", known, FLY, 2) == lists[:2]
    assert lists[0].text.count("city ") == MOST_SHOWN


def test_one_value_begins_a_list_and_none_does_not() -> None:
    (prompt,) = value_prompts("city", ("oslo",), FLY, 1)
    assert prompt.text.endswith("1. oslo\n2.")
    with pytest.raises(InvalidValue, match=r"without a known value.*'city'"):
        value_prompts("city", (), FLY, 1)


def test_a_value_of_two_lines_stays_one_entry() -> None:
    (prompt,) = value_prompts("city", ("new\nyork", "rome", "oslo"), FLY, 1)
    assert "new york" in prompt.text


@pytest.mark.parametrize(
    ("raw", "known", "value"),
    [
        (" Bergen\n", ("oslo", "rome"), "bergen"),
        (" Bergen\n", ("Oslo", "rome"), "Bergen"),
        ("two  words\n5. three", ("oslo",), "two words"),
        ("  \n", ("oslo",), ""),
        (" *\n", ("oslo",), ""),
        (" new\x00york\n", ("oslo",), ""),
    ],
)
def test_a_reply_is_read_up_to_the_end_of_its_line(raw: str, known: tuple[str, ...], value: str) -> None:
    assert read_value(raw, known) == value


@given(WORD)
def test_the_grammar_takes_an_entry_and_the_reader_reads_it(value: str) -> None:
    assert re.fullmatch(value_grammar(("oslo",)).regex, f" {value}\n")
    assert read_value(f" {value}\n", ("Oslo",)) == " ".join(value.split())


@pytest.mark.parametrize("reply", ["oslo\n", " oslo", " oslo\n5. rome\n", " [oslo]\n", " *\n", f" {'o' * 200}\n"])
def test_the_grammar_takes_nothing_but_one_whole_entry(reply: str) -> None:
    assert not re.fullmatch(value_grammar(("oslo",)).regex, reply)
