"""How an example differs from the version that a reviewer saw, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from ui.parse_words import parse_in_words

Change = TypedDict("Change", {"what": str, "from": str, "to": str})

_FIELDS = {"status": "status", "text": "text", "intent": "intent", "language": "language", "spans": "slots"}


def changes(seen: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Change, ...]:
    """What differs between two states of an example (see Decision), the most telling first."""
    found: list[Change] = [
        {"what": word, "from": _shown(name, seen), "to": _shown(name, now)}
        for name, word in _FIELDS.items()
        if seen.get(name) != now.get(name)
    ]
    if (seen.get("parse") or "") != (now.get("parse") or ""):
        before, after = parse_in_words(seen.get("parse") or ""), parse_in_words(now.get("parse") or "")
        if before == after:  # they differ in carrier words alone, which only the notation shows
            before, after = str(seen["parse"]), str(now["parse"])
        found.append({"what": "parse", "from": before, "to": after})
    if seen.get("flagged", False) != now.get("flagged", False):
        found.append({"what": "flag", "from": _flag(seen), "to": _flag(now)})
    return tuple(found)


def in_words(seen: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """What differs, on one line.

    >>> in_words({"status": "pending", "queue": 0}, {"status": "accepted", "queue": 0})
    'pending → accepted'
    """
    found = changes(seen, now)
    if not found:
        return "put behind the others" if seen.get("queue") != now.get("queue") else "nothing changed"
    return "; ".join(
        f"{'' if one['what'] == 'status' else one['what'] + ' '}{one['from']} → {one['to']}" for one in found
    )


def differences(first: Mapping[str, Any], second: Mapping[str, Any], *, names: tuple[str, str]) -> list[str]:
    """What two reviewers left differently, each in words; of the slots only those that one of them has alone.

    Args:
        names: of the first reviewer and of the second.
    """
    told = []
    for one in changes(first, second):
        if one["what"] == "slots":
            told += _only(first, second, names[0]) + _only(second, first, names[1])
        elif one["what"] != "flag":
            told.append(f"{one['what']} ({one['from']} / {one['to']})")
    return told


def _only(one: Mapping[str, Any], other: Mapping[str, Any], name: str) -> list[str]:
    # In another text the same slot begins elsewhere; in the same text a place is a difference.
    same_text = one["text"] == other["text"]
    theirs = {_slot(other, span, same_text) for span in other["spans"]}
    return [
        f"{span[2]}: {one['text'][span[0] : span[1]]}, only {name}"
        for span in one["spans"]
        if _slot(one, span, same_text) not in theirs
    ]


def _slot(state: Mapping[str, Any], span: Sequence[Any], placed: bool) -> tuple[Any, ...]:
    start, end, slot = span
    return (slot, start, end) if placed else (slot, state["text"][start:end])


def _shown(name: str, state: Mapping[str, Any]) -> str:
    if name != "spans":
        return str(state[name])
    text = str(state["text"])
    return ", ".join(f"{slot}: {text[start:end]}" for start, end, slot in state["spans"]) or "none"


def _flag(state: Mapping[str, Any]) -> str:
    return "set" if state.get("flagged", False) else "none"
