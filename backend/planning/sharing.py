"""Shares out what intents need among languages, methods and combinations of slots."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from backend.planning.able import Abilities
from backend.planning.combinations import Choice, divided, offered, seen_combinations
from backend.planning.needs import Need
from backend.planning.order import PlanOrder, Standing
from backend.planning.shares import apportioned, levelled

Place = tuple[str, str, str, Choice]
"""What a request is for: intent, language, method and slots."""


@dataclass(frozen=True)
class Sharing:
    """What it goes by: the order, how the project stands, and what the methods can do."""

    order: PlanOrder
    standing: Standing
    abilities: Abilities
    rng: Random

    def wanted(self, needs: Sequence[Need]) -> dict[Place, int]:
        """Raw outputs that fill the needs, by intent, language, method and slots."""
        found: dict[Place, int] = {}
        for need in needs:
            choices = self.languages(need.intent, tuple(need.slots))
            if choices:
                found |= self._of_intent(need, choices)
        return found

    def languages(self, intent: str, short: Sequence[str]) -> dict[str, dict[Choice, int]]:
        """The languages in which an intent can be asked for, each with the combinations, weighted."""
        slots = self.standing.schema.intent(intent).slots
        weights = offered(seen_combinations(intent, slots, self.standing.holdings), short)
        able = {
            language: {one: weights[one] for one in weights if self.abilities.methods(intent, language, one)}
            for language in self.order.languages
        }
        return {language: choices for language, choices in able.items() if choices}

    def _of_intent(self, need: Need, languages: Mapping[str, Mapping[Choice, int]]) -> dict[Place, int]:
        held = [self._held(need.intent, language) for language in languages]
        examples = levelled(need.examples, held)
        short = {slot: apportioned(count, examples, self.rng) for slot, count in need.slots.items()}
        found: dict[Place, int] = {}
        for place, (language, weights) in enumerate(languages.items()):
            needed = {slot: counts[place] for slot, counts in short.items()}
            for slots, count in divided(examples[place], needed, weights, self.rng).items():
                found |= self._by_method((need.intent, language), slots, count)
        return found

    def _by_method(self, place: tuple[str, str], slots: Choice, examples: int) -> dict[Place, int]:
        methods = self.abilities.methods(*place, slots)
        shares = apportioned(examples, [1] * len(methods), self.rng)
        return {
            (*place, method, slots): math.ceil(share / self.standing.expected_yield(method))
            for method, share in zip(methods, shares, strict=True)
            if share
        }

    def _held(self, intent: str, language: str) -> int:
        held = (one for one in self.standing.holdings if (one.intent, one.language) == (intent, language))
        return int(sum(one.accepted + self.standing.coming(one) for one in held))
