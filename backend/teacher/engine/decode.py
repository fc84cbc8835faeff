"""A step in which every row gets one token: it attends to what its group shares, and to what lies in its own lane."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backend.teacher.engine.attention import Part, Step, merged, part
from backend.teacher.engine.lanes import Lanes
from backend.teacher.engine.prefill import KeysValues

if TYPE_CHECKING:
    import torch

_HIDDEN = -1e30
"""Finite, so that a row that sees nothing here still has a largest score to subtract."""


@dataclass(frozen=True)
class Group:
    """Rows that share a prefix: its keys and values per layer, and which rows; None for all there are."""

    shared: Mapping[int, KeysValues]
    rows: torch.Tensor | None


class DecodeStep(Step):
    """A forward pass over one new token for every row.

    Args:
        places: where in its lane the token of each row stands; longest: tokens of any lane that are seen at most.
    """

    def __init__(self, lanes: Lanes, groups: Sequence[Group], places: torch.Tensor, longest: int) -> None:
        import torch

        self._lanes = lanes
        self._groups = groups
        self._rows = torch.arange(len(places), device=places.device)
        self._places = places
        self._longest = longest
        unseen = torch.arange(longest, device=places.device)[None] > places[:, None]
        self._hidden = (unseen.float() * _HIDDEN)[:, None, None]
        self._within: dict[int, torch.Tensor] = {}
        self._shared_within: dict[tuple[int, int], torch.Tensor | None] = {}

    def attend(
        self,
        layer: int,
        query: torch.Tensor,
        key: torch.Tensor,
        value: torch.Tensor,
        scale: float,
        window: int | None = None,
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
            self._hidden_in_lanes(window),
        )
        attended = merged(own, self._shared(layer, folded, own, scale, window))
        return attended.reshape(count, query.shape[0], -1).to(value.dtype)

    def _hidden_in_lanes(self, window: int | None) -> torch.Tensor:
        """What is added to the scores of the rows' own tokens: rows × 1 × 1 × tokens."""
        import torch

        if window is None or self._longest <= window:
            return self._hidden
        if window not in self._within:
            at = torch.arange(self._longest, device=self._places.device)[None]
            gone = at <= self._places[:, None] - window
            self._within[window] = self._hidden.masked_fill(gone[:, None, None], _HIDDEN)
        return self._within[window]

    def _hidden_in_group(self, number: int, length: int, window: int | None) -> torch.Tensor | None:
        """The same of a group's prefix, rows × tokens; None where its rows see all of it."""
        import torch

        if window is None or length + self._longest <= window:
            return None
        if (number, window) not in self._shared_within:
            rows = self._groups[number].rows
            places = self._places if rows is None else self._places[rows]
            gone = torch.arange(length, device=places.device)[None] <= length + places[:, None] - window
            self._shared_within[number, window] = gone.float() * _HIDDEN if bool(gone.any()) else None
        return self._shared_within[number, window]

    def _shared(self, layer: int, folded: torch.Tensor, own: Part, scale: float, window: int | None) -> Part:
        """Every row's attention over its group's prefix: one product for all rows and heads of a group."""
        hidden = [
            self._hidden_in_group(number, group.shared[layer].keys.shape[1], window)
            for number, group in enumerate(self._groups)
        ]
        if len(self._groups) == 1:
            return _over(self._groups[0].shared[layer], folded, scale, hidden[0])
        whole = Part(own.values.new_empty(own.values.shape), own.log_weight.new_empty(own.log_weight.shape))
        for group, unseen in zip(self._groups, hidden, strict=True):
            some = _over(group.shared[layer], folded[group.rows], scale, unseen)
            whole.values[group.rows] = some.values
            whole.log_weight[group.rows] = some.log_weight
        return whole


def decode_step(lanes: Lanes, groups: Sequence[Group], device: torch.device) -> DecodeStep:
    """The step after which every row's lane holds one token more."""
    import torch

    places = lanes.advance()
    return DecodeStep(lanes, groups, torch.tensor(places, device=device), max(places) + 1)


def _over(shared: KeysValues, folded: torch.Tensor, scale: float, hidden: torch.Tensor | None) -> Part:
    rows, heads, repeats, width = folded.shape
    query = folded.transpose(0, 1).reshape(heads, rows * repeats, width)
    unseen = None if hidden is None else hidden.repeat_interleave(repeats, 0)
    found = part(query, shared.keys, shared.values, scale, unseen)
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
