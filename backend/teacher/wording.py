"""What the wording of a prompt's examples suggests as the next token of a reply.

A small model that is asked for four slots finds the values easily and the words between them badly. The examples have
such words: after the value of this label comes `at a`, before the value of that one stands `for`. Counted as n-grams of
tokens in which a value is no more than its label, they are mixed with what the model gives, as a language model is with
a cache of what was just said (Kuhn and De Mori, "A Cache-Based Natural Language Model for Speech Recognition", 1990).
Inside a value nothing is suggested.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from backend.domain.wording import Wording

LONGEST = 4
"""Tokens, or values, that a suggestion goes by at most."""

ENOUGH = 10
"""Different examples from which on what they suggest has its whole share: as many as a prompt shows by default."""

BEGIN = -1
"""What stands before the first token of a reply."""

END = ""
"""In place of a label: what is led up to after the last value."""

T = TypeVar("T")
Item = int | str
"""A token, or the number of the label whose value stands there."""


@dataclass
class Place:
    """Where a reply stands: in its words, in the number of a label, or in a value.

    Attributes:
        items: words, brackets and numbers of labels so far, and the label of each value in the value's place.
        label: of the last value, as far as it is written; bracket_end: how many items there were after its bracket.
    """

    items: list[Item] = field(default_factory=lambda: [BEGIN])
    label: str = ""
    bracket_end: int = 0
    in_value: bool = False
    in_label: bool = False
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
        return not self.in_value and (not self.in_label or text[:1].isdigit())

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
        elif self.in_label:
            if character.isdigit():
                self.label += character
            else:
                self.in_label, self.in_value = False, True
        elif self.in_value and character == "]":
            self.in_value = False
            self.items.append(self.label)
        elif not self.in_value and character == "[":
            self.in_label, self.label, self.bracket_end = True, "", len(self.items)


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
        self._labels: defaultdict[tuple[Item, ...], Counter[str]] = defaultdict(Counter)
        self._begins: defaultdict[str, Counter[int | None]] = defaultdict(Counter)
        self._leads: defaultdict[str, Counter[int | None]] = defaultdict(Counter)
        self._near: defaultdict[str, Counter[int | None]] = defaultdict(Counter)
        self._brackets: set[int] = set()
        self._digits: dict[str, int] = {}
        self.weight = min(1.0, len(set(wording.replies)) / ENOUGH)
        for reply in wording.replies:
            self._count(encode(reply), text_of)

    def next(self, place: Place) -> Mapping[int, float]:
        """Token → probability; together at most 1, less where a value or the end of the reply may come instead.

        After a value it is to equal parts what comes after that label, and what leads from a value to the labels that
        are still to come, or what stands right before one that has only come first; after the last, what ends a reply.
        No label is suggested that is not to come.
        """
        left = self._asked - Counter(item for item in place.items if isinstance(item, str))
        if place.in_label and not place.label:
            labels = _shares(self._longest_run(self._labels, place.items, LONGEST))
            return _summed((self._digits[label], share) for label, share in labels.items() if label in left)
        if place.in_value or place.in_label:
            return {}
        if place.is_after_value:
            found = self._after_value(place.items, left)
        else:
            found = _shares(self._longest_run(self._after, place.items, LONGEST))
        return found if left else {token: share for token, share in found.items() if token not in self._brackets}

    def _after_value(self, items: Sequence[Item], left: Counter[str]) -> Mapping[int, float]:
        if items[-1] == BEGIN:
            leads = [self._begins[label] for label in left]
        elif left:
            leads = [self._leads[label] or self._near[label] for label in left]
        else:
            return _shares(self._leads[END])
        led_up_to = _mean([_shares(counts) for counts in leads if counts])
        following = _shares(self._longest_run(self._after, items, 2))
        return _mean([one for one in (following, led_up_to) if one])

    @staticmethod
    def _longest_run(seen: Mapping[tuple[Item, ...], Counter[T]], items: Sequence[Item], longest: int) -> Counter[T]:
        """What comes after the longest run of the last items that the examples have."""
        runs = (tuple(items[-length:]) for length in range(min(longest, len(items)), 0, -1))
        return next((seen[run] for run in runs if run in seen), Counter())

    def _count(self, tokens: Sequence[int], text_of: Callable[[int], str]) -> None:
        place = Place()
        for token in tokens:
            text = text_of(token)
            was_in_value, was_in_label = place.in_value, place.in_label
            if not was_in_value and not was_in_label:
                _see(self._after, place.items, token)
            place.add(token, text)
            if place.in_label and not was_in_label:
                self._brackets.add(token)
            if place.in_value and not was_in_value:
                self._count_value(place)
        _see(self._after, place.items, None)
        since = place.since_value
        self._leads[END][since[0] if since else None] += 1

    def _count_value(self, place: Place) -> None:
        """Of a value that has just begun its label, the first token of what leads up to it, and the last word."""
        since, digits = place.since_value, place.items[place.bracket_end :]
        for digit in digits[:1]:
            _see(self._labels, place.items[: place.bracket_end], place.label)
            self._digits[place.label] = digit  # type: ignore[assignment]
        is_first = not any(isinstance(item, str) for item in place.items)
        for lead in since[:1]:
            (self._begins if is_first else self._leads)[place.label][lead] += 1
        for word in since[: -1 - len(digits)][-1:]:
            self._near[place.label][word] += 1


def _see(seen: defaultdict[tuple[Item, ...], Counter[T]], items: Sequence[Item], what: T) -> None:
    for length in range(1, min(LONGEST, len(items)) + 1):
        seen[tuple(items[-length:])][what] += 1


def _shares(counts: Counter[Any]) -> Mapping[Any, float]:
    return {item: count / counts.total() for item, count in counts.items() if item is not None}


def _mean(parts: Sequence[Mapping[int, float]]) -> Mapping[int, float]:
    return _summed((token, share / len(parts)) for part in parts for token, share in part.items())


def _summed(shares: Iterable[tuple[int, float]]) -> Mapping[int, float]:
    summed: defaultdict[int, float] = defaultdict(float)
    for token, share in shares:
        summed[token] += share
    return summed
