"""Colours of slots: told apart by colour-blind people, readable on light and dark pages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SlotColour:
    """How a slot's mark looks; every value is `#rrggbb`.

    The text keeps a contrast of at least 4.5 to 1 with its background and the border at least 3 to 1
    with either page (WCAG 2.2, 1.4.3 and 1.4.11). A mark also prints its slot's name: colour is never the only sign.
    """

    background_light: str
    background_dark: str
    border: str
    text_light: str
    text_dark: str


# Hues of Okabe and Ito, "Color Universal Design" (2008), whose yellow and orange are darkened for their
# borders to be seen on white; backgrounds are tints and shades of the same hue.
_COLOURS = (
    SlotColour("#d6eaf8", "#0b3a5c", "#2a86c8", "#0a3555", "#cfe8fb"),  # blue
    SlotColour("#fde7c3", "#553604", "#b77c0f", "#4a2e02", "#ffe4b5"),  # orange
    SlotColour("#ccf0e3", "#034634", "#0f9270", "#033d2d", "#c4f3e4"),  # bluish green
    SlotColour("#f9dfee", "#55203f", "#c4699d", "#531638", "#fbdcec"),  # reddish purple
    SlotColour("#f7f3b5", "#474303", "#8d8517", "#3b3802", "#f6f0a4"),  # yellow
    SlotColour("#fbddd0", "#5c2203", "#d0662a", "#5a1f02", "#fddccd"),  # vermilion
    SlotColour("#d9f1fd", "#134458", "#3b90b7", "#0c3c50", "#cbedfd"),  # sky blue
    SlotColour("#e4e4e7", "#3a3a40", "#7d7d86", "#2a2a2f", "#e6e6ea"),  # grey
)


def slot_colour(index: int) -> SlotColour:
    """The colour of the slot at this position of the schema; positions past the last colour begin again."""
    return _COLOURS[index % len(_COLOURS)]
