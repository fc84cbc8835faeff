"""Raw outputs as received, each stored once, with the candidates made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlmodel import Session, col, func, select

from backend.domain.candidate import DUPLICATE, WELL_FORMED, Candidate, StoredOutput, Verdict, as_stored
from storage.engine import one_at_a_time
from storage.examples import with_text
from storage.rows import columns, slot_rows
from storage.tables import Example, Job, Output


@dataclass(frozen=True)
class Yield:
    """What came of a job: counts of raw outputs, of kept ones, and of dropped ones by the check they failed.

    Each output is stored once, so its tokens are counted once, whatever was killed and gone on with.
    """

    raw: int
    kept: int
    dropped: dict[str, int]
    tokens: int
    input_tokens: int = 0


def stored_indexes(job_id: int, among: range | None = None, *, session: Session) -> frozenset[int]:
    """Which outputs of a job are stored already.

    Args:
        among: indexes to look for, one after the other; all when None.
    """
    query = select(Output.index).where(Output.job_id == job_id)
    if among is not None:
        query = query.where(Output.index >= among.start, Output.index < among.stop)
    return frozenset(session.exec(query))


def stored_outputs(job_id: int, indexes: range, *, session: Session) -> dict[int, StoredOutput]:
    """The outputs of a job that are stored already, of those indexes."""
    query = select(Output.index, Output.prompt_index, Output.raw, col(Output.dropped_for).is_(None)).where(
        Output.job_id == job_id, Output.index >= indexes.start, Output.index < indexes.stop
    )
    return {index: StoredOutput(prompt, raw, kept) for index, prompt, raw, kept in session.exec(query)}


def store_candidate(
    job: Job, candidate: Candidate, *, provenance: Mapping[str, Any], session: Session
) -> Output | None:
    """Store a raw output and, if it is kept, the pending example made of it; None if it was stored before.

    A text that came in by another way since the checks ran is dropped as a duplicate here, under
    the write lock.
    """
    stored = select(Output.id).where(Output.job_id == job.id, Output.index == candidate.index)
    if session.exec(stored).first() is not None:
        return None
    one_at_a_time(session, job.project_id)
    late = None if candidate.dropped_for else _late_duplicate(job, candidate, session)
    failed = candidate.dropped_for or late
    output = Output(
        project_id=job.project_id,
        job_id=job.id,
        index=candidate.index,
        prompt_index=candidate.prompt_index,
        raw=as_stored(candidate.raw),
        tokens=candidate.tokens,
        input_tokens=candidate.input_tokens,
        dropped_for=failed.check if failed else None,
        detail=failed.detail if failed else "",
        verdicts=[asdict(verdict) for verdict in (*candidate.verdicts, *([late] if late else []))],
    )
    session.add(output)
    session.flush()
    if failed is None and candidate.utterance is not None:
        example = Example(
            project_id=job.project_id,
            origin="generated",
            status="pending",
            method=job.method,
            job_id=job.id,
            output_id=output.id,
            provenance=dict(provenance),
            **columns(candidate.utterance),
        )
        session.add(example)
        session.flush()
        session.add_all(slot_rows(example.id or 0, candidate.utterance))
    return output


def job_yield(job_id: int, *, session: Session) -> Yield:
    """Count a job's outputs by what became of them, in SQL."""
    return _yield(col(Output.job_id) == job_id, session)


def plan_yield(plan_id: int, *, session: Session) -> Yield:
    """The same of all jobs of a plan."""
    return _yield(col(Output.job_id).in_(select(Job.id).where(Job.plan_id == plan_id)), session)


def _yield(which: Any, session: Session) -> Yield:
    query = (
        select(
            Output.dropped_for,
            func.count(),
            func.coalesce(func.sum(Output.tokens), 0),
            func.coalesce(func.sum(Output.input_tokens), 0),
        )
        .where(which)
        .group_by(col(Output.dropped_for))
    )
    rows = session.exec(query).all()
    dropped = {reason: count for reason, count, _, _ in rows if reason is not None}
    kept = sum(count for reason, count, _, _ in rows if reason is None)
    return Yield(
        raw=kept + sum(dropped.values()),
        kept=kept,
        dropped=dict(sorted(dropped.items(), key=lambda item: -item[1])),
        tokens=sum(tokens for _, _, tokens, _ in rows),
        input_tokens=sum(tokens for _, _, _, tokens in rows),
    )


def latest_outputs(job_id: int, *, limit: int, session: Session) -> list[tuple[Output, Example | None]]:
    """The outputs that arrived last, each with the example made of it, the latest first."""
    query = (
        select(Output, Example)
        .outerjoin(Example, col(Example.output_id) == Output.id)
        .where(Output.job_id == job_id)
        .order_by(col(Output.id).desc())
        .limit(limit)
    )
    return [(output, example) for output, example in session.exec(query)]


def output_of(example: Example, *, session: Session) -> Output | None:
    """The raw output that a candidate was read from; None for seeds and imports."""
    return session.get(Output, example.output_id) if example.output_id is not None else None


def _late_duplicate(job: Job, candidate: Candidate, session: Session) -> Verdict | None:
    if candidate.utterance is None:
        return Verdict(WELL_FORMED, False, "the output could not be read")
    utterance = candidate.utterance
    if with_text(job.project_id, utterance.text, utterance.language, session=session) is None:
        return None
    return Verdict(DUPLICATE, False, f"already there: {utterance.text}")
