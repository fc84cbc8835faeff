"""Which of the values that were listed are kept: those that several lists have, of one slot alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backend.domain.normalise import normalised

LEAST_VOTES = 2

AGREED_SHARE = 0.3
"""Of all entries for a slot, those that a second one agrees with, from which on the others are taken for slips.

There are few states and days, and a list that names another thing is wrong; of titles and names any two lists have
different ones, and what two agree on is only the more common.
"""


@dataclass(frozen=True)
class Proposed:
    """A value that was listed, as it was first written, and how many of the lists have it."""

    value: str
    votes: int


def voted(listed: Mapping[str, Sequence[str]], known: Mapping[str, Sequence[str]]) -> dict[str, tuple[Proposed, ...]]:
    """Of each slot the values that may be its, those with most votes first.

    Where enough entries agree, those that at least two have; otherwise all of them. A value that another of them is
    known to take, or that was listed as often for one, is none of this one's. Neither is one of more words than any
    that is known: a list that goes astray tells stories. Values that differ in case or punctuation alone are one.

    Args:
        listed: slot → the values that were listed for it, one of each entry.
        known: slot → the values that it is known to take.
    """
    taken = {normalised(value) for values in known.values() for value in values}
    votes = {slot: Counter(map(normalised, values)) for slot, values in listed.items()}
    kept = {}
    for slot, values in listed.items():
        words = max((len(value.split()) for value in known.get(slot, ())), default=0)
        first_written = {normalised(value): value for value in reversed(values)}
        elsewhere = Counter[str]()
        for other, counted in votes.items():
            if other != slot:
                elsewhere |= counted
        found = [
            Proposed(first_written[value], count)
            for value, count in votes[slot].items()
            if value and value not in taken and count > elsewhere[value] and len(value.split()) <= words
        ]
        kept[slot] = tuple(sorted(_agreed(found), key=lambda one: (-one.votes, one.value)))
    return kept


def _agreed(found: Sequence[Proposed]) -> Sequence[Proposed]:
    agreed = [one for one in found if one.votes >= LEAST_VOTES]
    is_closed = sum(one.votes for one in agreed) >= AGREED_SHARE * sum(one.votes for one in found)
    return agreed if is_closed else found
