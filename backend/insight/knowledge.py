"""What the accepted examples of one language, and the catalogues, tell of slots and values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from backend.domain.language import is_unspaced
from backend.domain.schema import Schema
from backend.insight.reliance import Reliance
from backend.insight.row import Row
from backend.insight.tried import Tried
from backend.insight.wording import Wording, learn_wording
from backend.insight.words import Words, found, words

LONGEST_VALUE = 24
"""Words; a longer value is never looked for in a text."""


@dataclass(frozen=True)
class Knowledge:
    """Counts of what is accepted in a language; in a project of parses its labels are the slots.

    Attributes:
        slots_of: the slots, catalogues included, under which a value is known; counts are of accepted examples,
            0 where only a catalogue has it.
        catalogues: the values of each slot that has any.
        intents, slots: how many accepted examples each has.
        unlabelled: how often each known value stands in accepted texts outside all spans.
        wording: the words beside each other there, and what new ones have meant so far.
        reliance: on the methods that write candidates.
    """

    language: str
    intent_slots: Mapping[str, frozenset[str]]
    slots_of: Mapping[Words, Counter[str]]
    catalogues: Mapping[str, frozenset[Words]]
    intents: Counter[str] = field(default_factory=Counter)
    slots: Counter[str] = field(default_factory=Counter)
    unlabelled: Counter[Words] = field(default_factory=Counter)
    longest: int = 0
    wording: Wording = field(default_factory=Wording)
    reliance: Reliance = field(default_factory=Reliance)

    def accepted(self, slot: str, value: Words) -> int:
        """How many accepted examples have the value under the slot."""
        return self.slots_of.get(value, Counter())[slot]

    def telling(self, value: Words) -> bool:
        """Whether a value that stands unlabelled in a text may well have been forgotten.

        Not if it is short: two letters or, in a language without spaces, one. Nor if it is a common word: one
        that stands unlabelled in accepted texts twice or more, and at least a quarter as often as labelled.
        """
        if sum(map(len, value)) <= (1 if is_unspaced(self.language) else 2):
            return False
        outside = self.unlabelled[value]
        return outside < 2 or 4 * outside < self.slots_of.get(value, Counter()).total()


def learn(
    accepted: Sequence[Row],
    schema: Schema,
    language: str,
    *,
    catalogues: bool = True,
    written: Iterable[int] = (),
    rejected: Sequence[Row] = (),
    methods: Mapping[str, Tried] | None = None,
) -> Knowledge:
    """Count the accepted examples of a language.

    Args:
        catalogues: whether the schema's catalogues are in that language.
        written: ids of accepted examples that were candidates. rejected: candidates too. See `learn_wording`.
        methods: what became of the candidates of each method, in whatever language.
    """
    listed = {
        slot.name: frozenset(words(value, language) for value in slot.catalogue)
        for slot in schema.slots
        if slot.catalogue and catalogues
    }
    slots_of = _slots_of(accepted, listed, language)
    longest = min(max(map(len, slots_of), default=0), LONGEST_VALUE)
    return Knowledge(
        language,
        {intent.name: frozenset(intent.slots) for intent in schema.intents},
        slots_of,
        listed,
        Counter(row.intent for row in accepted),
        Counter(slot for row in accepted for slot in {slot for slot, _ in row.labels}),
        Counter(
            value
            for row in accepted
            for piece in row.outside
            for value in found(words(piece, language), slots_of, longest)
        ),
        longest,
        learn_wording(accepted, written, rejected),
        Reliance(methods or {}),
    )


def _slots_of(
    accepted: Iterable[Row], catalogues: Mapping[str, frozenset[Words]], language: str
) -> dict[Words, Counter[str]]:
    known: dict[Words, Counter[str]] = {}
    for slot, values in catalogues.items():
        for value in values:
            known.setdefault(value, Counter())[slot] += 0
    for row in accepted:
        for slot, value in {(slot, words(value, language)) for slot, value in row.labels}:
            known.setdefault(value, Counter())[slot] += 1
    return known
