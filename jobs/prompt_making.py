"""The prompts of a job: made and stored before it begins, and where its batches cut them."""

from __future__ import annotations

from backend.batching import Cut, cuts
from backend.ordering import plan
from backend.values.proposing import with_proposed
from jobs.cancelling import job_cancel_watch
from jobs.material import material_of
from storage.engine import Store
from storage.jobs import requests_of, set_phase
from storage.pieces import PIECE, pieces
from storage.prompts import drop_prompts, prompt_samples, save_prompts
from storage.tables import Job

_known_cuts: dict[str, tuple[Cut, ...]] = {}
"""By uid, of one job: its prompts never change once they are stored, and it may have hundreds of batches."""


def store_prompts(store: Store, job: Job) -> bool:
    """Make and store the prompts of a job, request by request; False once it is cancelled."""
    should_stop = job_cancel_watch(store, job.id)
    with store.write() as session:
        set_phase(job.id, "making the prompts", session=session)
        drop_prompts(job.id, session=session)
    schema, seeds = material_of(store, job)
    proposed = with_proposed(schema, job.proposed or {})
    first = 0
    for request in requests_of(job):
        if should_stop():
            return False
        # Before a write begins: to make thousands takes longer than others, who decide meanwhile, can wait for it.
        orders = plan(request, proposed, seeds)
        for some in pieces(orders, PIECE):
            if should_stop():
                return False
            with store.write() as session:
                save_prompts(job.id, [(order.prompt, order.samples) for order in some], first, session=session)
            first += len(some)
    return True


def cuts_of(store: Store, job: Job) -> tuple[Cut, ...]:
    """Where the batches of a job begin and end; of the last job that was asked about they are known."""
    if job.uid not in _known_cuts:
        with store.read() as session:
            found = cuts(prompt_samples(job.id, session=session), job.batch_size)
        _known_cuts.clear()
        _known_cuts[job.uid] = found
    return _known_cuts[job.uid]
