"""The prompts of a batch: computed when the first row needs them, dropped when no row does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from backend.teacher.engine.forward import Forward
from backend.teacher.engine.prefill import KeysValues, PrefillStep, Prefix
from backend.teacher.engine.prefixes import GROUP_WORTH, groups, packs, share
from backend.teacher.work import Work

if TYPE_CHECKING:
    import torch


class Prompts:
    """What the rows of a batch begin with.

    Args:
        pack: how many tokens are computed at once.
    """

    def __init__(self, forward: Forward, work: Work, pack: int) -> None:
        self._forward = forward
        self._tree = share(work.prompts, longest=pack)
        self._prefix = Prefix(self._tree)
        rows = Counter(work.rows)
        counts = [rows[prompt] for prompt in range(len(work.prompts))]
        self._group_of = groups(self._tree, counts, GROUP_WORTH[forward.device.type])
        self._packs = packs(self._tree, pack)[::-1]
        self._logits: dict[int, torch.Tensor] = {}
        self._shared: dict[int, dict[int, KeysValues]] = {}
        # How many rows have yet to come in below a segment, and to end in a group.
        self._needed = Counter(part for prompt in work.rows for part in self._tree.chain(self._tree.ends[prompt]))
        self._unfinished = Counter(self._group_of[prompt] for prompt in work.rows)

    def place(self, prompt: int) -> int:
        """Where a prompt comes in the order in which prompts are computed."""
        return self._tree.ends[prompt]

    def group(self, prompt: int) -> int:
        """Which group the rows of a prompt belong to."""
        return self._group_of[prompt]

    def shared(self, group: int) -> Mapping[int, KeysValues]:
        """Keys and values, per layer, of what the rows of a group share."""
        return self._shared[group]

    def tail_length(self, prompt: int) -> int:
        """How many tokens of a prompt come after what its group shares."""
        return self._tree.segments[self._tree.ends[prompt]].end - self._tree.segments[self._group_of[prompt]].end

    def token_bytes(self) -> int:
        """What keys and values of one token take, all layers together; known once a prompt is computed."""
        layers = next(iter(self._prefix.segments.values())).values()
        return sum(one.keys[:, 0].nbytes + one.values[:, 0].nbytes for one in layers)

    def compute(self, prompt: int, should_stop: Callable[[], bool]) -> bool:
        """See that a prompt is computed; false when stopped before it was."""
        while self._tree.ends[prompt] not in self._logits:
            if should_stop():
                return False
            self._compute(self._packs.pop())
        return True

    def take(self, prompt: int) -> tuple[torch.Tensor, dict[int, KeysValues]]:
        """For a row that comes in: the logits after the prompt, and what follows its group's part, per layer."""
        end, group = self._tree.ends[prompt], self._group_of[prompt]
        layers = self._prefix.layers()
        if group not in self._shared:
            self._shared[group] = {layer: self._prefix.chain(group, layer) for layer in layers}
        tail = {layer: self._prefix.chain(end, layer, after=group) for layer in layers}
        logits = self._logits[end]
        chain = self._tree.chain(end)
        self._needed.subtract(chain)
        for part in chain:
            if not self._needed[part]:
                self._prefix.forget(part)
                self._logits.pop(part, None)
        return logits, tail

    def leave(self, prompt: int) -> None:
        """A row of this prompt is finished."""
        group = self._group_of[prompt]
        self._unfinished[group] -= 1
        if not self._unfinished[group]:
            del self._shared[group]

    def _compute(self, pack: range) -> None:
        segments = [self._tree.segments[at] for at in pack]
        tokens = [token for segment in segments for token in segment.tokens]
        positions = [position for segment in segments for position in range(segment.start, segment.end)]
        ends, stop = {}, 0
        for at, segment in zip(pack, segments, strict=True):
            stop += len(segment.tokens)
            if at in self._tree.ends:
                ends[at] = stop - 1
        step = PrefillStep(self._prefix, pack, self._forward.device)
        logits = self._forward(tokens, positions, step, list(ends.values()))
        self._logits.update(zip(ends, logits, strict=True))
