"""What a job does before its prompts are made: values are proposed for the slots that are to vary."""

from __future__ import annotations

import time
from collections.abc import Sequence, Set

from backend.domain.normalise import normalised
from backend.teacher.catalogue import proposer_of
from backend.teacher.protocol import Teacher
from backend.values.proposing import listable, proposed_values
from jobs.cancelling import job_cancel_watch
from jobs.keeping import is_kept, keep_teacher
from jobs.material import material_of
from jobs.settings import Settings
from storage.engine import Store
from storage.jobs import (
    add_seconds,
    job_by_uid,
    request_of,
    requests_of,
    set_phase,
    set_proposed,
)
from storage.prompts import has_prompts
from storage.proposed_values import latest_proposed
from storage.tables import Job


def propose_values(store: Store, uid: str, settings: Settings) -> None:
    """Store the values that a job's prompts may ask for; once, and only where they would take some.

    What an earlier job had listed for a slot is taken again: lists cost as much as some outputs do. For the others the
    base of the teacher lists values.

    Raises:
        NotFound, InvalidValue: the job or its labels are gone.
        Unavailable: the base cannot be loaded, or broke down.
    """
    with store.read() as session:
        job = job_by_uid(uid, session=session)
        is_late = job.proposed is not None or has_prompts(job.id, session=session)
        earlier = latest_proposed(job.project_id, job.language, session=session)
    base = proposer_of(job.teacher)
    if is_late or job.cancel_requested or base is None:
        return
    known = listable(requests_of(job), *material_of(store, job))
    if not known:
        return
    taken = {normalised(value) for values in known.values() for value in values}
    proposed = {slot: _without(taken, earlier[slot]) for slot in known if slot in earlier}
    should_stop = job_cancel_watch(store, job.id)
    if len(proposed) < len(known):
        teacher = _loaded(store, job, base, settings)
        begun = time.monotonic()
        proposed |= proposed_values(teacher, request_of(job), known, should_stop, proposed)
        with store.write() as session:
            add_seconds(job.id, time.monotonic() - begun, session=session)
    if not should_stop():
        with store.write() as session:
            set_proposed(job.id, proposed, session=session)


def _without(taken: Set[str], listed: Sequence[str]) -> tuple[str, ...]:
    """What is still only proposed of what was listed before: no slot is known to take it."""
    return tuple(value for value in listed if normalised(value) not in taken)


def _loaded(store: Store, job: Job, base: str, settings: Settings) -> Teacher:
    with store.write() as session:
        phase = "listing values" if is_kept(base, settings) else "loading the teacher"
        set_phase(job.id, phase, session=session)
    teacher = keep_teacher(base, settings).teacher
    with store.write() as session:
        set_phase(job.id, "listing values", session=session)
    return teacher
