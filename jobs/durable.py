"""What all durable workflows share: the queue, this process's store, and steps that wait out a full disk."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from dbos import DBOS

from backend.domain.errors import TeachsetError
from jobs.settings import Settings
from storage.engine import StorageFault, Store

QUEUE = "generation"
"""Of all work with teachers; one at a time, so that no two models are at work beside each other."""

ASKING = "asking"
"""Of single sentences for a student: who waits for an answer does not wait for a training to end."""


log = logging.getLogger("teachset.worker")


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


def carry_out(uid: str, step: Callable[[str], bool], finish: Callable[[str, str, str], str]) -> str:
    """Run the one step of a run, and end the run as it went.

    Args:
        step: uid → False when it was cancelled. finish: uid, status and error → status; both are DBOS steps.
    """
    try:
        return finish(uid, "done" if step(uid) else "cancelled", "")
    except TeachsetError as error:
        return finish(uid, "failed", str(error))
    except Exception as error:
        log.exception("run %s broke down", uid)
        return finish(uid, "failed", f"Unexpected {type(error).__name__}: {error}. The worker's log says more.")
