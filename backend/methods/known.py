"""The values that slots are known to take, and what accepted utterances hold: the same for all prompts of a request."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache, cached_property

from backend.domain.request import WILDCARD, Include
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance

_Multiset = frozenset[tuple[tuple[str, str], int]]
_Place = tuple[str, _Multiset]


def values(slot: str, schema: Schema, pool: Sequence[Utterance]) -> tuple[str, ...]:
    """The values that a slot is known to take: its catalogue, and what the utterances of `pool` hold."""
    found = [value for seed in pool for name, value in seed.slots if name == slot]
    return tuple(dict.fromkeys(value for value in (*schema.slot(slot).catalogue, *found) if value != WILDCARD))


class Known:
    """What a schema and utterances say of slots; each is looked up once, since a request may have thousands of prompts.

    Args:
        said: the utterances whose values may be asked for.
    """

    def __init__(self, schema: Schema, said: Sequence[Utterance]) -> None:
        self.schema = schema
        self._said = said
        self.values = cache(self._values)

    def _values(self, slot: str) -> tuple[str, ...]:
        """See `values`."""
        return values(slot, self.schema, self._said)

    def is_held(self, asked: Iterable[Include]) -> bool:
        """Whether there is an utterance that holds just these slots with just these values."""
        return _multiset(_pairs(asked)) in self._held

    def unheld(self, asked: Sequence[Include], at: int) -> Iterator[str]:
        """The known values that make, in place of the value at a place of `asked`, what no utterance holds."""
        slot = asked[at].slot
        taken = self._taken.get((slot, _multiset(_pairs([*asked[:at], *asked[at + 1 :]]))), ())
        return (value for value in self.values(slot) if value not in taken)

    @cached_property
    def _held(self) -> frozenset[_Multiset]:
        return frozenset(_multiset(seed.slots) for seed in self._said)

    @cached_property
    def _taken(self) -> dict[_Place, Collection[str]]:
        """A slot, and what else an utterance holds → the values that the slot has in those that hold just this."""
        found: defaultdict[_Place, set[str]] = defaultdict(set)
        for held in self._held:
            for slot, value in dict(held):
                rest = Counter(dict(held)) - Counter([(slot, value)])
                found[slot, frozenset(rest.items())].add(value)
        return dict(found)


def _pairs(asked: Iterable[Include]) -> Iterator[tuple[str, str]]:
    return ((item.slot, item.value) for item in asked)


def _multiset(slots: Iterable[tuple[str, str]]) -> _Multiset:
    return frozenset(Counter(slots).items())
