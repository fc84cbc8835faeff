"""Bullets, numbers and quotes on pasted lines: found where two lines say so, and taken off nothing else."""

from __future__ import annotations

import pytest

from backend.formats.list_marks import Kind, Marked, marked_lines, without_marks


def cleaned(lines: list[str], kind: Kind) -> list[str]:
    marked = marked_lines(lines, kind)
    return lines if marked is None else without_marks(lines, marked)


@pytest.mark.parametrize(
    ("mark", "next_mark"), [("• ", "• "), ("- ", "- "), ("* ", "* "), ("1. ", "2. "), ("1) ", "2) "), ("  – ", "– ")]
)
def test_a_list_is_taken_off_its_lines(mark: str, next_mark: str) -> None:
    lines = [f"{mark}play [genre : jazz]", "", f"{next_mark}stop", "# a comment"]
    assert marked_lines(lines, "list") == Marked("list", (1, 3), all_of_them=True)
    assert cleaned(lines, "list") == ["play [genre : jazz]", "", "stop", "# a comment"]


def test_a_line_that_begins_with_a_number_is_no_line_of_a_list() -> None:
    lines = ["2 tickets please", "3 of them", "2.5 miles from here", "7-up please", "-5 degrees"]
    assert marked_lines(lines, "list") is None


def test_one_line_makes_no_list_and_other_lines_are_told_from_it() -> None:
    assert marked_lines(["- play jazz", "stop"], "list") is None
    assert marked_lines(["- play jazz", "* stop", "1. go"], "list") is None, "each of another kind"
    lines = ["- play jazz", "1. class to rome", "- stop", "2 tickets"]
    assert marked_lines(lines, "list") == Marked("list", (1, 3), all_of_them=False)
    assert cleaned(lines, "list") == ["play jazz", "1. class to rome", "stop", "2 tickets"]


@pytest.mark.parametrize("pair", ['""', "''", "“”", "„“", "«»", "‘’", "「」"])
def test_quotes_are_taken_off_lines_that_are_wrapped_in_them(pair: str) -> None:
    lines = [f"{pair[0]}play jazz{pair[1]}", f" {pair[0]}what's on{pair[1]},", "stop"]
    assert marked_lines(lines, "quotes") == Marked("quotes", (1, 2), all_of_them=False)
    assert cleaned(lines, "quotes") == ["play jazz", "what's on", "stop"]


def test_quotes_within_a_line_stay() -> None:
    lines = ['"jazz" or "blues"', 'play "so what"', '"so what" please', '""', "'t is late", "rock 'n' roll"]
    assert marked_lines(lines, "quotes") is None


def test_quotes_are_found_behind_an_intent_and_its_tab() -> None:
    assert cleaned(['play_song\t"jazz"', 'stop\t"be quiet"'], "quotes") == ["play_song\tjazz", "stop\tbe quiet"]


def test_nothing_is_found_in_nothing() -> None:
    assert marked_lines([], "list") is None
    assert marked_lines(["", "# - a", "# - b"], "list") is None
