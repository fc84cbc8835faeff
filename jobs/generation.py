"""One generation, step by step: what the durable workflow calls, without knowing of it.

Each function may be called again after a crash and then does only what is left to do.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from backend.domain.candidate import Candidate
from backend.domain.prompt import Prompt
from backend.pipeline import Batch, batches, candidates, order_for, plan
from backend.teacher.catalogue import open_teacher
from backend.teacher.protocol import Sampling, Teacher
from jobs.settings import Settings
from storage.engine import Store
from storage.examples import normalised_texts, seeds_for
from storage.jobs import add_seconds, cancel_requested, job_by_uid, request_of, set_phase, start_job
from storage.outputs import load_prompts, save_prompts, store_candidate, stored_indexes
from storage.schemas import load_schema
from storage.tables import Job

CANCEL_LOOK_SECONDS = 0.3

_kept: dict[tuple[str, Path, str | None, str | None], Teacher] = {}
"""The open teacher, by name, folder of weights, device and dtype."""


def prepare(store: Store, uid: str, batch_size: int) -> int:
    """Write down the prompts of a job, so that a restart sends the same; returns the number of batches.

    Raises:
        NotFound, InvalidValue: the job or its labels are gone.
    """
    with store.write() as session:
        job = job_by_uid(uid, session=session)
        request = request_of(job)
        schema = load_schema(job.project_id, session=session)
        seeds = seeds_for(job.project_id, job.intent, job.language, session=session)
        orders = plan(request, schema, seeds)
        save_prompts(job.id, [(order.prompt, order.samples) for order in orders], session=session)
        job.batch_size = job.batch_size or batch_size
        session.add(job)
    return len(_batches(store, job))


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
    key = (job.teacher, settings.weights_dir, settings.device or None, settings.dtype or None)
    if key not in _kept:
        with store.write() as session:
            set_phase(job.id, "loading the teacher", session=session)
        # One teacher is kept open: the next job is likely to ask for the same, and two may not fit.
        _kept.clear()
        _kept[key] = open_teacher(job.teacher, cache=key[1], device=key[2], dtype=key[3])
    card = asdict(_kept[key].card)
    if (job.status, job.teacher_card) != ("running", card):
        with store.write() as session:
            start_job(job.id, teacher_card=card, session=session)
    return _kept[key]


def write_batch(store: Store, uid: str, index: int, teacher: Teacher) -> bool:
    """Have the teacher write one batch, each output stored as it arrives; False once the job is cancelled.

    Outputs that were stored before a crash are not stored again: the batch has a seed of its own, so
    the same outputs come back at the same indexes.
    """
    with store.read() as session:
        job = job_by_uid(uid, session=session)
        request = request_of(job)
        skip = stored_indexes(job.id, session=session)
        seen = set(normalised_texts(job.project_id, job.language, session=session))
    batch = _batches(store, job)[index]
    should_stop = _cancel_watch(store, job.id)
    if should_stop():
        return False
    started = time.monotonic()
    stream = candidates(
        batch,
        request=request,
        teacher=teacher,
        sampling=Sampling(**job.sampling),
        seen=seen,
        should_stop=should_stop,
        skip=skip,
    )
    for candidate in stream:
        prompt = batch.orders[candidate.prompt_index - batch.first_prompt].prompt
        with store.write() as session:
            store_candidate(job, candidate, provenance=provenance(job, prompt, candidate), session=session)
    with store.write() as session:
        add_seconds(job.id, time.monotonic() - started, session=session)
        return not cancel_requested(job.id, session=session)


def provenance(job: Job, prompt: Prompt, candidate: Candidate) -> dict[str, Any]:
    """Where a candidate comes from: everything that it takes to write it again."""
    return {
        "method": job.method,
        "template": prompt.template,
        "template_hash": prompt.template_hash,
        "teacher": job.teacher_card,
        "sampling": job.sampling,
        "request": job.request,
        "asked": [asdict(item) for item in prompt.asked],
        "job": job.uid,
        "prompt": candidate.prompt_index,
        "output": candidate.index,
    }


def _batches(store: Store, job: Job) -> tuple[Batch, ...]:
    with store.read() as session:
        prompts = load_prompts(job.id, session=session)
    request = request_of(job)
    return batches([order_for(request, prompt, samples) for prompt, samples in prompts], job.batch_size)


def _cancel_watch(store: Store, job_id: int) -> Callable[[], bool]:
    """Ask the database whether to stop, but not for every token."""
    looked_at = 0.0
    stop = False

    def should_stop() -> bool:
        nonlocal looked_at, stop
        if not stop and time.monotonic() - looked_at >= CANCEL_LOOK_SECONDS:
            with store.read() as session:
                stop = cancel_requested(job_id, session=session)
            looked_at = time.monotonic()
        return stop

    return should_stop
