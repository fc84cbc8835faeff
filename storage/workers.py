"""Which workers are alive: each says so every few seconds."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session, col, select

from storage.tables import Worker, now

HEARTBEAT_SECONDS = 3.0
_LATE_AFTER = timedelta(seconds=5 * HEARTBEAT_SECONDS)


def heartbeat(executor_id: str, *, session: Session) -> None:
    """Note that this worker is alive now."""
    worker = session.get(Worker, executor_id) or Worker(executor_id=executor_id)
    worker.seen_at = now()
    session.add(worker)


def any_worker_alive(*, session: Session) -> bool:
    """Whether a worker said so within the last fifteen seconds."""
    return session.exec(select(Worker).where(Worker.seen_at > now() - _LATE_AFTER)).first() is not None


def is_first_alive(executor_id: str, *, session: Session) -> bool:
    """Whether no other worker is alive whose name comes before: of what only one should do, that one does it."""
    earlier = select(Worker).where(Worker.seen_at > now() - _LATE_AFTER, col(Worker.executor_id) < executor_id)
    return session.exec(earlier).first() is None
