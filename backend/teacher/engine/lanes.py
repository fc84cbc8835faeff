"""What the rows being written keep for themselves: keys and values after the part that they share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from backend.teacher.engine.prefill import KeysValues

if TYPE_CHECKING:
    import torch

_GROWTH = 32
"""Tokens by which lanes get longer when a row needs it."""


class Lanes:
    """One lane per row, the rows in the first lanes; a lane holds one token after the other.

    Attributes:
        most: how many rows there is room for. length: tokens that a lane has room for.
        used: for every row, how many tokens its lane holds.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.length = 0
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

    def advance(self) -> list[int]:
        """Every row gets one more token: where in its lane that stands. The lanes may be others afterwards."""
        places = self.used
        self._make_room(max(places) + 1, self._layers)
        self.used = [place + 1 for place in places]
        return places

    def layer(self, layer: int) -> KeysValues:
        """All lanes: lanes × heads × tokens × width."""
        return self._layers[layer]

    def _make_room(self, length: int, like: Mapping[int, KeysValues]) -> None:
        if length <= self.length:
            return
        length = -(-length // _GROWTH) * _GROWTH
        for layer, given in like.items():
            before = self._layers.get(layer)
            old = (None, None) if before is None else (before.keys, before.values)
            self._layers[layer] = KeysValues(
                self._longer(length, given.keys, old[0]), self._longer(length, given.values, old[1])
            )
        self.length = length

    def _longer(self, length: int, like: torch.Tensor, old: torch.Tensor | None) -> torch.Tensor:
        # Zeros, not what the memory held: a weight of zero times what is no number would be no number.
        heads, width = like.shape[-3], like.shape[-1]
        new = like.new_zeros(self.most, heads, length, width)
        if old is not None:
            new[:, :, : old.shape[2]] = old
        return new


def moved(count: int, leaving: Sequence[int]) -> list[int]:
    """After rows left: for every row that is there, which one it was. Few rows move, and only to lower places."""
    gone = set(leaving)
    stay = count - len(gone)
    late = iter([row for row in range(stay, count) if row not in gone])
    return [next(late) if row in gone else row for row in range(stay)]
