"""The engine: rows enter lanes, get one token at each step, and leave when they are finished."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backend.teacher.engine.forward import Forward
from backend.teacher.engine.lanes import DecodeStep, Group, Lanes, grouped, moved
from backend.teacher.engine.prompts import Prompts
from backend.teacher.engine.sampling import draw, uniforms
from backend.teacher.work import Ending, Row, Work

if TYPE_CHECKING:
    import torch

MOST_LANES = 128
"""Rows side by side. Measured on prompts that share all but their end: 128 took a fifth less time than 64.

Where the prompts share nothing both took the same.
"""

LANES_BYTES = 1 << 30
"""What the rows' own keys and values may come to, at most; fewer rows are written side by side where they need more."""

PACK = {"cpu": 256, "cuda": 4096}
"""Tokens of prompts that are computed at once: enough to keep the device busy, few enough to stop soon."""


@dataclass
class _Writing:
    """A row in a lane: its place in the work, its random numbers, what it wrote."""

    row: int
    prompt: int
    numbers: list[float]
    tokens: list[int] = field(default_factory=list)


class Engine:
    """One batch on a model: see `write`.

    Args:
        most_lanes: how many rows are written side by side.
        pack: how many tokens of prompts are computed at once; between packs a stop is looked for.
    """

    def __init__(
        self, forward: Forward, work: Work, ending: Ending, *, most_lanes: int = MOST_LANES, pack: int | None = None
    ) -> None:
        self._forward = forward
        self._work = work
        self._ending = ending
        self._prompts = Prompts(forward, work, pack or PACK[forward.device.type])
        # Rows whose prompts begin alike come in after one another: fewer groups are there at a time.
        order = sorted(range(len(work.rows)), key=lambda row: (self._prompts.place(work.rows[row]), row))
        self._waiting = order[::-1]
        self._most = min(most_lanes, len(order))
        self._writing: list[_Writing] = []
        self._lanes = Lanes(self._most)
        self._groups: list[Group] | None = None

    def write(self, finished: Callable[[Row], None], should_stop: Callable[[], bool]) -> None:
        """Hand over every row as soon as it is finished; return when all are, or soon after a stop."""
        import torch

        while (self._writing or self._waiting) and not should_stop():
            logits = [self._next()] if self._writing else []
            while self._waiting and len(self._writing) < self._most:
                first = self._enter(should_stop)
                if first is None:
                    return
                logits.append(first[None])
            self._take(torch.cat(logits), finished)

    def _next(self) -> torch.Tensor:
        """Feed every row its last token; logits, rows × vocabulary."""
        if self._groups is None:
            groups = [self._prompts.group(writing.prompt) for writing in self._writing]
            self._groups = grouped(groups, self._prompts.shared, self._forward.device)
        step = DecodeStep(self._lanes, self._groups, self._forward.device)
        tokens = [writing.tokens[-1] for writing in self._writing]
        lengths = [len(self._work.prompts[writing.prompt]) for writing in self._writing]
        at = [length + len(writing.tokens) - 1 for length, writing in zip(lengths, self._writing, strict=True)]
        return self._forward(tokens, at, step, list(range(len(tokens))))

    def _enter(self, should_stop: Callable[[], bool]) -> torch.Tensor | None:
        """The next row goes into a lane; the logits of its first token, None after a stop."""
        row = self._waiting[-1]
        prompt = self._work.rows[row]
        if not self._prompts.compute(prompt, should_stop):
            return None
        if len(self._waiting) == len(self._work.rows):
            self._bound_memory()
        self._waiting.pop()
        logits, tail = self._prompts.take(prompt)
        self._lanes.enter(tail)
        numbers = uniforms(self._work.seed, row, self._work.limits[row]).tolist()
        self._writing.append(_Writing(row, prompt, numbers))
        self._groups = None
        return logits

    def _bound_memory(self) -> None:
        """Take as many lanes as fit if every row gets as long as the longest may; at least one."""
        lengths = zip(self._work.rows, self._work.limits, strict=True)
        longest = max(self._prompts.tail_length(prompt) + limit for prompt, limit in lengths)
        fitting = LANES_BYTES // (longest * self._prompts.token_bytes())
        self._most = max(1, min(self._most, fitting))
        self._lanes = Lanes(self._most)

    def _take(self, logits: torch.Tensor, finished: Callable[[Row], None]) -> None:
        """Draw a token for every row; rows that end with it leave."""
        import torch

        if self._work.constrainer:
            self._work.constrainer.mask(logits, [self._work.matchers[writing.row] for writing in self._writing])
        numbers = [writing.numbers[len(writing.tokens)] for writing in self._writing]
        drawn = draw(logits, torch.tensor(numbers, dtype=torch.float64), self._work.sampling).tolist()
        leaving = []
        for lane, (writing, token) in enumerate(zip(self._writing, drawn, strict=True)):
            writing.tokens.append(token)
            if self._is_finished(writing, token):
                leaving.append(lane)
        for lane in leaving:
            finished(Row(self._writing[lane].row, self._writing[lane].tokens))
            self._prompts.leave(self._writing[lane].prompt)
        if leaving:
            self._writing = [self._writing[lane] for lane in moved(len(self._writing), leaving)]
            self._lanes.leave(leaving)
            self._groups = None

    def _is_finished(self, writing: _Writing, token: int) -> bool:
        if self._ending.is_end(writing.row, token) or len(writing.tokens) == len(writing.numbers):
            return True
        matcher = self._work.matchers[writing.row] if self._work.constrainer else None
        if matcher is None:
            return False
        matcher.consume(token)
        return matcher.is_finished
