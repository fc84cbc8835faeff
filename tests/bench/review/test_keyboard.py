from __future__ import annotations

import pytest

from backend.domain.errors import InvalidValue
from bench.review.keyboard import events, names


def test_a_letter_goes_down_with_its_text_and_up_without() -> None:
    down, up = events("a")
    assert down == {
        "type": "keyDown",
        "key": "a",
        "code": "KeyA",
        "windowsVirtualKeyCode": 65,
        "modifiers": 0,
        "text": "a",
    }
    assert up == {"type": "keyUp", "key": "a", "code": "KeyA", "windowsVirtualKeyCode": 65, "modifiers": 0}


def test_a_key_that_types_nothing_goes_down_raw() -> None:
    assert [event["type"] for event in events("ArrowRight")] == ["rawKeyDown", "keyUp"]


def test_a_modifier_is_held_around_its_key() -> None:
    pressed = [(event["type"], event["key"], event["modifiers"]) for event in events("Control+Space")]
    assert pressed == [
        ("rawKeyDown", "Control", 2),
        ("rawKeyDown", " ", 2),
        ("keyUp", " ", 2),
        ("keyUp", "Control", 0),
    ]
    assert names("Control+Enter") == ["Control", "Enter"]


@pytest.mark.parametrize("press", ["F1", "Shift+a", "é"])
def test_a_key_that_is_not_known_is_refused(press: str) -> None:
    with pytest.raises(InvalidValue):
        events(press)
