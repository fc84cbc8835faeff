"""Looking at the rows of a batch that transformers writes, and handing each over when it is finished."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from backend.teacher.work import Ending, Row

if TYPE_CHECKING:
    import torch


@dataclass
class Watch:
    """Looks at every row after every token: ends it where its reply ends, or at its limit.

    Args:
        ending: says whether a reply ends.
        first_new: length of what is no reply (the prompt, or a start token).
        limits: tokens that each row may write.
        finished: called once for every row that is finished.
        should_stop: when true, the whole batch ends and nothing more is handed over.
    """

    ending: Ending
    first_new: int
    limits: Sequence[int]
    finished: Callable[[Row], None]
    should_stop: Callable[[], bool]
    stopped: bool = False
    _done: set[int] = field(default_factory=set)

    def __call__(self, input_ids: torch.Tensor, *_: Any, **__: Any) -> torch.Tensor:
        import torch

        self.stopped = self.stopped or self.should_stop()
        last = input_ids[:, -1].tolist()
        for row, token in enumerate(last):
            at_limit = input_ids.shape[1] - self.first_new >= self.limits[row]
            if row not in self._done and (self.ending.is_end(row, token) or at_limit):
                self._hand_over(row, input_ids)
        ended = [self.stopped or row in self._done for row in range(len(last))]
        return torch.tensor(ended, dtype=torch.bool, device=input_ids.device)

    def finish(self, input_ids: torch.Tensor) -> None:
        """Hand over the rows that the model could not go on with, unless the batch was stopped."""
        for row in range(input_ids.shape[0]):
            if row not in self._done and not self.stopped:
                self._hand_over(row, input_ids)

    def _hand_over(self, row: int, input_ids: torch.Tensor) -> None:
        self._done.add(row)
        self.finished(Row(row, input_ids[row, self.first_new :].tolist()))
