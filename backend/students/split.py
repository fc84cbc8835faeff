"""Splits without leaks: what says almost the same, or was made from the same seed, stays on one side."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass

from backend.domain.delexicalised import delexicalised
from backend.domain.errors import InvalidValue
from backend.domain.normalise import normalised
from backend.domain.utterance import Utterance


@dataclass(frozen=True)
class Split:
    """Places of the utterances on either side, in their order.

    Attributes:
        unsplit: intents of several utterances with none in `test`, since all of theirs hang together.
    """

    train: tuple[int, ...]
    test: tuple[int, ...]
    unsplit: tuple[str, ...]


@dataclass(frozen=True)
class Overlap:
    """Places of test utterances that training has.

    Attributes:
        exact: with the same normalised text. delexicalised: with the same text but for the values of its slots
            (those of `exact` are not repeated).
    """

    exact: tuple[int, ...]
    delexicalised: tuple[int, ...]


def split(
    utterances: Sequence[Utterance],
    test: float,
    *,
    seed: int = 0,
    families: Sequence[Collection[Hashable]] | None = None,
) -> Split:
    """Put a share of every intent aside: as near to it as its groups allow, and never all of an intent.

    Utterances are of one group when their normalised texts are the same, with the slot values or without
    them, or when their families meet. Which side a group is on depends on the utterances and the seed alone,
    not on their order. scikit-learn's StratifiedGroupKFold knows folds only, no shares, and refuses small intents.

    Args:
        test: share of the utterances, from 0 up to but not including 1.
        families: for each utterance, whatever it was made from (its seed, the seeds that its prompt showed).

    Raises:
        InvalidValue: a share out of its range, or other than one family an utterance.
    """
    if not 0 <= test < 1:
        raise InvalidValue("share of a split", value=test, remedy="Use 0 to less than 1.")
    if families is not None and len(families) != len(utterances):
        raise InvalidValue(f"{len(families)} families of {len(utterances)} utterances")
    totals = Counter(utterance.intent for utterance in utterances)
    quota = {intent: min(max(1, round(test * n)) if test and n >= _LEAST else 0, n - 1) for intent, n in totals.items()}
    chosen: list[int] = []
    for group in _in_random_order(groups_of(utterances, families), utterances, seed):
        asked = Counter(utterances[at].intent for at in group)
        if all(quota[intent] >= count for intent, count in asked.items()):
            quota.update({intent: quota[intent] - count for intent, count in asked.items()})
            chosen.extend(group)
    aside = frozenset(chosen)
    tested = {utterances[at].intent for at in aside}
    return Split(
        tuple(at for at in range(len(utterances)) if at not in aside),
        tuple(sorted(aside)),
        tuple(sorted(intent for intent, n in totals.items() if test and n >= _LEAST and intent not in tested)),
    )


_LEAST = 5
"""Utterances that an intent must have for one to be put aside."""


def split_apart(
    utterances: Sequence[Utterance],
    test: float,
    *,
    seed: int = 0,
    families: Sequence[Collection[Hashable]] | None = None,
) -> tuple[Split, frozenset[str]]:
    """The same, and the intents of which some is put aside that was made from the same as what is not.

    An intent whose utterances all hang together, as they do when every prompt showed all seeds, could not be measured
    at all: its families are let go, and those of no other intent.

    Raises:
        InvalidValue: as `split`.
    """
    parts = split(utterances, test, seed=seed, families=families)
    if families is None or not parts.unsplit:
        return parts, frozenset()
    let_go = frozenset(parts.unsplit)
    kept = [() if one.intent in let_go else family for one, family in zip(utterances, families, strict=True)]
    return split(utterances, test, seed=seed, families=kept), let_go


def overlap(train: Sequence[Utterance], test: Sequence[Utterance]) -> Overlap:
    """Which test utterances are in training: exactly, or but for the values of their slots."""
    texts = {normalised(utterance.text) for utterance in train}
    patterns = {delexicalised(utterance) for utterance in train}
    exact = tuple(at for at, one in enumerate(test) if normalised(one.text) in texts)
    same = frozenset(exact)
    return Overlap(exact, tuple(at for at, one in enumerate(test) if at not in same and delexicalised(one) in patterns))


def near_duplicate_keys(utterance: Utterance) -> tuple[Hashable, Hashable]:
    """What near-duplicates share, one or both: the normalised text, and the same without its slot values."""
    return ("text", normalised(utterance.text)), ("pattern", delexicalised(utterance))


def connected(keys: Sequence[Iterable[Hashable]]) -> list[tuple[int, ...]]:
    """Groups of places that hang together by keys that they share.

    >>> connected([["a"], ["b"], ["a", "c"], ["c"]])
    [(0, 2, 3), (1,)]
    """
    from scipy.cluster.hierarchy import DisjointSet  # takes a second to load, and most commands and pages do without

    together = DisjointSet(range(len(keys)))
    first: dict[Hashable, int] = {}
    for at, held in enumerate(keys):
        for key in held:
            together.merge(first.setdefault(key, at), at)
    members: dict[int, list[int]] = defaultdict(list)
    for at in range(len(keys)):
        members[together[at]].append(at)
    return [tuple(group) for group in members.values()]


def groups_of(
    utterances: Sequence[Utterance], families: Sequence[Collection[Hashable]] | None
) -> list[tuple[int, ...]]:
    """Places of the utterances that stay on one side: near-duplicates, and what was made from the same."""
    made_from = families if families is not None else [()] * len(utterances)
    return connected(
        [
            (*near_duplicate_keys(utterance), *(("family", one) for one in family))
            for utterance, family in zip(utterances, made_from, strict=True)
        ]
    )


def _in_random_order(
    groups: list[tuple[int, ...]], utterances: Sequence[Utterance], seed: int
) -> list[tuple[int, ...]]:
    def key(group: tuple[int, ...]) -> str:
        name = min(normalised(utterances[at].text) for at in group)
        return hashlib.sha256(f"{seed} {name}".encode("utf-8", "surrogatepass")).hexdigest()

    return sorted(groups, key=key)
