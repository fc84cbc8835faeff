"""One generation, step by step: what the durable workflow calls, without knowing of it.

Each function may be called again after a crash and then does only what is left to do.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from backend.batching import Cut, cuts
from backend.domain.candidate import Candidate
from backend.domain.parse_notation import write_parse
from backend.domain.prompt import Prompt
from backend.domain.shown import write_shown
from backend.methods import method
from backend.ordering import order_for, plan
from backend.pipeline import candidates
from backend.teacher.protocol import Order, Sampling, Teacher
from backend.teacher.remote.name import is_remote
from backend.values.proposing import with_proposed
from jobs.cancelling import cancel_watch
from jobs.keeping import is_kept, keep_teacher
from jobs.material import material_of
from jobs.settings import Settings
from storage.engine import Store
from storage.examples import normalised_texts
from storage.jobs import add_seconds, cancel_requested, job_by_uid, request_of, requests_of, set_phase, start_job
from storage.outputs import store_candidate, stored_outputs
from storage.prompts import has_prompts, load_prompts, prompt_samples, save_prompts
from storage.tables import Job

_TEACHERS_ONLY = ("style", "examples", "grammar", "vary", "more_new_values")
"""Fields of a request that say how a teacher is asked."""

_known_cuts: dict[str, tuple[Cut, ...]] = {}
"""By uid, of one job: its prompts never change once they are stored, and it may have hundreds of batches."""


def prepare(store: Store, uid: str, batch_size: int, remote_batch_size: int | None = None) -> int:
    """Write down the prompts of a job, so that a restart sends the same; returns the number of batches.

    Args:
        remote_batch_size: outputs of a batch for a remote teacher; the same as for others when None.

    Raises:
        NotFound, InvalidValue: the job or its labels are gone.
    """
    with store.read() as session:
        job = job_by_uid(uid, session=session)
        planned = has_prompts(job.id, session=session)
    # Before the write begins: to make thousands takes longer than others, who decide meanwhile, can wait for it.
    orders = [] if planned else _orders(store, job)
    with store.write() as session:
        job = job_by_uid(uid, session=session)
        save_prompts(job.id, [(order.prompt, order.samples) for order in orders], session=session)
        size = remote_batch_size if remote_batch_size and is_remote(job.teacher) else batch_size
        job.batch_size = job.batch_size or size
        session.add(job)
    return len(_cuts(store, job))


def _orders(store: Store, job: Job) -> list[Order]:
    schema, seeds = material_of(store, job)
    proposed = with_proposed(schema, job.proposed or {})
    return [order for request in requests_of(job) for order in plan(request, proposed, seeds)]


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
    cut = _cuts(store, job)[index]
    with store.read() as session:
        prompts = load_prompts(job.id, cut.prompts, session=session)
        stored = stored_outputs(job.id, cut.outputs, session=session)
    # Of these alone: the grammars of thousands of prompts take seconds to make.
    batch = cut.of([order_for(request, prompt, samples) for prompt, samples in prompts])
    should_stop = _cancel_watch(store, job.id)
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


def _cuts(store: Store, job: Job) -> tuple[Cut, ...]:
    """Where the batches of a job begin and end; of the last job that was asked about they are known."""
    if job.uid not in _known_cuts:
        with store.read() as session:
            found = cuts(prompt_samples(job.id, session=session), job.batch_size)
        _known_cuts.clear()
        _known_cuts[job.uid] = found
    return _known_cuts[job.uid]


def _cancel_watch(store: Store, job_id: int) -> Callable[[], bool]:
    def look() -> bool:
        with store.read() as session:
            return cancel_requested(job_id, session=session)

    return cancel_watch(look)
