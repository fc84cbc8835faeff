"""What a job does before its prompts are made: its teacher's base lists values for the slots that are to vary."""

from __future__ import annotations

from backend.teacher.catalogue import base_of
from backend.teacher.packaged import packaged_teacher
from backend.values.proposing import listable, proposed_values
from jobs.cancelling import cancel_watch
from jobs.keeping import is_kept, keep_teacher
from jobs.material import material_of
from jobs.settings import Settings
from storage.engine import Store
from storage.jobs import cancel_requested, job_by_uid, requests_of, set_phase, set_proposed
from storage.outputs import has_prompts
from storage.tables import Job


def list_values(store: Store, uid: str, settings: Settings) -> None:
    """Store what the base of a job's teacher lists for the job's slots; once, and only where prompts would take it.

    Where the base is not packaged it is not asked: to load a large model twice costs more than the values are worth.

    Raises:
        NotFound, InvalidValue: the job or its labels are gone.
        Unavailable: the base cannot be loaded, or broke down.
    """
    with store.read() as session:
        job = job_by_uid(uid, session=session)
        is_late = job.proposed is not None or has_prompts(job.id, session=session)
    base = base_of(job.teacher)
    if is_late or job.cancel_requested or base == job.teacher or packaged_teacher(base) is None:
        return
    requests = requests_of(job)
    schema, seeds = material_of(store, job)
    if not listable(requests, schema, seeds):
        return
    with store.write() as session:
        phase = "listing values" if is_kept(base, settings) else "loading the teacher"
        set_phase(job.id, phase, session=session)
    teacher = keep_teacher(base, settings).teacher
    with store.write() as session:
        set_phase(job.id, "listing values", session=session)
    should_stop = cancel_watch(lambda: _is_cancelled(store, job))
    proposed = proposed_values(teacher, requests, schema, seeds, should_stop)
    if not should_stop():
        with store.write() as session:
            set_proposed(job.id, proposed, session=session)


def _is_cancelled(store: Store, job: Job) -> bool:
    with store.read() as session:
        return cancel_requested(job.id, session=session)
