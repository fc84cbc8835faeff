"""Whether anybody would run a job that is ordered now."""

from __future__ import annotations

from storage.engine import Store
from storage.workers import any_worker_alive


def worker_alive(store: Store) -> bool:
    """Whether a worker said so within the last seconds."""
    with store.read() as session:
        return any_worker_alive(session=session)
