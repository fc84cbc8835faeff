"""Keys as the DevTools protocol takes them: real key events, which the page cannot tell from a person's."""

from __future__ import annotations

from typing import Any

from backend.domain.errors import InvalidValue

CTRL = 2
_NAMED = {"Enter": (13, "\r"), " ": (32, " "), "ArrowRight": (39, ""), "Control": (17, "")}
_CODES = {" ": "Space", "Control": "ControlLeft"}


def events(press: str) -> list[dict[str, Any]]:
    """Down and up of a press: "a", "1", "Enter", "Control+Enter"; parameters of Input.dispatchKeyEvent.

    Raises:
        InvalidValue: a key that is not known here.
    """
    *held, key = press.split("+")
    if any(one != "Control" for one in held):
        raise InvalidValue("modifier that is not known here", value=press)
    if not held:
        return [_event("keyDown", key), _event("keyUp", key)]
    return [
        _event("keyDown", "Control", CTRL),
        _event("keyDown", key, CTRL),
        _event("keyUp", key, CTRL),
        _event("keyUp", "Control"),
    ]


def names(press: str) -> list[str]:
    """The `key` of every keydown that a press makes, in order."""
    return [event["key"] for event in events(press) if event["type"].endswith("own")]


def _event(kind: str, name: str, modifiers: int = 0) -> dict[str, Any]:
    key = " " if name == "Space" else name
    if key in _NAMED:
        code, text = _NAMED[key]
    elif len(key) == 1 and key.isascii() and key.isalnum():
        code, text = ord(key.upper()), key
    else:
        raise InvalidValue("key that is not known here", value=name)
    made: dict[str, Any] = {
        "type": kind,
        "key": key,
        "code": _CODES.get(key) or _place(key),
        "windowsVirtualKeyCode": code,
        "modifiers": modifiers,
    }
    if kind == "keyDown" and text and not modifiers:
        return {**made, "text": text}
    return {**made, "type": "rawKeyDown"} if kind == "keyDown" else made


def _place(key: str) -> str:
    if len(key) > 1:
        return key
    return f"Digit{key}" if key.isdigit() else f"Key{key.upper()}"
