"""A plan: the requests that fill what a project lacks, each with why and with what may come of it."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random

from backend.domain.request import MAX_COUNT, Request
from backend.domain.standing import Record
from backend.planning.able import Abilities, Unable, WhyNot, asking
from backend.planning.needs import CellNeed, cell_needs, lacking, to_level, without_target
from backend.planning.order import MOST_OUTPUTS, PlanOrder, Standing
from backend.planning.shares import cut
from backend.planning.sharing import Place, Sharing

SAME_EXAMPLES = 32
"""Outputs in a row whose requests share a seed in the `tuned` style, and so all of their prompts but the last line:
a teacher reads the rest once. In the other style prompts have nothing to share, and are varied instead."""


@dataclass(frozen=True)
class Item:
    """One request of a plan.

    Attributes:
        accepted: examples that are there of this intent, in this language, with just these slots; in a project of
            parses, with these labels, whatever else they hold.
        expected: accepted examples that may come of it.
    """

    request: Request
    accepted: int
    expected: float


@dataclass(frozen=True)
class Plan:
    """Requests in the order in which they are carried out, those of what lacks most first.

    Attributes:
        cells: the chosen intents, and those of their slots, or labels inside of them, that have a target.
        needed: raw outputs that it would take to fill the targets.
        records: of the chosen methods, by which it was reckoned how many outputs it takes.
        unable: what would have been asked for, but no chosen method can do.
    """

    items: tuple[Item, ...]
    cells: tuple[CellNeed, ...]
    needed: int
    records: Mapping[str, Record]
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
            if item.request.intent == cell.intent and (not cell.slot or cell.slot in item.request.included):
                yield item


def make_plan(order: PlanOrder, standing: Standing, *, style_of: Callable[[str], str], why_not: WhyNot) -> Plan:
    """The plan of an order; the same arguments give the same plan.

    What has reached its target is not asked for; what lacks most gets most. A slot that has reached its own target
    may still come along with others. In a project of parses, a label that is short is asked for by itself, and the rest
    of an intent as the method draws it. With a total, what is left of it once the targets are filled makes the chosen
    intents without a target as even as it can; without one, those get nothing. Languages become as even as they can.

    Args:
        style_of: the prompt style of a method.

    Raises:
        InvalidValue: an unknown intent.
    """
    rng = Random(f"{order.seed}/plan")  # noqa: S311 - sampling, no secret
    cells = cell_needs(
        standing.schema, order.intents, standing.holdings, standing.targets, standing.coming, standing.labels
    )
    likes = tuple(_like(order, method, style_of(method)) for method in order.methods)
    sharing = Sharing(order, standing, Abilities(likes, why_not), rng)
    wanted = sharing.wanted(lacking(cells))
    counts = cut(order.total or MOST_OUTPUTS, wanted, rng)
    rest = (order.total or 0) - sum(counts.values())
    if rest > 0:
        even = [cell for cell in without_target(cells) if sharing.languages(cell.intent, ())]
        best = max(standing.expected_yield(method) for method in order.methods)
        counts |= cut(rest, sharing.wanted(to_level(even, math.ceil(rest * best))), rng)
    items = _items(counts, {like.method: like for like in likes}, order, standing)
    records = {method: standing.records.get(method, Record()) for method in order.methods}
    return Plan(items, cells, sum(wanted.values()), records, tuple(sharing.abilities.unable))


def _like(order: PlanOrder, method: str, style: str) -> Request:
    first = order.intents[0]
    return Request(
        first,
        method=method,
        style=style,
        examples=order.examples,
        grammar=order.grammar,
        more_new_values=order.more_new_values,
    )


def _items(
    counts: Mapping[Place, int], likes: Mapping[str, Request], order: PlanOrder, standing: Standing
) -> tuple[Item, ...]:
    """The requests in order: by intent as they came, then by language, method and slots; none above MAX_COUNT."""
    held = {(one.intent, one.language, one.slots): one.accepted for one in standing.holdings}
    held |= {(one.intent, one.language, (one.label,)): one.accepted for one in standing.labels}
    in_all, written = Counter[tuple[str, str]](), Counter[tuple[str, str, str]]()
    for one in standing.holdings:
        in_all[one.intent, one.language] += one.accepted
    items: list[Item] = []
    for place in _in_order(counts, order):
        intent, language, method, slots = place
        accepted = in_all[intent, language] if slots is None else held.get((intent, language, slots), 0)
        for start in range(0, counts[place], MAX_COUNT):
            count = min(MAX_COUNT, counts[place] - start)
            before = written[intent, language, method]
            written[intent, language, method] += count
            request = asking(likes[method], intent, language, slots, count)
            group = before // SAME_EXAMPLES if request.style == "tuned" else before
            seeded = replace(request, seed=_seed(order.seed, intent, language, method, group))
            items.append(Item(seeded, accepted, count * standing.expected_yield(method)))
    return tuple(items)


def _in_order(places: Iterable[Place], order: PlanOrder) -> list[Place]:
    found = list(places)
    intents = list(dict.fromkeys(intent for intent, *_ in found))
    ranks = [{name: rank for rank, name in enumerate(names)} for names in (intents, order.languages, order.methods)]
    return sorted(found, key=lambda place: [rank[name] for rank, name in zip(ranks, place[:3], strict=True)])


def _seed(*of: object) -> int:
    """0 to 2**31 - 1: another one for every plan, job in it, and group of outputs there."""
    digest = hashlib.sha256("/".join(map(str, of)).encode()).digest()
    return int.from_bytes(digest[:4]) >> 1
