"""What the wording of a prompt's examples suggests as the next token of a reply.

A small model that is asked for four slots finds the values easily and the words between them badly. The examples have
such words: after the value of this label comes `at a`, before the value of that one stands `for`. Counted as n-grams of
tokens in which a value is no more than its label, they are mixed with what the model gives, as a language model is with
a cache of what was just said (Kuhn and De Mori, "A Cache-Based Natural Language Model for Speech Recognition", 1990).
Inside a value nothing is suggested.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from backend.domain.wording import Wording

LONGEST = 4
"""Tokens, or values, that a suggestion goes by at most."""

ENOUGH = 10
"""Different examples from which on what they suggest has its whole share: as many as a prompt shows by default."""

BEGIN = -1
"""What stands before the first token of a reply."""

END = ""
"""In place of a label: what is led up to after the last value."""

Item = int | str
"""A token, or the number of the label whose value stands there."""


@dataclass
class Place:
    """Where a reply stands: in its words, in the number of a label, or in a value.

    Attributes:
        items: words, brackets and numbers of labels so far, and the label of each value in the value's place.
        label: of the last value; before_bracket: the word before it, if there was one since the value before.
    """

    items: list[Item] = field(default_factory=lambda: [BEGIN])
    label: str = ""
    before_bracket: int | None = None
    in_value: bool = False
    _in_label: bool = False
    _is_escaped: bool = False

    @property
    def is_after_value(self) -> bool:
        """Whether no word was written since the last value, or since the beginning."""
        return isinstance(self.items[-1], str) or self.items[-1] == BEGIN

    @property
    def since_value(self) -> list[int]:
        """The words since the last value, or since the beginning."""
        found: list[int] = []
        for item in reversed(self.items):
            if isinstance(item, str) or item == BEGIN:
                break
            found.append(item)
        return found[::-1]

    def is_word(self, text: str) -> bool:
        """Whether a token of that text, were it the next, would be none of a value's."""
        return not self.in_value and (not self._in_label or text[:1].isdigit())

    def add(self, token: int, text: str) -> None:
        """One token more; what opens or closes a value may lie anywhere in it."""
        if self.is_word(text):
            self.items.append(token)
        for character in text:
            self._read(character)

    def _read(self, character: str) -> None:
        if self._is_escaped:
            self._is_escaped = False
        elif character == "\\":
            self._is_escaped = True
        elif self._in_label:
            if character.isdigit():
                self.label += character
            else:
                self._in_label, self.in_value = False, True
        elif self.in_value and character == "]":
            self.in_value = False
            self.items.append(self.label)
        elif not self.in_value and character == "[":
            self._in_label, self.label = True, ""
            words = self.since_value[:-1]
            self.before_bracket = words[-1] if words else None


class Suggestions:
    """The n-grams of a prompt's examples.

    Attributes:
        weight: how much of their share they deserve; the fewer examples, the more a reply would say one of them again.

    Args:
        encode: text → tokens, as they stand in a prompt; text_of: a token's own text.
    """

    def __init__(self, wording: Wording, encode: Callable[[str], Sequence[int]], text_of: Callable[[int], str]) -> None:
        self._asked = Counter(wording.asked)
        self._after: defaultdict[tuple[Item, ...], Counter[int | None]] = defaultdict(Counter)
        self._begins: defaultdict[str, Counter[int | None]] = defaultdict(Counter)
        self._leads: defaultdict[str, Counter[int | None]] = defaultdict(Counter)
        self._near: defaultdict[str, Counter[int | None]] = defaultdict(Counter)
        self.weight = min(1.0, len(set(wording.replies)) / ENOUGH)
        for reply in wording.replies:
            self._count(encode(reply), text_of)

    def next(self, place: Place) -> Mapping[int, float]:
        """Token → probability; together at most 1, less where a value or the end of the reply may come instead.

        After a value it is to equal parts what comes after that label, and what leads from a value to the labels that
        are still to come, or what stands right before one that has only come first; after the last, what ends a reply.
        """
        if place.in_value:
            return {}
        if not place.is_after_value:
            return self._following(place.items, LONGEST)
        left = self._asked - Counter(item for item in place.items if isinstance(item, str))
        if place.items[-1] == BEGIN:
            leads = [self._begins[label] for label in left]
        elif left:
            leads = [self._leads[label] or self._near[label] for label in left]
        else:
            return _shares(self._leads[END])
        led_up_to = _mean([_shares(counts) for counts in leads if counts])
        return _mean([one for one in (self._following(place.items, 2), led_up_to) if one])

    def _following(self, items: Sequence[Item], longest: int) -> Mapping[int, float]:
        """What comes after the longest run of the last items that the examples have."""
        for length in range(min(longest, len(items)), 0, -1):
            run = tuple(items[-length:])
            if run in self._after:
                return _shares(self._after[run])
        return {}

    def _count(self, tokens: Sequence[int], text_of: Callable[[int], str]) -> None:
        place = Place()
        for token in tokens:
            text = text_of(token)
            was_in_value = place.in_value
            if not was_in_value:
                self._see(place.items, token if place.is_word(text) else None)
            place.add(token, text)
            if place.in_value and not was_in_value:
                self._lead(place)
        self._see(place.items, None)
        since = place.since_value
        self._leads[END][since[0] if since else None] += 1

    def _lead(self, place: Place) -> None:
        """How the value that has just begun was led up to: the first token of that, and the last of its words."""
        is_first = not any(isinstance(item, str) for item in place.items)
        since = place.since_value
        if since:
            (self._begins if is_first else self._leads)[place.label][since[0]] += 1
        if place.before_bracket is not None:
            self._near[place.label][place.before_bracket] += 1

    def _see(self, items: Sequence[Item], token: int | None) -> None:
        for length in range(1, min(LONGEST, len(items)) + 1):
            self._after[tuple(items[-length:])][token] += 1


def _shares(counts: Counter[int | None]) -> Mapping[int, float]:
    return {token: count / counts.total() for token, count in counts.items() if token is not None}


def _mean(parts: Sequence[Mapping[int, float]]) -> Mapping[int, float]:
    summed: defaultdict[int, float] = defaultdict(float)
    for part in parts:
        for token, share in part.items():
            summed[token] += share / len(parts)
    return summed
