"""Trials and tunings of teachers: what was ordered, how far it is, whether it should stop."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, select

from backend.domain.errors import Conflict
from storage import runs
from storage.engine import one_at_a_time
from storage.projects import project_by_id
from storage.tables import ACTIVE_JOB, TRIAL, TeacherRun


def create_run(
    project_id: int,
    kind: str,
    *,
    teacher: str,
    spec: Mapping[str, Any],
    target: str = "",
    uid: str | None = None,
    session: Session,
) -> tuple[TeacherRun, bool]:
    """Queue a run, or return the active one of that kind in the project: (run, whether it is new).

    Args:
        uid: of the run, where something was stored under it before; a new one when None.

    Raises:
        NotFound: the project is gone.
        Conflict: another project is making a teacher of that name now.
    """
    one_at_a_time(session, project_id)
    project_by_id(project_id, session=session)
    active = active_run(project_id, kind, session=session)
    if active:
        return active, False
    taken = select(TeacherRun.id).where(TeacherRun.target == target, col(TeacherRun.status).in_(ACTIVE_JOB))
    if target and session.exec(taken).first() is not None:
        raise Conflict("another project is tuning a teacher of the name", value=target, remedy="Choose another name.")
    run = TeacherRun(
        uid=uid or str(uuid.uuid4()),
        project_id=project_id,
        kind=kind,
        teacher=teacher,
        target=target,
        spec=dict(spec),
    )
    session.add(run)
    session.flush()
    return run, True


def run_by_uid(uid: str, *, session: Session) -> TeacherRun:
    """The run of that uid, as it stands now.

    Raises:
        NotFound: it went with its project.
    """
    return runs.by_uid(TeacherRun, uid, "trial or tuning", session=session)


def list_runs(project_id: int, kind: str, *, limit: int = 20, session: Session) -> list[TeacherRun]:
    """The runs of a kind in a project, the latest first."""
    query = select(TeacherRun).where(TeacherRun.project_id == project_id, TeacherRun.kind == kind)
    return list(session.exec(query.order_by(col(TeacherRun.id).desc()).limit(limit)))


def active_runs(*, session: Session) -> list[TeacherRun]:
    """Runs that are queued or running, the oldest first."""
    return runs.active(TeacherRun, session=session)


def active_run(project_id: int, kind: str, *, session: Session) -> TeacherRun | None:
    """The queued or running one of a kind in a project."""
    query = select(TeacherRun).where(TeacherRun.project_id == project_id, TeacherRun.kind == kind)
    return session.exec(query.where(col(TeacherRun.status).in_(ACTIVE_JOB))).first()


def last_trial(teacher: str, *, session: Session) -> TeacherRun | None:
    """The latest trial of a teacher that was seen through, in whatever project."""
    query = select(TeacherRun).where(
        TeacherRun.teacher == teacher, TeacherRun.kind == TRIAL, TeacherRun.status == "done"
    )
    return session.exec(query.order_by(col(TeacherRun.id).desc()).limit(1)).first()


def known_uids(*, session: Session) -> frozenset[str]:
    """The uids of all runs."""
    return runs.known_uids(TeacherRun, session=session)


def start_run(run_id: int, phase: str, *, session: Session) -> None:
    """Note that the run begins, goes on after a restart, or enters another phase; not for a run that ended."""
    runs.start(TeacherRun, run_id, phase, session=session)


def set_progress(run_id: int, progress: Mapping[str, Any], *, session: Session) -> None:
    """Note how far the run is."""
    runs.set_progress(TeacherRun, run_id, progress, session=session)


def cancel_run(uid: str, *, session: Session) -> None:
    """End a run that waits, ask one that is at work to stop.

    Raises:
        NotFound: no such run.
        Conflict: it has ended already.
    """
    runs.cancel(run_by_uid(uid, session=session), session=session)


def finish_run(
    uid: str, status: str, *, result: Mapping[str, Any] | None = None, error: str = "", session: Session
) -> None:
    """End a run as done, cancelled or failed; one that has ended stays as it ended."""
    runs.finish(TeacherRun, uid, status, error=error, result=dict(result or {}), session=session)
