"""The keys of the review card: the usual ones, and those that a reviewer chose instead."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from backend.domain.errors import InvalidValue
from backend.domain.names import reviewer_name
from storage.engine import Store
from storage.reviewers import put_reviewer_keys, reviewer_keys

USUAL_KEYS = {
    "accept": "a",
    "reject": "x",
    "edit": "e",
    "skip": "s",
    "undo": "u",
    "flag": "f",
    "next": "ArrowRight",
    "previous": "ArrowLeft",
    "intent": "i",
    "group": "g",
    "keys": "?",
}
"""Command → key, named as a browser's `KeyboardEvent.key` names it, letters in lower case."""

_ARROWS = ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown")
NAMED_KEYS = frozenset((*_ARROWS, "Home", "End", "PageUp", "PageDown", "Insert", "Delete", "Backspace"))
"""The keys of more than one character that a command may have."""

TAKEN_KEYS = {
    "c": "Streamlit clears its cache with it",
    "r": "Streamlit runs the page again with it",
    "k": "it keeps one of a group",
    **dict.fromkeys("0123456789", "digits mark slots and give reasons"),
}
_NO_TEXT = ("Cc", "Cs")
"""Control characters and halves of a character: no card sends them in a name."""


def keys_of(store: Store, reviewer: str) -> dict[str, str]:
    """Command → key of a reviewer, complete: what he did not choose is as usual.

    Keys that this version of the program cannot have any more give way to the usual ones.
    """
    with store.read() as session:
        own = reviewer_keys(reviewer_name(reviewer), session=session)
    try:
        return checked_keys(USUAL_KEYS | {command: key for command, key in own.items() if command in USUAL_KEYS})
    except InvalidValue:
        return dict(USUAL_KEYS)


def save_keys(store: Store, payload: Any, *, signed_in: str = "") -> dict[str, str]:
    """Keep what the card sends, `{"reviewer": str, "keys": {command: key}}`; commands left out are as usual.

    Args:
        signed_in: whoever is logged in changes nobody else's keys; "" where nobody logs in.

    Raises:
        InvalidValue: no such payload, an unknown command, a key that cannot be, or one key for two commands.
    """
    reviewer = payload.get("reviewer") if isinstance(payload, Mapping) else None
    keys = payload.get("keys") if isinstance(payload, Mapping) else None
    if not isinstance(reviewer, str) or not _is_text(reviewer) or not isinstance(keys, Mapping):
        raise InvalidValue("these keys cannot be read", remedy="Open the keys again and change them there.")
    checked = checked_keys(USUAL_KEYS | dict(keys))
    with store.write() as session:
        put_reviewer_keys(signed_in or reviewer_name(reviewer), checked, session=session)
    return checked


def checked_keys(keys: Mapping[str, Any]) -> dict[str, str]:
    """The keys with letters in lower case, if every command is known and has a key of its own.

    Raises:
        InvalidValue: otherwise.

    >>> checked_keys({"accept": "J"})
    {'accept': 'j'}
    """
    found: dict[str, str] = {}
    for command, key in keys.items():
        if command not in USUAL_KEYS:
            raise InvalidValue("unknown command", value=command, remedy=f"There are: {', '.join(USUAL_KEYS)}.")
        checked = _checked_key(key, command)
        other = next((name for name, taken in found.items() if taken == checked), None)
        if other is not None:
            raise InvalidValue(f"key of both {other} and {command}", value=checked, remedy="Choose another key.")
        found[command] = checked
    return found


def _is_text(name: str) -> bool:
    return not any(unicodedata.category(character) in _NO_TEXT for character in name)


def _checked_key(key: Any, command: str) -> str:
    if isinstance(key, str) and key in NAMED_KEYS:
        return key
    if not isinstance(key, str) or len(key) != 1 or not key.isprintable() or key.isspace():
        raise InvalidValue(
            f"key that {command} cannot have", value=key, remedy="Choose a letter, a sign, an arrow or the like."
        )
    key = key.lower() if key.isascii() else key
    if key in TAKEN_KEYS:
        raise InvalidValue(
            f"key that {command} cannot have", value=key, remedy=f"It is taken: {TAKEN_KEYS[key]}. Choose another key."
        )
    return key
