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


@dataclass(frozen=True)
class Cut:
    """Where a batch begins and ends: all that is said of it before its orders are loaded.

    Attributes:
        index, first_output, first_prompt: as of the batch.
        samples: of each of its orders, those that it holds.
    """

    index: int
    samples: tuple[int, ...]
    first_output: int
    first_prompt: int

    @property
    def prompts(self) -> range:
        """The indexes, in the request, of the prompts of its orders."""
        return range(self.first_prompt, self.first_prompt + len(self.samples))

    @property
    def outputs(self) -> range:
        """The indexes, in the request, of its outputs."""
        return range(self.first_output, self.first_output + sum(self.samples))

    def of(self, orders: Sequence[Order]) -> Batch:
        """The batch of its orders, whole ones; each gets the samples that it has in this batch."""
        held = (replace(order, samples=some) for order, some in zip(orders, self.samples, strict=True))
        return Batch(self.index, tuple(held), self.first_output, self.first_prompt)


def batches(orders: Sequence[Order], size: int) -> tuple[Batch, ...]:
    """Orders, cut into batches as `cuts` has it.

    Raises:
        InvalidValue: a size below 1.
    """
    found = cuts([order.samples for order in orders], size)
    return tuple(cut.of(orders[cut.prompts.start : cut.prompts.stop]) for cut in found)


def cuts(samples: Sequence[int], size: int) -> tuple[Cut, ...]:
    """Cut orders into batches of `size` outputs; an order may be split, orders that have spares stay with them.

    The last batch may be smaller, others where what comes next stays together, and one may be larger that holds
    nothing else.

    Args:
        samples: of each order; 0 for a spare.

    Raises:
        InvalidValue: a size below 1.
    """
    if size < 1:
        raise InvalidValue("outputs per batch", value=size, remedy="Take at least 1.")
    cutter = _Cutter(size)
    for run in _runs(samples):
        if samples[run[-1]] == 0:
            cutter.add_whole(run[0], [samples[at] for at in run])
        else:
            for at in run:
                cutter.add(at, samples[at])
    cutter.close()
    return tuple(cutter.cut)


def compared(orders: Sequence[Order]) -> tuple[range, ...]:
    """The places of orders whose outputs are compared with one another: up to their last spare, and what is left."""
    return _runs([order.samples for order in orders])


def _runs(samples: Sequence[int]) -> tuple[range, ...]:
    ends = [at for at in range(1, len(samples)) if samples[at - 1] == 0 and samples[at] != 0]
    return tuple(range(first, end) for first, end in pairwise([0, *ends, len(samples)]) if end > first)


def batch_seed(request: Request, batch: Batch) -> int:
    """The seed that a batch is sampled with: 0 to 2**31 - 1, different for every batch of a request."""
    digest = hashlib.sha256(f"{request.seed}/{batch.index}".encode()).digest()
    return int.from_bytes(digest[:4]) >> 1


class _Cutter:
    """The batches that are cut, and the one that is being filled."""

    def __init__(self, size: int) -> None:
        self.cut: list[Cut] = []
        self._size = size
        self._gathered: list[int] = []
        self._first_prompt = self._done = self._used = 0

    def add(self, prompt_index: int, samples: int) -> None:
        """Outputs of an order go where there is room for them."""
        while samples:
            taken = min(samples, self._size - self._used)
            self._gather(prompt_index, taken)
            samples -= taken

    def add_whole(self, prompt_index: int, samples: Sequence[int]) -> None:
        """All orders go into one batch, a new one if there is no room for them."""
        if self._used + sum(samples) > self._size:
            self.close()
        for at, some in enumerate(samples[:-1]):
            self._gather(prompt_index + at, some, may_close=False)
        self._gather(prompt_index + len(samples) - 1, samples[-1])

    def close(self) -> None:
        """What was gathered is a batch."""
        if self._gathered:
            self.cut.append(Cut(len(self.cut), tuple(self._gathered), self._done, self._first_prompt))
        self._done, self._used, self._gathered = self._done + self._used, 0, []

    def _gather(self, prompt_index: int, samples: int, *, may_close: bool = True) -> None:
        if not self._gathered:
            self._first_prompt = prompt_index
        self._gathered.append(samples)
        self._used += samples
        if may_close and self._used >= self._size:
            self.close()
