"""What runs of the worker have in common, whatever they make: they begin, go on, are cancelled, and end once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlmodel import Session, col, func, select, update

from backend.domain.errors import Conflict, NotFound
from storage.tables import ACTIVE_JOB, Job, StudentRow, StudentTask, TeacherRun, now

Run = TypeVar("Run", Job, TeacherRun, StudentRow, StudentTask)


def by_uid(table: type[Run], uid: str, what: str, *, session: Session) -> Run:
    """The run of that uid, as it stands now.

    Args:
        what: it is, for the error.

    Raises:
        NotFound: it went with its project.
    """
    run = session.exec(select(table).where(table.uid == uid)).first()
    if run is None:
        raise NotFound(f"no {what}", value=uid, remedy="It may have gone with its project.")
    return run


def active(table: type[Run], *, session: Session) -> list[Run]:
    """Runs that are queued or running, the oldest first."""
    return list(session.exec(select(table).where(col(table.status).in_(ACTIVE_JOB)).order_by(col(table.id))))


def known_uids(table: type[Run], *, session: Session) -> frozenset[str]:
    """The uids of all runs."""
    return frozenset(session.exec(select(table.uid)))


def start(table: type[Run], run_id: int, phase: str, *, session: Session, **columns: Any) -> None:
    """Note that the run begins, goes on after a restart, or enters another phase; not for a run that ended.

    Args:
        columns: what else is known of it by now.
    """
    session.exec(
        update(table)
        .where(col(table.id) == run_id, col(table.status).in_(ACTIVE_JOB))
        .values(status="running", phase=phase, started_at=func.coalesce(table.started_at, now()), **columns)
    )


def set_progress(table: type[Run], run_id: int, progress: Mapping[str, Any], *, session: Session) -> None:
    """Note how far the run is."""
    session.exec(update(table).where(col(table.id) == run_id).values(progress=dict(progress)))


def cancel(run: Run, *, session: Session) -> None:
    """End a run that waits, ask one that is at work to stop.

    Raises:
        Conflict: it has ended already.
    """
    if run.status not in ACTIVE_JOB:
        raise Conflict("it has ended already, it is", value=run.status)
    run.cancel_requested = True
    session.add(run)
    session.flush()
    if run.status == "queued":
        finish(type(run), run.uid, "cancelled", session=session)


def cancelled(table: type[Run], run_id: int, *, session: Session) -> bool:
    """Whether the run should stop: cancelled, ended by what takes its place, or gone with its project."""
    row = session.exec(select(table.cancel_requested, table.status).where(table.id == run_id)).first()
    return row is None or row[0] or row[1] not in ACTIVE_JOB


def finish(table: type[Run], uid: str, status: str, *, error: str = "", session: Session, **columns: Any) -> None:
    """End a run as done, cancelled or failed; one that has ended stays as it ended.

    Args:
        columns: what else it leaves.
    """
    session.exec(
        update(table)
        .where(col(table.uid) == uid, col(table.status).in_(ACTIVE_JOB))
        .values(status=status, error=error, phase="", finished_at=now(), **columns)
    )
