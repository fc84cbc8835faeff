"""One generation, step by step: what the durable workflow calls, without knowing of it.

Each function may be called again after a crash and then does only what is left to do.
"""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import Any

from backend.domain.candidate import Candidate
from backend.domain.parse_notation import write_parse
from backend.domain.prompt import Prompt
from backend.domain.shown import write_shown
from backend.methods import method
from backend.ordering import order_for
from backend.pipeline import candidates
from backend.teacher.protocol import Sampling, Teacher
from backend.teacher.remote.name import is_remote
from jobs.cancelling import job_cancel_watch
from jobs.keeping import is_kept, keep_teacher
from jobs.prompt_making import cuts_of, store_prompts
from jobs.settings import Settings
from storage.engine import Store
from storage.examples import normalised_texts
from storage.jobs import add_seconds, cancel_requested, job_by_uid, request_of, set_phase, start_job
from storage.outputs import store_candidate, stored_outputs
from storage.prompts import load_prompts
from storage.tables import Job

_TEACHERS_ONLY = ("style", "examples", "grammar", "vary", "more_new_values")
"""Fields of a request that say how a teacher is asked."""


def prepare(store: Store, uid: str, batch_size: int, remote_batch_size: int | None = None) -> int | None:
    """Write down the prompts of a job, so that a restart sends the same.

    Args:
        remote_batch_size: outputs of a batch for a remote teacher; the same as for others when None.

    Returns:
        The number of batches; None once the job is cancelled.

    Raises:
        NotFound, InvalidValue: the job or its labels are gone.
    """
    with store.read() as session:
        job = job_by_uid(uid, session=session)
    if not job.batch_size:
        if not store_prompts(store, job):
            return None
        with store.write() as session:
            job = job_by_uid(uid, session=session)
            # Says that the prompts are all there, too.
            job.batch_size = remote_batch_size if remote_batch_size and is_remote(job.teacher) else batch_size
            session.add(job)
    return len(cuts_of(store, job))


def load_teacher(store: Store, uid: str, settings: Settings) -> Teacher | None:
    """Open the teacher of a job, or take the one that is open already, and mark the job as running.

    Returns:
        The teacher; None for a job that was cancelled before.

    Raises:
        Unavailable: it cannot be loaded.
    """
    with store.read() as session:
        job = job_by_uid(uid, session=session)
    if job.cancel_requested:
        return None
    if not is_kept(job.teacher, settings):
        with store.write() as session:
            set_phase(job.id, "loading the teacher", session=session)
    teacher = keep_teacher(job.teacher, settings).teacher
    card = asdict(teacher.card)
    if (job.status, job.teacher_card) != ("running", card):
        with store.write() as session:
            start_job(job.id, teacher_card=card, session=session)
    return teacher


def write_batch(store: Store, uid: str, index: int, teacher: Teacher) -> bool:
    """Have the teacher write one batch, each output stored as it arrives; False once the job is cancelled.

    Outputs that were stored before a crash are not stored again: the batch has a seed of its own, so
    the same outputs come back at the same indexes.
    """
    with store.read() as session:
        job = job_by_uid(uid, session=session)
        request = request_of(job)
        seen = set(normalised_texts(job.project_id, job.language, session=session))
    cut = cuts_of(store, job)[index]
    with store.read() as session:
        prompts = load_prompts(job.id, cut.prompts, session=session)
        stored = stored_outputs(job.id, cut.outputs, session=session)
    # Of these alone: the grammars of thousands of prompts take seconds to make.
    batch = cut.of([order_for(request, prompt, samples) for prompt, samples in prompts])
    should_stop = job_cancel_watch(store, job.id)
    if should_stop():
        return False
    with store.write() as session:
        # Fails before outputs are paid for rather than after, where nothing can be stored.
        set_phase(job.id, "writing utterances", session=session)
    started = time.monotonic()
    stream = candidates(
        batch,
        request=request,
        teacher=teacher,
        sampling=Sampling(**job.sampling),
        seen=seen,
        should_stop=should_stop,
        stored=stored,
    )
    for candidate in stream:
        prompt = batch.orders[candidate.prompt_index - batch.first_prompt].prompt
        with store.write() as session:
            store_candidate(job, candidate, provenance=provenance(job, prompt, candidate, teacher), session=session)
    with store.write() as session:
        # A server says only with its answers which model it is.
        start_job(job.id, teacher_card=asdict(teacher.card), session=session)
        add_seconds(job.id, time.monotonic() - started, session=session)
        return not cancel_requested(job.id, session=session)


def provenance(job: Job, prompt: Prompt, candidate: Candidate, teacher: Teacher) -> dict[str, Any]:
    """Where a candidate comes from: everything that it takes to write it again, and nothing that was not used.

    A method without a teacher samples nothing: `made_of` says which utterances it wrote it of, in bracket notation.
    """
    by_teacher = method(job.method).needs_teacher
    answered = _answered(job, candidate.index)
    request = {name: value for name, value in answered.items() if by_teacher or name not in _TEACHERS_ONLY}
    listed = [asdict(item) for item in prompt.asked if item.value in (job.proposed or {}).get(item.slot, ())]
    used = {"sampling": job.sampling} if by_teacher else {"made_of": [write_shown(one) for one in prompt.examples]}
    return {
        "method": job.method,
        "template": prompt.template,
        "template_hash": prompt.template_hash,
        "teacher": asdict(teacher.card),
        **used,
        "request": request,
        "asked": [asdict(item) for item in prompt.asked],
        **({"proposed": listed} if listed else {}),
        **({"parse_asked": write_parse(prompt.target)} if prompt.target else {}),
        "job": job.uid,
        "prompt": candidate.prompt_index,
        "output": candidate.index,
    }


def _answered(job: Job, output: int) -> dict[str, Any]:
    """The request of a job that an output answers, by the output's index."""
    for part in job.parts or ():
        if output < part["count"]:
            return part
        output -= part["count"]
    return job.request
