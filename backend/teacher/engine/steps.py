"""Which step gives all rows their next token: a recorded one where there can be one, else one of its own each time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from backend.teacher.engine.decode import DecodeStep, Group, grouped
from backend.teacher.engine.fixed_step import CannotRecord, FixedStep, Record
from backend.teacher.engine.forward import Forward
from backend.teacher.engine.lanes import Lanes
from backend.teacher.engine.prompts import Prompts

if TYPE_CHECKING:
    import torch


class Steps:
    """The steps of one batch.

    Args:
        record: how a step is recorded and repeated; None where that is of no use.
    """

    def __init__(self, forward: Forward, prompts: Prompts, record: Record | None) -> None:
        self._forward = forward
        self._prompts = prompts
        self._record = record
        self._groups: list[Group] | None = None
        self._fixed: FixedStep | None = None

    def rows_changed(self) -> None:
        """Some came or went: they are gathered in groups anew."""
        self._groups = None

    def take(
        self, lanes: Lanes, prompts: Sequence[int], tokens: Sequence[int], positions: Sequence[int]
    ) -> torch.Tensor:
        """Logits after one more token of every row: rows × vocabulary, float32, which the next step may write over.

        Args:
            lanes: get the token. prompts: of every row, by their place in the work.
            tokens, positions: of every row the token, and where it stands in its sequence.
        """
        import torch

        if self._groups is None:
            groups = [self._prompts.group(prompt) for prompt in prompts]
            self._groups = grouped(groups, self._prompts.shared, self._forward.device)
        places = lanes.advance()
        # Which keys a layer with a window sees is looked up while it is computed, which no record can.
        if self._record and len(self._groups) == 1 and not self._forward.told_window:
            try:
                return self._recorded(self._record, lanes, self._groups[0])(tokens, positions, places)
            except CannotRecord:
                self._record = self._fixed = None
        at = torch.tensor(places, device=self._forward.device)
        step = DecodeStep(lanes, self._groups, at, max(places) + 1)
        return self._forward(tokens, positions, step, list(range(len(tokens))))

    def _recorded(self, record: Record, lanes: Lanes, group: Group) -> FixedStep:
        """The step that is recorded; another one when the lanes have become longer."""
        if self._fixed is None or not self._fixed.fits(group.shared):
            self._fixed = None  # its memory is free for the next
            self._fixed = FixedStep(self._forward, lanes, group, record)
        return self._fixed
