"""What the chosen intents lack: of their targets, or, where there are none, of a common level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from backend.domain.schema import Schema
from backend.domain.standing import Holding, LabelHolding
from backend.planning.shares import levelled

Cell = tuple[str, str]
"""An intent and one of its slots, or of the labels inside of it; "" as the slot stands for the intent as a whole."""


@dataclass(frozen=True)
class CellNeed:
    """An intent, or a slot or label in it: accepted examples, candidates, and what is aimed for, 0 for nothing.

    `coming` is how many of the candidates will be accepted, as far as can be expected.
    """

    intent: str
    slot: str
    accepted: int
    pending: int
    coming: int
    target: int

    @property
    def missing(self) -> int:
        """Accepted examples that the target lacks, with those that come of the candidates counted as there."""
        return max(self.target - self.accepted - self.coming, 0)


@dataclass(frozen=True)
class Need:
    """How many more examples of an intent are needed as a whole, and how many with each slot that lacks some."""

    intent: str
    whole: int
    slots: Mapping[str, int] = field(default_factory=dict)

    @property
    def examples(self) -> int:
        """How many more it takes at least: one example may be one of the whole, and have several of the slots."""
        return max([self.whole, *self.slots.values()])

    def of(self, slots: Collection[str]) -> Need:
        """What is left of it where others than these slots cannot be asked for."""
        return Need(self.intent, self.whole, {slot: count for slot, count in self.slots.items() if slot in slots})


def cell_needs(
    schema: Schema,
    intents: Sequence[str],
    holdings: Sequence[Holding],
    targets: Mapping[Cell, int],
    coming: Callable[[Holding | LabelHolding], float],
    labels: Sequence[LabelHolding] = (),
) -> tuple[CellNeed, ...]:
    """Each of these intents, followed by those of its slots, or of the labels inside of it, that have a target.

    Args:
        coming: how many candidates of a holding will be accepted.
        labels: in a project of parses, what is held of those labels.

    Raises:
        InvalidValue: an unknown intent.
    """
    counts: dict[Cell, list[float]] = defaultdict(lambda: [0, 0, 0])
    counted = [(one, slot) for one in holdings for slot in {"", *one.slots}] + [(one, one.label) for one in labels]
    for one, slot in counted:
        cell = counts[one.intent, slot]
        cell[0] += one.accepted
        cell[1] += one.pending
        cell[2] += coming(one)
    cells = [
        (name, slot)
        for name in intents
        for slot in ("", *schema.labels_inside(name))
        if not slot or targets.get((name, slot))
    ]
    return tuple(_cell_need(cell, counts[cell], targets.get(cell, 0)) for cell in cells)


def _cell_need(cell: Cell, counts: Sequence[float], target: int) -> CellNeed:
    accepted, pending, coming = (int(count) for count in counts)
    return CellNeed(*cell, accepted, pending, coming, target)


def lacking(cells: Sequence[CellNeed]) -> tuple[Need, ...]:
    """What the intents lack that have not reached their targets, those that lack most first."""
    found = []
    for whole in (cell for cell in cells if not cell.slot):
        slots = {one.slot: one.missing for one in cells if one.intent == whole.intent and one.slot and one.missing}
        if whole.missing or slots:
            found.append(Need(whole.intent, whole.missing, slots))
    return tuple(sorted(found, key=lambda need: -need.examples))


def without_target(cells: Sequence[CellNeed]) -> tuple[CellNeed, ...]:
    """The intents that aim for nothing, neither as a whole nor for anything in them."""
    aimed = {cell.intent for cell in cells if cell.target}
    return tuple(cell for cell in cells if not cell.slot and cell.intent not in aimed)


def to_level(cells: Sequence[CellNeed], examples: int) -> tuple[Need, ...]:
    """How `examples` more make intents without targets as even as they can be."""
    added = levelled(examples, [cell.accepted + cell.coming for cell in cells])
    needs = (Need(cell.intent, count) for cell, count in zip(cells, added, strict=True) if count)
    return tuple(sorted(needs, key=lambda need: -need.examples))
