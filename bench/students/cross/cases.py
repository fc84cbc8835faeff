"""What a cell of the experiment starts from: intents that are known in English, and by one example in a language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from backend.domain.errors import InvalidValue
from backend.domain.parse_schema import ParseSchema
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import Utterance


@dataclass(frozen=True, eq=False)
class CrossCase:
    """One data set in one language with one draw. All utterances have slots, but those that are said to have parses.

    Attributes:
        intents: that are new in the language. known: real utterances in the language of all others.
        english: of the new ones. shots: one of each new one in the language.
        real: the shot and others of each new one in the language, `size` of them as far as there are.
        test: in the language, of all intents that are taught. outputs: raw ones of a method for each new intent.
        english_parsed, shots_parsed: the same with parses, for methods that write these; () where there are none.
    """

    set: str
    language: str
    draw: int
    intents: tuple[str, ...]
    known: tuple[Utterance, ...]
    english: tuple[Utterance, ...]
    shots: tuple[Utterance, ...]
    real: tuple[Utterance, ...]
    test: tuple[Utterance, ...]
    outputs: int
    english_parsed: tuple[Utterance, ...] = ()
    shots_parsed: tuple[Utterance, ...] = ()

    @property
    def name(self) -> str:
        """The case as people read it."""
        return f"{self.set} {self.language}, seed {self.draw}"

    @property
    def size(self) -> int:
        """How many utterances a student sees of a new intent in a pass beside the English ones: all outputs, a shot."""
        return self.outputs + 1

    @property
    def schema(self) -> Schema:
        """The new intents with the slots that their English utterances and their shots hold."""
        seen = (*self.english, *self.shots)
        held = {
            name: sorted({slot for one in seen if one.intent == name for slot in one.slot_counts})
            for name in self.intents
        }
        slots = sorted({slot for some in held.values() for slot in some})
        return Schema(tuple(Intent(name, "", tuple(held[name])) for name in self.intents), tuple(map(Slot, slots)))

    @property
    def parsed_schema(self) -> Schema:
        """The new intents with what their parses may be."""
        parses = (one.parse for one in (*self.english_parsed, *self.shots_parsed) if one.parse)
        return Schema(tuple(map(Intent, self.intents)), parses=ParseSchema("decoupled").extended_by(*parses))


def by_intent(utterances: Mapping[str, Utterance]) -> dict[str, list[str]]:
    """Intent → the ids of its utterances, sorted, so that a draw does not depend on the order of a file."""
    found: dict[str, list[str]] = {}
    for at, one in sorted(utterances.items()):
        found.setdefault(one.intent, []).append(at)
    return found


def drawn(ids: Sequence[str], count: int | None, draw: str) -> list[str]:
    """The first `count` of the ids in a random order, or all; of the same draw fewer are the beginning of more."""
    return Random(draw).sample(list(ids), len(ids))[:count]  # noqa: S311 - a sample, no secret


def drawn_of_each(
    utterances: Mapping[str, Utterance], intents: Iterable[str], count: int | None, draw: str
) -> list[str]:
    """As `drawn`, of each intent; those of an intent do not depend on which others are asked for.

    Raises:
        InvalidValue: an intent without any utterance.
    """
    there = by_intent(utterances)
    found: list[str] = []
    for intent in intents:
        if intent not in there:
            raise InvalidValue("intent without an utterance in this data", value=intent, remedy="Give the whole data.")
        found += drawn(there[intent], count, f"{intent}/{draw}")
    return found
