"""Shares out what intents need among languages, methods and combinations of slots."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence, Set
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
        offers = [{slot for choice in weights for slot in choice or ()} for weights in languages.values()]
        need = need.of(set[str]().union(*offers))
        held = [self._held(need.intent, language) for language in languages]
        short = self._short(need, offers, levelled(need.examples, held))
        given = [max((counts[place] for counts in short.values()), default=0) for place in range(len(held))]
        rest = levelled(max(need.whole - sum(given), 0), [sum(both) for both in zip(held, given, strict=True)])
        found: dict[Place, int] = {}
        for place, (language, weights) in enumerate(languages.items()):
            needed = {slot: counts[place] for slot, counts in short.items()}
            for slots, count in divided(given[place] + rest[place], needed, weights, self.rng).items():
                found |= self._by_method((need.intent, language), slots, count)
        return found

    def _short(self, need: Need, offers: Sequence[Set[str]], shares: Sequence[int]) -> dict[str, list[int]]:
        """How many with each slot in each language: by the languages' shares, of those that can have the slot."""
        found = {}
        for slot, count in need.slots.items():
            able = [int(slot in offered_there) for offered_there in offers]
            weights = [share * can for share, can in zip(shares, able, strict=True)]
            found[slot] = apportioned(count, weights if any(weights) else able, self.rng)
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
