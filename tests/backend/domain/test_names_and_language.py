"""Names of labels and projects, and languages."""

from __future__ import annotations

import re
import unicodedata

import pytest
from babel import localedata
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import InvalidValue
from backend.domain.language import is_unspaced, language_code, language_name
from backend.domain.names import (
    MAX_NAME,
    NO_NAME,
    label_name,
    project_name,
    reviewer_name,
    shown_reviewer,
    suggested_label,
)


@pytest.mark.parametrize(
    "name", ["city", "date.time", "weather/query", "B-side", "Größe", "город", "तारीख", "เมือง", "都市"]
)
def test_words_of_any_script_are_label_names(name: str) -> None:
    assert label_name(f" {name} ") == name


@pytest.mark.parametrize(
    "name",
    ["1st", "_x", "two words", "a:b", "[a]", "a\tb", "a\nb", "=cmd()", "<b>", "a\u200b", "\u0301a", "../x"],
)
def test_what_would_break_notation_or_files_is_no_label_name(name: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        label_name(name, kind="slot")
    assert f"not a slot name {name.strip()!r}" in str(caught.value)


def test_one_word_in_two_encodings_is_one_label() -> None:
    assert label_name("citta\u0300") == label_name("città") == "città"


@given(st.text(max_size=MAX_NAME + 2))
def test_a_name_that_is_taken_is_taken_again_unchanged(name: str) -> None:
    for check in (label_name, project_name):
        try:
            taken = check(name)
        except InvalidValue:
            continue
        assert check(taken) == taken
        assert len(taken) <= MAX_NAME
        assert not set(taken) & set("[]:<>\\\n\t'\"")
        assert all(unicodedata.category(character)[0] in "LMNPZ" for character in taken)


@pytest.mark.parametrize("name", ["..", "a/b", "a\\b", "x" * (MAX_NAME + 1), "a<b", "a\nb"])
def test_a_project_name_is_never_a_path_or_markup(name: str) -> None:
    with pytest.raises(InvalidValue, match="not a project name"):
        project_name(name)


def test_of_an_empty_name_it_is_said_that_there_is_none() -> None:
    with pytest.raises(InvalidValue) as refused:
        project_name("  ")
    assert str(refused.value).startswith("a project without a name. Use letters")
    with pytest.raises(InvalidValue) as refused:
        label_name("", kind="intent")
    assert str(refused.value).startswith("an intent without a name. Start with a letter")


@pytest.mark.parametrize(
    ("given", "near"),
    [
        ("store name", "store_name"),
        ("Set Timer!", "set_timer"),
        ("PlayMusic?", "PlayMusic"),
        (" naïve - idea ", "naïve_idea"),
        ("नाम है", "नाम_है"),
        ("<b>bold</b>", "b_bold_b"),
        ("2nd try", ""),
        ("", ""),
        ("!?", ""),
        ("x " * MAX_NAME, ""),
    ],
)
def test_a_refused_label_is_offered_one_that_is_near(given: str, near: str) -> None:
    assert suggested_label(given) == near
    with pytest.raises(InvalidValue) as refused:
        label_name(given, kind="slot")
    assert (f"It could be {near}." in str(refused.value)) == bool(near)
    if near:
        assert label_name(near) == near


@pytest.mark.parametrize(
    ("given_as", "code", "name"),
    [
        ("French", "fr", "French"),
        (" JAPANESE ", "ja", "Japanese"),
        ("ga", "ga", "Irish"),
        ("pt_br", "pt-BR", "Portuguese (Brazil)"),
        ("zh-TW", "zh-Hant-TW", "Chinese (Traditional, Taiwan)"),
        ("es-419", "es-419", "Spanish (Latin America)"),
    ],
)
def test_a_language_is_known_by_code_or_english_name(given_as: str, code: str, name: str) -> None:
    assert language_code(given_as) == code
    assert language_name(code) == name


@pytest.mark.parametrize(
    "given_as", ["", "xx", "Klingonese", "en-XX", "en@euro", "en@<b>\n", "en.UTF-8", "und", "root", "../en", "iw"]
)
def test_an_unknown_language_is_refused_by_name(given_as: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        language_code(given_as)
    assert f"unknown language {given_as!r}" in str(caught.value)


def test_every_code_stands_for_itself() -> None:
    taken = 0
    for identifier in localedata.locale_identifiers():
        try:
            code = language_code(identifier)
        except InvalidValue:
            continue
        taken += 1
        assert language_code(code) == code
        assert language_name(code)
    assert taken > 500


@pytest.mark.parametrize(
    ("code", "unspaced"), [("ja", True), ("zh-Hant-TW", True), ("th-TH", True), ("ko", False), ("en", False)]
)
def test_scripts_without_spaces_are_known(code: str, unspaced: bool) -> None:
    assert is_unspaced(code) is unspaced


@given(st.text(max_size=90))
def test_a_reviewers_name_stays_as_it_is_when_it_is_read_again(typed: str) -> None:
    name = reviewer_name(typed)
    assert reviewer_name(name) == name == name.strip()
    assert len(name) <= 64
    assert not re.search(r"[\x00-\x1f\x7f]", name)


def test_nobody_is_called_as_those_without_a_name_are_shown() -> None:
    assert shown_reviewer("") == NO_NAME
    assert shown_reviewer(reviewer_name(f" {NO_NAME}\t")) == NO_NAME
    assert reviewer_name(NO_NAME) == ""
    assert shown_reviewer("mira") == "mira"
