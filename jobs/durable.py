"""What all durable workflows share: the queue, this process's store, and steps that wait out a full disk."""

from __future__ import annotations

from dataclasses import dataclass

from dbos import DBOS

from jobs.settings import Settings
from storage.engine import StorageFault, Store

QUEUE = "generation"
"""Of all work with teachers; one at a time, so that no two models are at work beside each other."""


@dataclass
class Process:
    store: Store
    settings: Settings


process: list[Process] = []
"""Set when the worker starts; empty before."""


patient = DBOS.step(
    retries_allowed=True,
    should_retry=lambda error: isinstance(error, StorageFault),
    interval_seconds=5.0,
    backoff_rate=1.0,
    max_attempts=10_000,
)
"""A step that waits out a full disk or a locked database, and does not give a job up for it."""
