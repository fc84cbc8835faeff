"""Names and numbers of what a student can say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from backend.domain.errors import InvalidValue
from backend.domain.names import label_name
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance

ADJACENT_SHARE = 0.02
"""Of a slot's spans, those that stand right behind another one of it, from which on the slot is taken to have such.

Almost none has: 3 of 33,495 spans of SNIPS, none of MASSIVE's in English, German and Japanese, 2 of 1,118 of mTOP's.
"""


@dataclass(frozen=True)
class LabelMap:
    """A student's intents and slots, each by its number, and which slots each intent may hold.

    Tag 0 is `O`; slot number k has the tags 2k + 1 (`B-`) and 2k + 2 (`I-`).

    Attributes:
        holds: of each intent, the slots that it may hold.
        adjacent: the slots of which one span may stand right behind another, with no token between; none on the card
            of a student that was trained before this was noted.

    Raises:
        InvalidValue: no intent, a name that none may have, a name twice, an intent, or `adjacent`, with a slot that is
            not there.
    """

    intents: tuple[str, ...]
    slots: tuple[str, ...]
    holds: tuple[tuple[str, ...], ...]
    adjacent: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.intents or len(self.holds) != len(self.intents):
            raise InvalidValue(f"label map of {len(self.intents)} intents and {len(self.holds)} lists of slots")
        for kind, names in (("intent", self.intents), ("slot", self.slots)):
            if len(set(names)) != len(names) or any(label_name(name, kind=kind) != name for name in names):
                raise InvalidValue(f"label map with {kind} names that are not names, or twice", value=names)
        for name in {name for held in (*self.holds, self.adjacent) for name in held} - set(self.slots):
            raise InvalidValue("label map with an unknown slot", value=name)

    @classmethod
    def of(cls, utterances: Iterable[Utterance], schema: Schema | None = None) -> LabelMap:
        """The labels that occur, in the order of their names; an intent holds what it is seen with, or may by `schema`.

        Raises:
            InvalidValue: no utterance.
        """
        held: dict[str, set[str]] = {}
        spans, behind_another = Counter[str](), Counter[str]()
        for utterance in utterances:
            held.setdefault(utterance.intent, set()).update(span.slot for span in utterance.spans)
            spans.update(span.slot for span in utterance.spans)
            behind_another.update(_behind_another(utterance))
        slots = tuple(sorted(set().union(*held.values())))
        for intent in schema.intents if schema else ():
            if intent.name in held:
                held[intent.name].update(slot for slot in intent.slots if slot in slots)
        intents = tuple(sorted(held))
        adjacent = tuple(slot for slot in slots if behind_another[slot] >= max(1, ADJACENT_SHARE * spans[slot]))
        return cls(intents, slots, tuple(tuple(sorted(held[intent])) for intent in intents), adjacent)

    @property
    def tags(self) -> tuple[str, ...]:
        """All tags by their numbers."""
        return ("O", *(f"{mark}-{slot}" for slot in self.slots for mark in "BI"))

    @cached_property
    def tag_numbers(self) -> dict[str, int]:
        return {tag: number for number, tag in enumerate(self.tags)}

    @cached_property
    def allowed(self) -> NDArray[np.bool_]:
        """intents × tags: whether an utterance of the intent may have the tag."""
        slots = np.array([[slot in held for slot in self.slots] for held in self.holds], dtype=bool)
        slots = slots.reshape(len(self.intents), len(self.slots))
        return np.concatenate([np.ones((len(self.intents), 1), dtype=bool), np.repeat(slots, 2, axis=1)], axis=1)

    @cached_property
    def may_be_adjacent(self) -> NDArray[np.bool_]:
        """slots: whether one span of it may stand right behind another."""
        return np.array([slot in self.adjacent for slot in self.slots], dtype=bool)

    def tag_ids(self, tags: Sequence[str]) -> tuple[int, ...]:
        """Numbers of tags.

        Raises:
            KeyError: a tag of another map.
        """
        return tuple(self.tag_numbers[tag] for tag in tags)


def _behind_another(utterance: Utterance) -> Iterator[str]:
    """The slots of spans that stand right behind one of the same slot."""
    for before, span in pairwise(utterance.spans):
        if before.slot == span.slot and not utterance.text[before.end : span.start].strip():
            yield span.slot
