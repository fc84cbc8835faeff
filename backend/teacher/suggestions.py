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
from typing import Any, TypeVar

from backend.domain.wording import Wording
from backend.teacher.reply_place import BEGIN, Item, Place

LONGEST = 4
"""Tokens, or values, that a suggestion goes by at most."""

ENOUGH = 10
"""Different examples from which on what they suggest has its whole share: as many as a prompt shows by default."""

END = ""
"""In place of a label: what is led up to after the last value."""

T = TypeVar("T")


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
