"""Slot colours: readable, and told apart."""

from __future__ import annotations

from itertools import combinations

import pytest

from ui.colours import SlotColour, slot_colour

COLOURS = [slot_colour(index) for index in range(8)]
LIGHT_PAGE, DARK_PAGE = "#ffffff", "#11161c"


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colour", COLOURS)
def test_text_is_readable_on_its_background(colour: SlotColour) -> None:
    assert contrast(colour.text_light, colour.background_light) >= 4.5
    assert contrast(colour.text_dark, colour.background_dark) >= 4.5


@pytest.mark.parametrize("colour", COLOURS)
def test_borders_are_seen_on_light_and_dark_pages(colour: SlotColour) -> None:
    assert contrast(colour.border, LIGHT_PAGE) >= 3
    assert contrast(colour.border, DARK_PAGE) >= 3


def test_no_two_of_the_first_eight_slots_look_alike() -> None:
    for one, other in combinations(COLOURS, 2):
        assert one.border != other.border
        assert one.background_light != other.background_light


def test_positions_past_the_last_colour_begin_again() -> None:
    assert slot_colour(8) == slot_colour(0)
