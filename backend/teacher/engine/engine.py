"""The engine: rows enter lanes, get one token at each step, and leave when they are finished."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from backend.teacher.engine.fixed_step import Record, cuda_graph
from backend.teacher.engine.forward import Forward
from backend.teacher.engine.lanes import Lanes, moved
from backend.teacher.engine.leaning import lean
from backend.teacher.engine.prompts import Prompts
from backend.teacher.engine.sampling import draw, uniforms
from backend.teacher.engine.steps import Steps
from backend.teacher.engine.writing_row import WritingRow
from backend.teacher.work import Ending, Row, Work

if TYPE_CHECKING:
    import torch

MOST_LANES = 128
"""Rows side by side. On prompts that share all but their end 128 took a fifth less time than 64, on others the same."""

LANES_BYTES = {"cpu": 1 << 30, "cuda": 1 << 32}
"""What the rows' own keys and values may come to, at most; fewer rows are written side by side where they need more."""

FORCED = 10.0
"""A grammar forces a row when the best token that it allows is so many times less likely than the best one."""

MOST_ATTEMPTS = 5
"""A row that is forced is begun again, with other random numbers; the last attempt is seen through all the same.

So what comes back is what the model would write and the grammar allows, seldom what only the grammar wanted:
a model that ends a reply too soon, and may not, rambles.
"""

PACK = {"cpu": 256, "cuda": 4096}
"""Tokens of prompts that are computed at once: enough to keep the device busy, few enough to stop soon."""


class Engine:
    """One batch on a model: see `write`.

    Args:
        most_lanes: how many rows are written side by side.
        pack: how many tokens of prompts are computed at once; between packs a stop is looked for.
        record: how a step is recorded and repeated; a graph on CUDA when None, and not at all elsewhere.
    """

    def __init__(
        self,
        forward: Forward,
        work: Work,
        ending: Ending,
        *,
        most_lanes: int = MOST_LANES,
        pack: int | None = None,
        record: Record | None = None,
    ) -> None:
        self._forward = forward
        self._work = work
        self._ending = ending
        self._prompts = Prompts(forward, work, pack or PACK[forward.device.type])
        # Rows whose prompts begin alike come in after one another: fewer groups are there at a time.
        order = sorted(range(len(work.rows)), key=lambda row: (self._prompts.place(work.rows[row]), row))
        self._waiting = order[::-1]
        self._most = min(most_lanes, len(order))
        self._writing: list[WritingRow] = []
        self._lanes = Lanes(self._most)
        self._steps = Steps(forward, self._prompts, record or (cuda_graph if forward.device.type == "cuda" else None))

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
        # A row that is begun again gets a token all the same, which is forgotten before anything comes of it.
        tokens = [(writing.tokens or self._work.prompts[writing.prompt])[-1] for writing in self._writing]
        lengths = [len(self._work.prompts[writing.prompt]) for writing in self._writing]
        at = [length + len(writing.tokens) - 1 for length, writing in zip(lengths, self._writing, strict=True)]
        return self._steps.take(self._lanes, [writing.prompt for writing in self._writing], tokens, at)

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
        self._writing.append(WritingRow(row, prompt, numbers, logits, self._drafts(row)))
        self._steps.rows_changed()
        return logits

    def _bound_memory(self) -> None:
        """Take as many lanes as fit if every row gets as long as the longest may; at least one."""
        lengths = zip(self._work.rows, self._work.limits, strict=True)
        longest = max(self._prompts.tail_length(prompt) + limit for prompt, limit in lengths)
        fitting = LANES_BYTES[self._forward.device.type] // (longest * self._prompts.token_bytes())
        self._most = max(1, min(self._most, fitting))
        self._lanes = Lanes(self._most)

    def _take(self, logits: torch.Tensor, finished: Callable[[Row], None]) -> None:
        """Draw a token for every row; rows whose last draft ends with it leave."""
        import torch

        for lane, writing in enumerate(self._writing):
            if writing.is_begun_again:
                self._lanes.used[lane] = self._prompts.tail_length(writing.prompt)
                logits[lane] = writing.first
        whole = logits.logsumexp(-1)
        if self._work.constrainer:
            likeliest = logits.amax(-1)
            self._mask(logits, range(len(self._writing)))
            if self._work.sampling.temperature > 0:  # the likeliest tokens would be the same ones again
                self._begin_forced_again(logits, whole, likeliest - logits.amax(-1) > math.log(FORCED))
        self._lean(logits, whole)
        numbers = [writing.numbers[len(writing.tokens)] for writing in self._writing]
        drawn = draw(logits, torch.tensor(numbers, dtype=torch.float64), self._work.sampling)
        said = (logits.gather(-1, drawn[:, None])[:, 0] - whole).tolist()
        leaving = []
        for lane, (writing, token, log_probability) in enumerate(zip(self._writing, drawn.tolist(), said, strict=True)):
            writing.add(token, log_probability)
            if self._work.suggestions:
                writing.place.add(token, self._work.text_of(token))
            if not self._is_finished(writing, token):
                continue
            if writing.end_draft():
                leaving.append(lane)
            else:
                self._begin_again(writing)
        self._leave(leaving, finished)

    def _leave(self, lanes: Sequence[int], finished: Callable[[Row], None]) -> None:
        if not lanes:
            return
        for lane in lanes:
            finished(self._writing[lane].finished())
            self._prompts.leave(self._writing[lane].prompt)
        self._writing = [self._writing[lane] for lane in moved(len(self._writing), lanes)]
        self._lanes.leave(lanes)
        self._steps.rows_changed()

    def _lean(self, logits: torch.Tensor, whole: torch.Tensor) -> None:
        """Only now that what the grammar forces is known: the examples hold labels that are not asked for."""
        if not self._work.suggestions:
            return
        of_rows = [self._work.suggestions[writing.prompt] for writing in self._writing]
        rows = zip(of_rows, self._writing, strict=True)
        suggested = [known.next(writing.place) if known else {} for known, writing in rows]
        share = self._work.sampling.wording
        lean(logits, whole, suggested, [share * known.weight if known else 0.0 for known in of_rows])

    def _mask(self, logits: torch.Tensor, lanes: Sequence[int]) -> None:
        assert self._work.constrainer is not None
        self._work.constrainer.mask(logits, [self._work.matchers[self._writing[lane].row] for lane in lanes])

    def _begin_forced_again(self, logits: torch.Tensor, whole: torch.Tensor, is_forced: torch.Tensor) -> None:
        """Rows that the grammar forces, and that have attempts left, stand before their first token again."""
        import torch

        lanes = [
            lane
            for lane in is_forced.nonzero()[:, 0].tolist()
            if self._writing[lane].tokens and self._writing[lane].attempts < MOST_ATTEMPTS
        ]
        if not lanes:
            return
        for lane in lanes:
            writing = self._writing[lane]
            writing.attempts += 1
            self._lanes.used[lane] = self._prompts.tail_length(writing.prompt)
            self._begin_again(writing)
        first = torch.stack([self._writing[lane].first for lane in lanes])
        whole[lanes] = first.logsumexp(-1)
        self._mask(first, lanes)
        logits[lanes] = first

    def _begin_again(self, writing: WritingRow) -> None:
        writing.begin_again(self._work)
        self._ending.forget(writing.row)
        matcher = self._work.matchers[writing.row] if self._work.matchers else None
        if matcher is not None:
            matcher.begin_again()

    def _drafts(self, row: int) -> int:
        """How many the row is to have: one where all would be the same."""
        return self._work.drafts[row] if self._work.drafts and self._work.sampling.temperature > 0 else 1

    def _is_finished(self, writing: WritingRow, token: int) -> bool:
        if self._ending.is_end(writing.row, token) or len(writing.tokens) == len(writing.numbers):
            return True
        matcher = self._work.matchers[writing.row] if self._work.constrainer else None
        if matcher is None:
            return False
        matcher.consume(token)
        return matcher.is_finished
