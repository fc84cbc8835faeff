"""What a teacher wrote in one draw for new intents, as the product has it written and checked."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache

from backend.batching import batches
from backend.domain.normalise import normalised
from backend.domain.prompt import Prompt
from backend.domain.request import Request
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from backend.ordering import plan, usual_sampling
from backend.pipeline import candidates
from backend.teacher.catalogue import open_teacher
from backend.teacher.protocol import Order, Sampling, Teacher
from bench.snips import NewIntent
from jobs.settings import settings

STYLE = "tuned"


@cache
def opened(name: str) -> Teacher:
    """The teacher of that name, loaded once."""
    return open_teacher(name, cache=settings().weights_dir)


@dataclass
class Wrote:
    """Raw outputs with their prompts, those that were kept, tokens, and seconds of the processor."""

    raw: list[tuple[Prompt, str]] = field(default_factory=list)
    kept: list[Utterance] = field(default_factory=list)
    tokens: int = 0
    seconds: float = 0.0

    @property
    def kept_a_second(self) -> float:
        return len(self.kept) / self.seconds

    def write(
        self,
        teacher: Teacher,
        new: NewIntent,
        draw: int,
        count: int,
        *,
        sampling: Sampling | None = None,
        planned: Callable[[Request, Schema, Sequence[Utterance]], Sequence[Order]] = plan,
        more_new_values: bool = False,
    ) -> list[Utterance]:
        """Have `count` outputs written for an intent, sampled as usual unless it is said how; those that were kept."""
        request = Request(new.name, count=count, style=STYLE, seed=draw, more_new_values=more_new_values)
        orders = planned(request, new.schema, new.seeds)
        seen, began, kept = {normalised(seed.text) for seed in new.seeds}, time.process_time(), []
        for batch in batches(orders, settings().batch_size):
            for one in candidates(
                batch,
                request=request,
                teacher=teacher,
                sampling=sampling or usual_sampling(STYLE),
                seen=seen,
                should_stop=lambda: False,
            ):
                self.raw.append((orders[one.prompt_index].prompt, one.raw))
                self.tokens += one.tokens
                if one.kept and one.utterance:
                    kept.append(one.utterance)
        self.kept += kept
        self.seconds += time.process_time() - began
        return kept
