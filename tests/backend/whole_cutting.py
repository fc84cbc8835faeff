"""Batches as they were cut while whole orders were at hand: what a job that began then has to go on with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from backend.batching import Batch, compared
from backend.teacher.protocol import Order


def cut_whole(orders: Sequence[Order], size: int) -> tuple[Batch, ...]:
    """The same as `batches`, said in another way."""
    cutter = _Cutter(size)
    for run in compared(orders):
        if orders[run[-1]].is_spare:
            cutter.add_whole(run[0], [orders[at] for at in run])
        else:
            for at in run:
                cutter.add(at, orders[at])
    cutter.close()
    return tuple(cutter.cut)


class _Cutter:
    """The batches that are cut, and the one that is being filled."""

    def __init__(self, size: int) -> None:
        self.cut: list[Batch] = []
        self._size = size
        self._gathered: list[Order] = []
        self._first_prompt = self._done = self._used = 0

    def add(self, prompt_index: int, order: Order) -> None:
        """Outputs of an order go where there is room for them."""
        left = order.samples
        while left:
            taken = min(left, self._size - self._used)
            self._gather(prompt_index, replace(order, samples=taken))
            left -= taken

    def add_whole(self, prompt_index: int, orders: Sequence[Order]) -> None:
        """All of them go into one batch, a new one if there is no room for them."""
        if self._used + sum(order.samples for order in orders) > self._size:
            self.close()
        for at, order in enumerate(orders[:-1]):
            self._gather(prompt_index + at, order, may_close=False)
        self._gather(prompt_index + len(orders) - 1, orders[-1])

    def close(self) -> None:
        """What was gathered is a batch."""
        if self._gathered:
            self.cut.append(Batch(len(self.cut), tuple(self._gathered), self._done, self._first_prompt))
        self._done, self._used, self._gathered = self._done + self._used, 0, []

    def _gather(self, prompt_index: int, order: Order, *, may_close: bool = True) -> None:
        if not self._gathered:
            self._first_prompt = prompt_index
        self._gathered.append(order)
        self._used += order.samples
        if may_close and self._used >= self._size:
            self.close()
