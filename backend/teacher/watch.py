"""When a row of a batch is finished, and handing it over at that moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True)
class Row:
    """A finished row of a batch: its place in it, and the ids it wrote."""

    index: int
    tokens: list[int]


@dataclass
class Watch:
    """Looks at every row after every token: ends it at an end token, at a line break after content, or at its limit.

    Args:
        decode: token id → its text.
        ends: ids that end a row; first_new: length of what is no reply (the prompt, or a start token).
        limits: tokens that each row may write.
        finished: called once for every row that is finished.
        should_stop: when true, the whole batch ends and nothing more is handed over.
    """

    decode: Callable[[int], str]
    ends: frozenset[int]
    first_new: int
    limits: Sequence[int]
    finished: Callable[[Row], None]
    should_stop: Callable[[], bool]
    stopped: bool = False
    _done: set[int] = field(default_factory=set)
    _content: set[int] = field(default_factory=set)
    _texts: dict[int, str] = field(default_factory=dict)

    def __call__(self, input_ids: torch.Tensor, *_: Any, **__: Any) -> torch.Tensor:
        import torch

        self.stopped = self.stopped or self.should_stop()
        last = input_ids[:, -1].tolist()
        for row, token in enumerate(last):
            at_limit = input_ids.shape[1] - self.first_new >= self.limits[row]
            if row not in self._done and (self._is_end(row, token) or at_limit):
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

    def _is_end(self, row: int, token: int) -> bool:
        if token in self.ends:
            return True
        if token not in self._texts:
            self._texts[token] = self.decode(token)
        text = self._texts[token]
        had_content = row in self._content
        if text.strip():
            self._content.add(row)
        return "\n" in (text if had_content else text.lstrip())
