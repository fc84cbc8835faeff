"""A decode step whose tensors stay where they are, so that a CUDA graph can repeat it.

To start the thousand kernels of a step takes longer than a GPU needs to run them; a graph is started once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from backend.teacher.engine.decode import DecodeStep, Group
from backend.teacher.engine.forward import Forward
from backend.teacher.engine.lanes import Lanes
from backend.teacher.engine.prefill import KeysValues

if TYPE_CHECKING:
    import torch

Compute = Callable[[], "torch.Tensor"]
Record = Callable[[Compute], Compute]
"""Makes of a computation one that does the same with what then lies in the same tensors."""


class CannotRecord(Exception):
    """A computation that looks at what it computes, or asks for memory of its own: it is to be done step by step."""


class FixedStep:
    """A forward pass over one new token for every lane, also for those that hold no row.

    What a lane without a row gets is written over by the row that enters it.

    Args:
        group: all rows are in; record: see `Record`.
    """

    def __init__(self, forward: Forward, lanes: Lanes, group: Group, record: Record) -> None:
        import torch

        self._forward = forward
        self._lanes = lanes
        self._length = lanes.length
        self._group = Group(group.shared, None)
        self._record = record
        self._given = torch.zeros(3, lanes.most, dtype=torch.long, device=forward.device)
        self._wanted = torch.arange(lanes.most, device=forward.device)
        self._recorded: Compute | None = None

    def fits(self, shared: Mapping[int, KeysValues]) -> bool:
        """Whether the lanes and what their rows share still lie where this step has them."""
        return self._group.shared is shared and self._length == self._lanes.length

    def __call__(self, tokens: Sequence[int], positions: Sequence[int], places: Sequence[int]) -> torch.Tensor:
        """Logits, rows × vocabulary, float32; the next call writes over them.

        Args:
            tokens, positions, places: of every row its last token, where that stands in the sequence, and in the lane.

        Raises:
            CannotRecord: in the first call.
        """
        import torch

        rest = [0] * (self._lanes.most - len(tokens))
        self._given.copy_(torch.tensor([[*one, *rest] for one in (tokens, positions, places)]))
        if self._recorded is None:
            self._recorded = self._record(self._compute)
        return self._recorded()[: len(tokens)]

    def _compute(self) -> torch.Tensor:
        step = DecodeStep(self._lanes, [self._group], self._given[2], self._length)
        return self._forward.run(self._given[:2], step, self._wanted)


def cuda_graph(compute: Compute) -> Compute:
    """Record a computation that waits for nothing and allocates no memory of its own.

    Raises:
        CannotRecord: another one.
    """
    import torch

    beside = torch.cuda.Stream()
    beside.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(beside):
        compute()  # what is only done the first time, such as choosing kernels, must not be recorded
    torch.cuda.current_stream().wait_stream(beside)
    graph = torch.cuda.CUDAGraph()
    try:
        with torch.cuda.graph(graph, capture_error_mode="thread_local"):  # other threads may use the GPU meanwhile
            computed = compute()
    except RuntimeError as error:
        raise CannotRecord from error

    def again() -> torch.Tensor:
        graph.replay()
        return computed

    return again
