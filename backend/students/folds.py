"""Which examples are held out together: near-duplicates, and what was made from the same seeds."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass

from backend.domain.normalise import normalised
from backend.domain.utterance import Span, Utterance
from backend.insight.row import Row
from backend.students.split import connected, near_duplicate_keys

FOLDS = 5

MOST_IN_ONE = 0.5
"""Share of an intent's examples in one group from which its families are let go: nothing would be left to learn it
from while that group is held out."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What an example shares with those that are held out with it.

    Attributes:
        near: what near-duplicates share. family: what it was made from, and itself as what others are made from.
    """

    near: tuple[Hashable, ...]
    family: frozenset[Hashable] = frozenset()


def keys_of(row: Row, made_from: Collection[str] = ()) -> Keys:
    """The keys of an example.

    Args:
        made_from: the texts that its prompt showed.
    """
    spans = tuple(Span(start, end, slot) for start, end, slot in row.spans)
    near = near_duplicate_keys(Utterance(row.text, row.intent, row.language, spans))
    return Keys(near, frozenset(("family", normalised(text)) for text in (row.text, *made_from)))


def bound_together(keys: Sequence[Keys], intents: Sequence[str]) -> frozenset[str]:
    """Intents most of whose examples hang together by what they were made from.

    That is so where every prompt showed several seeds, as LINGUIST's do: these can be told apart by near-duplicates
    alone.
    """
    totals, most = Counter(intents), Counter[str]()
    for group in connected([(*one.near, *one.family) for one in keys]):
        for intent, count in Counter(intents[at] for at in group).items():
            most[intent] = max(most[intent], count)
    return frozenset(intent for intent, total in totals.items() if most[intent] > MOST_IN_ONE * total)


def deal(keys: Sequence[Collection[Hashable]], intents: Sequence[str], folds: int = FOLDS) -> tuple[int, ...]:
    """The fold of each example, from 0: those that share a key are in one, and every intent is spread over all as
    evenly as its groups allow.

    Which fold a group is in depends on the examples, not on their order. scikit-learn's StratifiedGroupKFold does
    the same where every intent is in every fold, and takes seconds for some thousand groups.
    """
    dealt = [0] * len(keys)
    sizes = [Counter[str]() for _ in range(folds)]
    totals = [0] * folds
    for group in sorted(connected(keys), key=lambda group: (-len(group), _random(keys[at] for at in group))):
        counts = Counter(intents[at] for at in group)
        main = min(counts, key=lambda intent: (-counts[intent], intent))
        fold = min(range(folds), key=lambda one: (sizes[one][main], totals[one], one))
        sizes[fold] += counts
        totals[fold] += len(group)
        for at in group:
            dealt[at] = fold
    return tuple(dealt)


def _random(keys: Iterable[Collection[Hashable]]) -> str:
    """A place in a random order that stays from run to run."""
    name = min(repr(key) for held in keys for key in held)
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
