"""Errors name value, place and remedy; normalising joins what a reviewer calls the same."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import InvalidValue, TeachsetError, passes
from backend.domain.normalise import normalised
from backend.domain.utterance import Utterance


def test_an_error_shows_place_problem_value_and_remedy() -> None:
    error = InvalidValue("unknown slot", value="town", where="line 2", remedy="Add it first.").at("seeds.csv")
    assert type(error) is InvalidValue
    assert str(error) == "seeds.csv, line 2: unknown slot 'town'. Add it first."


def test_a_long_value_is_shortened_and_hidden_characters_are_shown() -> None:
    assert len(str(TeachsetError("bad", value="x" * 5000))) < 200
    assert "\\u202e" in str(TeachsetError("bad", value="a\u202eb"))


def test_an_error_survives_the_way_between_processes() -> None:
    error = InvalidValue("bad", value="x", where="here", remedy="Mend it.")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Play it!", "play  it"), ("ＡＢＣ", "abc"), ("cafe\u0301", "café"), ("STRASSE", "straße"), ("a\u00a0b", "a b")],
)
def test_case_punctuation_width_and_spacing_do_not_count(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(
    ("one", "other"), [("?", "!"), ("go to oslo", "go to rome"), ("resume", "résumé"), ("👍", "👎")]
)
def test_what_differs_stays_different(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)


@given(st.text(max_size=30))
def test_normalising_twice_changes_nothing_and_never_empties_a_text(text: str) -> None:
    once = normalised(text)
    assert bool(once) == bool(text.strip())
    assert normalised(once) == once


def test_what_is_refused_does_not_pass_and_other_errors_are_not_swallowed() -> None:
    assert passes(Utterance, "fly", "go")
    assert not passes(Utterance, "", "go")
    with pytest.raises(TypeError):
        passes(Utterance)  # type: ignore[call-arg]
