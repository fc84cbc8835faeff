"""A plan: the requests that fill what a project lacks, each with why and with what may come of it."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from backend.domain.request import MAX_COUNT, Request
from backend.planning.able import Abilities, Unable, WhyNot, asking
from backend.planning.combinations import Choice, divided, offered, seen_combinations
from backend.planning.needs import CellNeed, Need, cell_needs, lacking, to_level, without_target
from backend.planning.order import MOST_OUTPUTS, PlanOrder, Standing
from backend.planning.shares import Path, apportioned, cut, levelled

SAME_EXAMPLES = 32
"""Outputs in a row whose requests share a seed in the `tuned` style, and so all of their prompts but the last line:
a teacher reads the rest once. In the other style prompts have nothing to share, and are varied instead."""


@dataclass(frozen=True)
class Item:
    """One request of a plan.

    Attributes:
        accepted: examples that are there of this intent, in this language, with just these slots.
        expected: accepted examples that may come of it.
    """

    request: Request
    accepted: int
    expected: float


@dataclass(frozen=True)
class Plan:
    """Requests in the order in which they are carried out, those of what lacks most first.

    Attributes:
        cells: the chosen intents, and those of their slots that have a target.
        needed: raw outputs that it would take to fill the targets.
        unable: what would have been asked for, but no chosen method can do.
    """

    items: tuple[Item, ...]
    cells: tuple[CellNeed, ...]
    needed: int
    unable: tuple[Unable, ...] = ()

    @property
    def outputs(self) -> int:
        """Raw outputs that are asked for."""
        return sum(item.request.count for item in self.items)

    def asked(self, cell: CellNeed) -> int:
        """Raw outputs that are asked for of an intent, or of it with a slot."""
        return sum(item.request.count for item in self._of(cell))

    def expected(self, cell: CellNeed) -> int:
        """Accepted examples that may come of these."""
        return round(sum(item.expected for item in self._of(cell)))

    def _of(self, cell: CellNeed) -> Iterator[Item]:
        for item in self.items:
            held = {include.slot for include in item.request.include or ()}
            if item.request.intent == cell.intent and (not cell.slot or cell.slot in held):
                yield item


def make_plan(order: PlanOrder, standing: Standing, *, style_of: Callable[[str], str], why_not: WhyNot) -> Plan:
    """The plan of an order; the same arguments give the same plan.

    What has reached its target is not asked for; what lacks most gets most. A slot that has reached its own target
    may still come along with others. With a total, what is left of it once the targets are filled makes the chosen
    intents without a target as even as it can; without one, those get nothing. Languages become as even as they can.

    Args:
        style_of: the prompt style of a method.

    Raises:
        InvalidValue: an unknown intent.
    """
    rng = Random(f"{order.seed}/plan")  # noqa: S311 - sampling, no secret
    cells = cell_needs(standing.schema, order.intents, standing.holdings, standing.targets, standing.coming)
    likes = tuple(_like(order, method, style_of(method)) for method in order.methods)
    sharing = _Sharing(order, standing, Abilities(likes, why_not), rng)
    wanted = sharing.wanted(lacking(cells))
    counts = cut(order.total or MOST_OUTPUTS, wanted, rng)
    rest = (order.total or 0) - sum(counts.values())
    if rest > 0:
        even = [cell for cell in without_target(cells) if sharing.languages(cell.intent, ())]
        best = max(standing.expected_yield(method) for method in order.methods)
        counts |= cut(rest, sharing.wanted(to_level(even, math.ceil(rest * best))), rng)
    items = _items(counts, {like.method: like for like in likes}, order, standing)
    return Plan(items, cells, sum(wanted.values()), tuple(sharing.abilities.unable))


def _like(order: PlanOrder, method: str, style: str) -> Request:
    first = order.intents[0]
    return Request(first, method=method, style=style, examples=order.examples, grammar=order.grammar)


@dataclass(frozen=True)
class _Sharing:
    """Shares out what intents need among languages, methods and combinations of slots."""

    order: PlanOrder
    standing: Standing
    abilities: Abilities
    rng: Random

    def wanted(self, needs: Sequence[Need]) -> dict[Path, int]:
        """Raw outputs that fill the needs, by intent, language, method and slots."""
        found: dict[Path, int] = {}
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

    def _of_intent(self, need: Need, languages: Mapping[str, Mapping[Choice, int]]) -> dict[Path, int]:
        held = [self._held(need.intent, language) for language in languages]
        examples = levelled(need.examples, held)
        short = {slot: apportioned(count, examples, self.rng) for slot, count in need.slots.items()}
        found: dict[Path, int] = {}
        for place, (language, weights) in enumerate(languages.items()):
            needed = {slot: counts[place] for slot, counts in short.items()}
            for slots, count in divided(examples[place], needed, weights, self.rng).items():
                found |= self._by_method((need.intent, language), slots, count)
        return found

    def _by_method(self, place: tuple[str, str], slots: Choice, examples: int) -> dict[Path, int]:
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


def _items(
    counts: Mapping[Path, int], likes: Mapping[str, Request], order: PlanOrder, standing: Standing
) -> tuple[Item, ...]:
    """The requests in order: by intent as they came, then by language, method and slots; none above MAX_COUNT."""
    ranks: dict[object, int] = {}
    for path in counts:
        ranks.setdefault(path[0], len(ranks))
    languages, methods = list(order.languages), list(order.methods)

    def rank(path: Path) -> tuple[int, int, int]:
        return ranks[path[0]], languages.index(str(path[1])), methods.index(str(path[2]))

    held = {(one.intent, one.language, one.slots): one.accepted for one in standing.holdings}
    of_place = Counter[Path]()
    for one in standing.holdings:
        of_place[one.intent, one.language] += one.accepted
    items: list[Item] = []
    written: dict[Path, int] = {}
    for path in sorted(counts, key=rank):
        intent, language, method, slots = path
        accepted = of_place[path[:2]] if slots is None else held.get((intent, language, slots), 0)
        for start in range(0, counts[path], MAX_COUNT):
            count = min(MAX_COUNT, counts[path] - start)
            before = written.get(path[:3], 0)
            written[path[:3]] = before + count
            request = asking(likes[str(method)], str(intent), str(language), slots, count)  # type: ignore[arg-type]
            group = before // SAME_EXAMPLES if request.style == "tuned" else before
            seeded = replace(request, seed=_seed(order.seed, path[:3], group))
            items.append(Item(seeded, accepted, count * standing.expected_yield(str(method))))
    return tuple(items)


def _seed(seed: int, place: Path, group: int) -> int:
    """0 to 2**31 - 1: another one for every plan, place in it, and group of outputs there."""
    digest = hashlib.sha256("/".join(map(str, (seed, *place, group))).encode()).digest()
    return int.from_bytes(digest[:4]) >> 1
