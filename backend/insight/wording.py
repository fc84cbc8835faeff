"""Words that stand beside each other in a candidate and in nothing accepted, and what that has meant so far.

What a small teacher writes badly is the words between values ("book a table the cheap near"): it joins what nobody
would. What a person writes is new at as many places, and right; what a large teacher does may be. So it is learnt from
the decisions whether candidates with new pairs of words were rejected more often than those without; until then nothing
follows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from backend.insight.row import Row
from backend.insight.tried import Tried, usual_share
from backend.insight.words import words

Pair = tuple[str, str]
"""Two words beside each other, a value being the name of its slot in brackets; "" is the edge of the text."""

MOST = 3
"""New pairs from which on more of them are told no further apart."""

LEAST_ACCEPTED = 5
"""Accepted examples of an intent, before anything is called new to it."""

LEAST_DECIDED = 20
"""Candidates that were accepted or rejected, before anything is learnt from them."""

LEAST_ALIKE = 3
"""Of these, those with at least as many new pairs, before they are held against a candidate."""


@dataclass(frozen=True)
class Trust:
    """How far candidates with so many new pairs are trusted, and what that rests on.

    Attributes:
        share: from 0 to 1; 1 as much as those with none.
        pairs, tried: the candidates with at least that many new pairs, whose odds those are.
    """

    share: float = 1.0
    pairs: int = 0
    tried: Tried = field(default_factory=Tried)


@dataclass(frozen=True)
class Wording:
    """What is known of word pairs in one language.

    Attributes:
        seen: intent → pair → how many accepted examples have it; of intents with enough of them.
        tried: the candidates that were decided, by their new pairs from none to MOST.
    """

    seen: Mapping[str, Counter[Pair]] = field(default_factory=dict)
    tried: tuple[Tried, ...] = (Tried(),) * (MOST + 1)

    def new_pairs(self, row: Row) -> tuple[Pair, ...]:
        """The pairs of a candidate that no accepted example of its intent has; none where too few are accepted."""
        seen = self.seen.get(row.intent)
        return () if seen is None else tuple(pair for pair in pairs(row) if not seen[pair])

    def trust(self, row: Row) -> Trust:
        """By the odds that candidates with at least as many new pairs were accepted, over those of ones with none.

        Full where new pairs were no bad sign so far, or where too little is decided to tell. More of them are trusted
        no more than fewer.
        """
        return self._trusts[min(MOST, len(self.new_pairs(row)))]

    @cached_property
    def _trusts(self) -> tuple[Trust, ...]:
        found = [Trust()]
        decided = sum(one.decided for one in self.tried)
        usual = usual_share(self.tried)
        for pairs in range(1, MOST + 1):
            alike = Tried(
                sum(one.accepted for one in self.tried[pairs:]), sum(one.decided for one in self.tried[pairs:])
            )
            share = alike.odds(usual) / self.tried[0].odds(usual)
            is_known = decided >= LEAST_DECIDED and alike.decided >= LEAST_ALIKE
            found.append(Trust(share, pairs, alike) if is_known and share < found[-1].share else found[-1])
        return tuple(found)


def pairs(row: Row) -> tuple[Pair, ...]:
    """Of each two words beside each other, and of the first and the last one with the edge.

    >>> pairs(Row(1, "fly to new york", "book", "en", ((7, 15, "city"),)))
    (('', 'fly'), ('fly', 'to'), ('to', '[city]'), ('[city]', ''))
    """
    said: list[str] = []
    for piece, (slot, _) in zip(row.outside, (*row.slots, ("", "")), strict=True):
        said += words(piece, row.language)
        if slot:
            said.append(f"[{slot}]")
    return tuple(pairwise(["", *said, ""]))


def learn_wording(accepted: Iterable[Row], written: Iterable[int] = (), rejected: Sequence[Row] = ()) -> Wording:
    """Count the pairs of what is accepted, and how candidates with new ones were decided.

    An accepted candidate is held against the other accepted ones.

    Args:
        written: ids of those accepted that were candidates, and no seeds. rejected: candidates too.
    """
    by_intent: dict[str, list[Row]] = defaultdict(list)
    for row in accepted:
        by_intent[row.intent].append(row)
    seen = {
        intent: Counter(pair for row in rows for pair in set(pairs(row)))
        for intent, rows in by_intent.items()
        if len(rows) >= LEAST_ACCEPTED
    }
    new: dict[bool, Counter[int]] = {True: Counter(), False: Counter()}
    candidates = frozenset(written)
    for row in (row for intent in seen for row in by_intent[intent] if row.id in candidates):
        new[True][min(MOST, sum(seen[row.intent][pair] == 1 for pair in pairs(row)))] += 1
    for row in rejected:
        if row.intent in seen:
            new[False][min(MOST, sum(not seen[row.intent][pair] for pair in pairs(row)))] += 1
    return Wording(seen, tuple(Tried(new[True][at], new[True][at] + new[False][at]) for at in range(MOST + 1)))
