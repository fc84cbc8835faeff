"""Orders, cut into what a teacher works on at once.

A job that was killed goes on with the batch it was in: a batch is sampled with a seed of its own, so doing it
again gives the same outputs at the same indexes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from backend.domain.errors import InvalidValue
from backend.domain.request import Request
from backend.teacher.protocol import Order


@dataclass(frozen=True)
class Batch:
    """The orders that a teacher works on at once.

    Attributes:
        index: which batch of the request, from 0.
        first_output: index, in the request, of the batch's first output.
        first_prompt: index, in the request, of the prompt of the batch's first order.
    """

    index: int
    orders: tuple[Order, ...]
    first_output: int
    first_prompt: int = 0

    @property
    def size(self) -> int:
        """How many outputs."""
        return sum(order.samples for order in self.orders)

    @property
    def first_of_orders(self) -> tuple[int, ...]:
        """Of each order, the index in the request of its first output; of a spare, of the output after it."""
        starts, at = [], self.first_output
        for order in self.orders:
            starts.append(at)
            at += order.samples
        return tuple(starts)


def batches(orders: Sequence[Order], size: int) -> tuple[Batch, ...]:
    """Cut orders into batches of `size` outputs; an order may be split, orders that have spares stay with them.

    The last batch may be smaller, others where what comes next stays together, and one may be larger that holds
    nothing else.

    Raises:
        InvalidValue: a size below 1.
    """
    if size < 1:
        raise InvalidValue("outputs per batch", value=size, remedy="Take at least 1.")
    cutter = _Cutter(size)
    for run in compared(orders):
        if orders[run[-1]].is_spare:
            cutter.add_whole(run[0], [orders[at] for at in run])
        else:
            for at in run:
                cutter.add(at, orders[at])
    cutter.close()
    return tuple(cutter.cut)


def compared(orders: Sequence[Order]) -> tuple[range, ...]:
    """The places of orders whose outputs are compared with one another: up to their last spare, and what is left."""
    ends = [at for at in range(1, len(orders)) if orders[at - 1].is_spare and not orders[at].is_spare]
    return tuple(range(first, end) for first, end in pairwise([0, *ends, len(orders)]) if end > first)


def batch_seed(request: Request, batch: Batch) -> int:
    """The seed that a batch is sampled with: 0 to 2**31 - 1, different for every batch of a request."""
    digest = hashlib.sha256(f"{request.seed}/{batch.index}".encode()).digest()
    return int.from_bytes(digest[:4]) >> 1


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
