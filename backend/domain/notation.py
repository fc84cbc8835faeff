r"""Bracket notation, both ways.

Two dialects of one notation:

- typed, by people: ``what is the weather in [city : boston]``
- numbered, in prompts (LINGUIST, section 3): ``what is the weather in [1 boston ]``, where a number
  stands for a slot in that one prompt only.

A literal ``[``, ``]`` or backslash is written with a backslash before it. Reading what was written
gives the same text and spans, whatever the script.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from backend.domain.errors import InvalidValue
from backend.domain.utterance import Span, Utterance

_SPECIAL = re.compile(r"[\[\]\\]")
_ESCAPE_REMEDY = r"Write \[ or \] for a literal bracket."


@dataclass(frozen=True)
class Annotated:
    """A text and its spans, before an intent and a language make an utterance of them."""

    text: str
    spans: tuple[Span, ...]


def write_typed(utterance: Utterance | Annotated) -> str:
    """`[city : boston]` for every span.

    >>> write_typed(Annotated("fly to rome", (Span(7, 11, "city"),)))
    'fly to [city : rome]'
    """
    return _write(utterance, lambda slot, value: f"[{slot} : {value}]")


def read_typed(notation: str) -> Annotated:
    """Read what a person typed, exactly: white space outside a span stays.

    Raises:
        InvalidValue: brackets that do not pair, a span without `slot : value`, an empty value.
    """
    return _read(notation, _split_typed)


def write_numbered(utterance: Utterance | Annotated, labels: Mapping[int, str]) -> str:
    """`[1 boston ]` for every span, with the request's own numbering.

    Args:
        labels: number → slot, as in the prompt.

    Raises:
        InvalidValue: a slot without a number.
    """
    numbers = {slot: number for number, slot in labels.items()}

    def bracket(slot: str, value: str) -> str:
        if slot not in numbers:
            raise InvalidValue("slot without a number in this request", value=slot)
        return f"[{numbers[slot]} {value} ]"

    return _write(utterance, bracket)


def read_numbered(notation: str, labels: Mapping[int, str]) -> Annotated:
    """Read a teacher's reply, exactly: white space outside a span stays.

    Args:
        labels: number → slot, as in the prompt.

    Raises:
        InvalidValue: brackets that do not pair, a span without a number, a number not in `labels`.
    """

    def split(inside: str) -> tuple[str, str]:
        match = re.match(r"\s*(\d{1,4})\s+", inside)
        if not match:
            raise InvalidValue("span without a label number", value=f"[{inside}]")
        number = int(match[1])
        if number not in labels:
            raise InvalidValue("label number that the request does not have", value=number)
        return labels[number], inside[match.end() :]

    return _read(notation, split)


def escape(text: str) -> str:
    r"""Put a backslash before every `[`, `]` and backslash."""
    return _SPECIAL.sub(lambda match: "\\" + match[0], text)


def _write(utterance: Utterance | Annotated, bracket: Callable[[str, str], str]) -> str:
    pieces, at = [], 0
    for span in sorted(utterance.spans):
        pieces.append(escape(utterance.text[at : span.start]))
        pieces.append(bracket(span.slot, escape(utterance.text[span.start : span.end])))
        at = span.end
    pieces.append(escape(utterance.text[at:]))
    return "".join(pieces)


def _split_typed(inside: str) -> tuple[str, str]:
    slot, colon, value = inside.partition(":")
    if not colon:
        raise InvalidValue(
            "span without a colon", value=f"[{inside}]", remedy=f"Write [slot : value]. {_ESCAPE_REMEDY}"
        )
    if not slot.strip():
        raise InvalidValue("span without a slot", value=f"[{inside}]", remedy=f"Write [slot : value]. {_ESCAPE_REMEDY}")
    return slot.strip(), value


def _read(notation: str, split: Callable[[str], tuple[str, str]]) -> Annotated:
    text: list[str] = []
    spans: list[Span] = []
    length = at = 0
    while at < len(notation):
        if notation[at] == "[":
            close = _closing(notation, at)
            slot, escaped_value = split(notation[at + 1 : close])
            value = _unescape(escaped_value.strip())
            if not value.strip():
                raise InvalidValue("span without a value", value=notation[at : close + 1])
            spans.append(Span(length, length + len(value), slot))
            text.append(value)
            length += len(value)
            at = close + 1
            continue
        if notation[at] == "]":
            raise InvalidValue(
                f"closing bracket without an opening one at position {at}", value=notation, remedy=_ESCAPE_REMEDY
            )
        if notation[at] == "\\" and _SPECIAL.match(notation, at + 1):
            at += 1
        text.append(notation[at])
        length += 1
        at += 1
    return Annotated("".join(text), tuple(spans))


def _closing(notation: str, opening: int) -> int:
    at = opening + 1
    while at < len(notation):
        if notation[at] == "\\":
            at += 2
            continue
        if notation[at] == "]":
            return at
        if notation[at] == "[":
            raise InvalidValue("bracket inside a span", value=notation[opening : at + 1], remedy=_ESCAPE_REMEDY)
        at += 1
    raise InvalidValue("opening bracket that is never closed", value=notation[opening:], remedy=_ESCAPE_REMEDY)


def _unescape(text: str) -> str:
    return re.sub(r"\\([\[\]\\])", r"\1", text)
