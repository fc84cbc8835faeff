"""The keys of the review card, and those that a reviewer chose instead."""

from __future__ import annotations

import pytest

from backend.domain.errors import InvalidValue
from backend.domain.names import reviewer_name
from storage.reviewers import put_reviewer_keys, reviewer_keys
from ui.review_keys import USUAL_KEYS, checked_keys, keys_of, save_keys


def test_the_usual_keys_can_be_and_are_those_of_a_new_reviewer(store):
    assert checked_keys(USUAL_KEYS) == USUAL_KEYS
    assert keys_of(store, "mira") == USUAL_KEYS


def test_keys_are_kept_for_the_reviewer_who_chose_them(store):
    assert save_keys(store, {"reviewer": " mira ", "keys": {"accept": "J", "next": "End"}})["accept"] == "j"
    assert keys_of(store, "mira") == USUAL_KEYS | {"accept": "j", "next": "End"}
    assert keys_of(store, "") == USUAL_KEYS


def test_whoever_is_logged_in_changes_nobody_elses_keys(store):
    save_keys(store, {"reviewer": "mira", "keys": {"accept": "j"}}, signed_in="noor")
    assert keys_of(store, "mira") == USUAL_KEYS
    assert keys_of(store, "noor") == USUAL_KEYS | {"accept": "j"}


@pytest.mark.parametrize("name", ["مینا\u200cجان", "x" * 70, " y" * 40, "a\u00a0b"])
def test_keys_are_kept_under_the_name_that_stands_on_the_decisions(store, name):
    save_keys(store, {"reviewer": name, "keys": {"accept": "j"}})
    with store.read() as session:
        assert reviewer_keys(reviewer_name(name), session=session)["accept"] == "j"
    assert keys_of(store, name)["accept"] == "j"


def test_two_commands_may_swap_their_keys(store):
    save_keys(store, {"reviewer": "", "keys": {"accept": "s", "skip": "a"}})
    assert keys_of(store, "") == USUAL_KEYS | {"accept": "s", "skip": "a"}


@pytest.mark.parametrize(
    ("key", "said"),
    [
        *((key, "cannot have") for key in ("c", "R", "k", "1", "0", "Enter", "Escape", "Tab", " ", "\u3000", "Shift")),
        *((key, "cannot have") for key in ("Control", "Meta", "Alt", "F5", "", "ab", "\x07", "\u200b", None, 7, ["a"])),
        ("s", "both accept and skip"),
        ("S", "both accept and skip"),
        ("ArrowLeft", "both accept and previous"),
    ],
)
def test_a_key_that_cannot_be_is_refused_and_changes_nothing(store, key, said):
    with pytest.raises(InvalidValue, match=said):
        save_keys(store, {"reviewer": "mira", "keys": {"accept": key}})
    assert keys_of(store, "mira") == USUAL_KEYS


@pytest.mark.parametrize(
    "payload",
    [
        None,
        [],
        {"keys": {"accept": "j"}},
        {"reviewer": 1, "keys": {}},
        {"reviewer": "mira", "keys": ["j"]},
        {"reviewer": "mi\x00ra", "keys": {}},
        {"reviewer": "mi\ud800ra", "keys": {}},
        {"reviewer": "mira", "keys": {"delete": "j"}},
    ],
)
def test_what_no_card_sends_is_refused(store, payload):
    with pytest.raises(InvalidValue):
        save_keys(store, payload)


def test_kept_keys_that_can_be_no_more_give_way_to_the_usual_ones(store):
    with store.write() as session:
        put_reviewer_keys("mira", {"accept": "Enter", "retired": "j"}, session=session)
        put_reviewer_keys("noor", {"accept": "j", "retired": "n"}, session=session)
    assert keys_of(store, "mira") == USUAL_KEYS
    assert keys_of(store, "noor") == USUAL_KEYS | {"accept": "j"}
