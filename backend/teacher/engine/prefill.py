"""Keys and values of prompts: computed in packs of segments, kept as long as a row still needs them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backend.teacher.engine.attention import Step
from backend.teacher.engine.prefixes import Tree

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True)
class KeysValues:
    """Of some tokens in one layer: heads × tokens × width each."""

    keys: torch.Tensor
    values: torch.Tensor

    def slice(self, start: int, stop: int) -> KeysValues:
        return KeysValues(self.keys[:, start:stop], self.values[:, start:stop])


def joined(parts: Sequence[KeysValues]) -> KeysValues:
    """Parts that follow one another, as one."""
    import torch

    if len(parts) == 1:
        return parts[0]
    return KeysValues(torch.cat([one.keys for one in parts], 1), torch.cat([one.values for one in parts], 1))


@dataclass
class Prefix:
    """What has been computed of a tree: for every segment its keys and values in every layer."""

    tree: Tree
    segments: dict[int, dict[int, KeysValues]] = field(default_factory=dict)

    def chain(self, segment: int, layer: int, after: int | None = None) -> KeysValues:
        """Keys and values up to and with a segment; only those that come after another segment of its chain."""
        chain = self.tree.chain(segment)
        parts = chain if after is None else chain[chain.index(after) + 1 :]
        if not parts:
            return self.segments[segment][layer].slice(0, 0)
        return joined([self.segments[part][layer] for part in parts])

    def layers(self) -> list[int]:
        """The layers that keep keys and values, as far as anything is computed."""
        return sorted(next(iter(self.segments.values()), {}))

    def forget(self, segment: int) -> None:
        self.segments.pop(segment, None)


@dataclass(frozen=True)
class _Bundle:
    """Segments of one parent that are attended together: tokens `start` to `stop` of the pack.

    `seen`: which keys (the parent's chain, then the bundle's own) each token sees; None for plain causal.
    `positions`: of the bundle's tokens in their sequences; `before`: how many keys the parent's chain has.
    """

    parent: int | None
    start: int
    stop: int
    seen: torch.Tensor | None
    positions: tuple[int, ...]
    before: int

    def seen_within(self, window: int | None, device: torch.device) -> torch.Tensor | None:
        """`seen` for a layer with a window; None for plain causal."""
        import torch

        if window is None or max(self.positions) < window:
            return self.seen
        own = torch.tensor(self.positions)
        keys = torch.cat([torch.arange(self.before), own])
        seen = (own[:, None] - keys[None] < window).to(device)
        return seen.tril() if self.seen is None else seen & self.seen


class PrefillStep(Step):
    """A forward pass over a pack of segments; their keys and values go into the prefix."""

    def __init__(self, prefix: Prefix, pack: range, device: torch.device) -> None:
        self._prefix = prefix
        self._pack = pack
        self._bundles = _bundles(prefix.tree, pack, device)
        self._device = device
        self._seen: dict[int | None, list[torch.Tensor | None]] = {}

    def attend(
        self,
        layer: int,
        query: torch.Tensor,
        key: torch.Tensor,
        value: torch.Tensor,
        scale: float,
        window: int | None = None,
    ) -> torch.Tensor:
        import torch

        new = KeysValues(key.contiguous(), value.contiguous())
        start = 0
        for segment in self._pack:
            stop = start + len(self._prefix.tree.segments[segment].tokens)
            self._prefix.segments.setdefault(segment, {})[layer] = new.slice(start, stop)
            start = stop
        repeats = query.shape[0] // key.shape[0]
        attended = []
        if window not in self._seen:
            self._seen[window] = [bundle.seen_within(window, self._device) for bundle in self._bundles]
        for bundle, seen in zip(self._bundles, self._seen[window], strict=True):
            own = new.slice(bundle.start, bundle.stop)
            before = None if bundle.parent is None else self._prefix.chain(bundle.parent, layer)
            both = own if before is None else joined([before, own])
            attended.append(
                torch.nn.functional.scaled_dot_product_attention(
                    query[None, :, bundle.start : bundle.stop],
                    both.keys.repeat_interleave(repeats, 0)[None],
                    both.values.repeat_interleave(repeats, 0)[None],
                    attn_mask=seen,
                    is_causal=seen is None,
                    scale=scale,
                )[0]
            )
        return torch.cat(attended, 1).transpose(0, 1)


def _bundles(tree: Tree, pack: range, device: torch.device) -> list[_Bundle]:
    gathered: list[list[int]] = []
    for at in pack:
        if gathered and tree.segments[gathered[-1][0]].parent == tree.segments[at].parent:
            gathered[-1].append(at)
        else:
            gathered.append([at])
    bundles, start = [], 0
    for members in gathered:
        lengths = [len(tree.segments[at].tokens) for at in members]
        first = tree.segments[members[0]]
        is_plain = first.parent is None and len(members) == 1
        before = first.start if first.parent is not None else 0
        seen = None if is_plain else _seen(before, lengths, device)
        positions = tuple(
            position for at in members for position in range(tree.segments[at].start, tree.segments[at].end)
        )
        bundles.append(_Bundle(first.parent, start, start + sum(lengths), seen, positions, before))
        start += sum(lengths)
    return bundles


def _seen(before: int, lengths: Sequence[int], device: torch.device) -> torch.Tensor:
    """All `before` keys, and of the own keys those of the same segment that do not come later."""
    import torch

    owner = torch.repeat_interleave(torch.arange(len(lengths)), torch.tensor(lengths))
    own = (owner[:, None] == owner[None]).tril()
    return torch.cat([torch.ones(len(owner), before, dtype=torch.bool), own], 1).to(device)
