"""The request mix: every SNIPS intent as a new one, with ten random seeds, one job each; other seeds every pass."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from backend.domain.normalise import normalised
from backend.domain.request import Request
from backend.ordering import plan
from backend.teacher.protocol import Order
from bench.snips import NewIntent, new_intents

WARM_UP = 99
"""The draw of the jobs that nobody is timed on."""


@dataclass(frozen=True)
class Job:
    """A request with its orders, and the normalised texts of its seeds."""

    request: Request
    orders: tuple[Order, ...]
    known: frozenset[str]


def jobs(draw: int, count: int, style: str, samples: int | None, data: Path) -> tuple[Job, ...]:
    """A job of `count` outputs for every intent; another draw, other seeds and slots.

    Args:
        samples: outputs of a prompt; as a job plans them when None.

    Raises:
        NotFound: the data is not there.
    """
    return tuple(_job(new, draw, count, style, samples) for new in new_intents(draw, data))


def warm_up(style: str, samples: int | None, data: Path) -> Job:
    """A few outputs of one intent."""
    return _job(new_intents(WARM_UP, data)[0], WARM_UP, 8, style, samples)


def _job(new: NewIntent, draw: int, count: int, style: str, samples: int | None) -> Job:
    request = Request(new.name, count=count, style=style, seed=draw)
    known = frozenset(normalised(seed.text) for seed in new.seeds)
    return Job(request, plan(request, new.schema, new.seeds, samples), known)
