from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.normalise import normalised
from backend.values.voting import Proposed, voted

KNOWN = {"city": ("oslo", "new york"), "day": ("monday",)}
VALUES = st.lists(st.sampled_from(["oslo", "rome", "Rome", "lima", "monday", "friday", "a b c", "", "!"]), max_size=12)


def values(slot: str, **listed: list[str]) -> list[str]:
    return [one.value for one in voted(listed, KNOWN)[slot]]


def test_where_lists_agree_what_a_single_one_has_is_left_out() -> None:
    assert voted({"city": ["rome", "lima", "Rome", "paris", "rome", "lima"]}, KNOWN)["city"] == (
        Proposed("rome", 3),
        Proposed("lima", 2),
    )


def test_where_hardly_any_two_agree_what_a_single_one_has_is_as_good() -> None:
    titles = [f"title {letter}" for letter in "abcdefgh"]
    assert values("city", city=["rome", "rome", *titles]) == ["rome", *titles]


def test_a_value_is_of_the_slot_that_it_was_listed_for_more_often() -> None:
    listed = {"city": ["rome", "rome", "friday"], "day": ["friday", "friday", "rome"]}
    assert (values("city", **listed), values("day", **listed)) == (["rome"], ["friday"])


def test_a_value_that_was_listed_as_often_for_two_slots_is_of_neither() -> None:
    listed = {"city": ["rome", "may", "may"], "day": ["may", "may"]}
    assert (values("city", **listed), values("day", **listed)) == (["rome"], [])


def test_what_any_of_the_slots_is_known_to_take_is_not_proposed() -> None:
    assert values("city", city=["Oslo", "oslo!", "monday", "monday"]) == []


def test_a_value_of_more_words_than_any_known_one_is_no_value() -> None:
    assert values("city", city=["rio de janeiro"] * 3 + ["porto alegre"] * 2) == ["porto alegre"]


@given(VALUES, VALUES)
def test_what_is_proposed_was_listed_is_new_and_is_of_one_slot_alone(city: list[str], day: list[str]) -> None:
    listed = {"city": city, "day": day}
    found = {slot: [one.value for one in kept] for slot, kept in voted(listed, KNOWN).items()}
    known = {normalised(value) for some in KNOWN.values() for value in some}
    for slot, kept in found.items():
        assert set(kept) <= set(listed[slot])
        assert not {normalised(value) for value in kept} & known
        assert len({normalised(value) for value in kept}) == len(kept)
    assert not {*map(normalised, found["city"])} & {*map(normalised, found["day"])}
