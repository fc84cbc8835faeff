"""What the rows being written keep for themselves: keys and values after the part that they share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backend.teacher.engine.attention import Part, Step, merged, part
from backend.teacher.engine.prefill import KeysValues

if TYPE_CHECKING:
    import torch

_GROWTH = 32
"""Tokens by which lanes get longer when a row needs it."""

_HIDDEN = -1e30
"""Finite, so that a row that sees nothing here still has a largest score to subtract."""


class Lanes:
    """One lane per row, the rows in the first lanes; a lane holds one token after the other.

    Attributes:
        used: for every row, how many tokens its lane holds.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._length = 0
        self._layers: dict[int, KeysValues] = {}
        self.used: list[int] = []

    def enter(self, tail: Mapping[int, KeysValues]) -> None:
        """A new row in the next lane, beginning with these tokens, per layer; all layers must be there."""
        length = next(iter(tail.values())).keys.shape[1]
        row = len(self.used)
        self._make_room(length + 1, tail)
        for layer, given in tail.items():
            lanes = self._layers[layer]
            lanes.keys[row, :, :length] = given.keys
            lanes.values[row, :, :length] = given.values
        self.used.append(length)

    def leave(self, rows: Sequence[int]) -> None:
        """These rows are finished; the last rows move into their lanes (see `moved`)."""
        came_from = moved(len(self.used), rows)
        changed = [(row, before) for row, before in enumerate(came_from) if row != before]
        for lanes in self._layers.values() if changed else ():
            to, source = [row for row, _ in changed], [before for _, before in changed]
            lanes.keys[to] = lanes.keys[source]
            lanes.values[to] = lanes.values[source]
        self.used = [self.used[before] for before in came_from]

    def make_room(self) -> None:
        """For one more token in every lane."""
        self._make_room(max(self.used) + 1, self._layers)

    def layer(self, layer: int) -> KeysValues:
        """All lanes: lanes × heads × tokens × width."""
        return self._layers[layer]

    def _make_room(self, length: int, like: Mapping[int, KeysValues]) -> None:
        if length <= self._length:
            return
        length = -(-length // _GROWTH) * _GROWTH
        for layer, given in like.items():
            before = self._layers.get(layer)
            old = (None, None) if before is None else (before.keys, before.values)
            self._layers[layer] = KeysValues(
                self._longer(length, given.keys, old[0]), self._longer(length, given.values, old[1])
            )
        self._length = length

    def _longer(self, length: int, like: torch.Tensor, old: torch.Tensor | None) -> torch.Tensor:
        # Zeros, not what the memory held: a weight of zero times what is no number would be no number.
        heads, width = like.shape[-3], like.shape[-1]
        new = like.new_zeros(self._most, heads, length, width)
        if old is not None:
            new[:, :, : old.shape[2]] = old
        return new


def moved(count: int, leaving: Sequence[int]) -> list[int]:
    """After rows left: for every row that is there, which one it was. Few rows move, and only to lower places."""
    gone = set(leaving)
    stay = count - len(gone)
    late = iter([row for row in range(stay, count) if row not in gone])
    return [next(late) if row in gone else row for row in range(stay)]


@dataclass(frozen=True)
class Group:
    """Rows that share a prefix: its keys and values per layer, and which rows; None for all there are."""

    shared: Mapping[int, KeysValues]
    rows: torch.Tensor | None


class DecodeStep(Step):
    """A forward pass over one new token for every row."""

    def __init__(self, lanes: Lanes, groups: Sequence[Group], device: torch.device) -> None:
        import torch

        lanes.make_room()
        self._lanes = lanes
        self._groups = groups
        self._rows = torch.arange(len(lanes.used), device=device)
        self._places = torch.tensor(lanes.used, device=device)
        self._longest = max(lanes.used) + 1
        unseen = torch.arange(self._longest, device=device)[None] > self._places[:, None]
        self._hidden = (unseen.float() * _HIDDEN)[:, None, None]
        lanes.used = [used + 1 for used in lanes.used]

    def attend(
        self, layer: int, query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, scale: float
    ) -> torch.Tensor:
        lanes = self._lanes.layer(layer)
        lanes.keys[self._rows, :, self._places] = key.transpose(0, 1)
        lanes.values[self._rows, :, self._places] = value.transpose(0, 1)
        count = len(self._rows)
        # Query heads that share a head of keys and values are folded beside each other: nothing is repeated.
        folded = query.reshape(key.shape[0], -1, count, query.shape[-1]).permute(2, 0, 1, 3)
        own = part(
            folded,
            lanes.keys[:count, :, : self._longest],
            lanes.values[:count, :, : self._longest],
            scale,
            self._hidden,
        )
        attended = merged(own, self._shared(layer, folded, own, scale))
        return attended.reshape(count, query.shape[0], -1).to(value.dtype)

    def _shared(self, layer: int, folded: torch.Tensor, own: Part, scale: float) -> Part:
        """Every row's attention over its group's prefix: one product for all rows and heads of a group."""
        if len(self._groups) == 1:
            return _over(self._groups[0].shared[layer], folded, scale)
        whole = Part(own.values.new_empty(own.values.shape), own.log_weight.new_empty(own.log_weight.shape))
        for group in self._groups:
            some = _over(group.shared[layer], folded[group.rows], scale)
            whole.values[group.rows] = some.values
            whole.log_weight[group.rows] = some.log_weight
        return whole


def _over(shared: KeysValues, folded: torch.Tensor, scale: float) -> Part:
    rows, heads, repeats, width = folded.shape
    query = folded.transpose(0, 1).reshape(heads, rows * repeats, width)
    found = part(query, shared.keys, shared.values, scale)
    return Part(*(one.unflatten(1, (rows, repeats)).transpose(0, 1) for one in (found.values, found.log_weight)))


def grouped(
    groups: Sequence[int], shared: Callable[[int], Mapping[int, KeysValues]], device: torch.device
) -> list[Group]:
    """The rows gathered by the group they belong to.

    Args:
        groups: for every row, which group; shared: what a group shares.
    """
    import torch

    rows: dict[int, list[int]] = {}
    for row, group in enumerate(groups):
        rows.setdefault(group, []).append(row)
    if len(rows) == 1:
        return [Group(shared(group), None) for group in rows]
    return [Group(shared(group), torch.tensor(members, device=device)) for group, members in rows.items()]
