"""What a generation will cost, and what it did cost."""

from __future__ import annotations

from dataclasses import replace

from backend.domain.request import Request
from backend.ordering import plan, usual_samples
from backend.teacher.protocol import Sampling
from backend.teacher.remote.name import is_remote
from backend.teacher.remote.price import Estimate, Price, amount, estimated
from jobs.settings import settings
from storage.engine import Store
from storage.outputs import Yield
from storage.schemas import load_schema
from storage.seeds import seeds_for
from storage.tables import Job

SAMPLED_PROMPTS = 16
"""Prompts that an estimate is made from; a request with more of them is taken to go on alike."""


def price_of(teacher: str) -> Price | None:
    """What the tokens of a teacher cost; None for one that runs here, and without prices in the settings."""
    return settings().price if is_remote(teacher) else None


def is_paid_for(teacher: str) -> bool:
    """Whether a teacher's tokens are somebody's bill, so that a person wants to know them before."""
    return is_remote(teacher)


def estimate_generation(
    store: Store, project_id: int, request: Request, *, teacher: str, sampling: Sampling | None = None
) -> Estimate:
    """Estimate the prompts, tokens and cost of a request from its first prompts; nothing is sent.

    Raises:
        InvalidValue: unknown method or labels.
    """
    with store.read() as session:
        schema = load_schema(project_id, session=session)
        labels = request.included
        seeds = seeds_for(project_id, request.intent, request.language, labels=labels, session=session)
    # A page asks for it at every change, and thousands of prompts take seconds to write.
    first = replace(request, count=min(request.count, SAMPLED_PROMPTS * usual_samples(request)))
    orders = plan(first, schema, seeds)
    return estimated(orders, sampling or Sampling(), price_of(teacher), request.count)


def job_cost(job: Job, made: Yield) -> float | None:
    """What the stored outputs of a job cost at the prices it was ordered with; None without prices."""
    if job.input_price is None or job.output_price is None:
        return None
    return Price(job.input_price, job.output_price).of(made.input_tokens, made.tokens)


def spent(job: Job, made: Yield) -> str:
    """The tokens of a job's outputs and their cost, in words; empty for a teacher that is not paid for."""
    if not is_paid_for(job.teacher):
        return ""
    cost = job_cost(job, made)
    said = f"{made.input_tokens:,} input and {made.tokens:,} output tokens"
    return said if cost is None else f"{said}, cost {amount(cost)}"
