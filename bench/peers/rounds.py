"""Rounds: one job, written by ours and every peer in turn, so that a busy minute of the machine falls on all alike."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backend.batching import batches
from backend.domain.candidate import Candidate
from backend.domain.errors import TeachsetError
from backend.ordering import usual_sampling
from backend.pipeline import candidates
from backend.teacher.protocol import Teacher
from bench.peers.environment import tell
from bench.peers.mix import Job
from bench.peers.peer import Peer


@dataclass
class Tally:
    """What one contender wrote in one round, and the seconds that it took."""

    written: list[Candidate]
    seconds: float

    @property
    def kept(self) -> int:
        return sum(one.kept for one in self.written)

    @property
    def tokens(self) -> int:
        return sum(one.tokens for one in self.written)


Tallies = dict[str, list[Tally]]
"""Contender → its rounds."""


def run_rounds(
    contenders: Mapping[str, Teacher], warm_up: Job, jobs: Sequence[Job], batch_size: int
) -> tuple[Tallies, dict[str, str]]:
    """Every contender writes every job; each job is a round, and who begins changes from round to round.

    Returns:
        The tallies of those that came through, and why the others did not.
    """
    failed: dict[str, str] = {}
    tallies: Tallies = {name: [] for name in contenders}
    for at, job in enumerate([warm_up, *jobs]):
        tell(f"Round {at} of {len(jobs)}: {job.request.intent} ..." if at else "Warming up ...")
        first = at % len(contenders)
        for name in [*contenders][first:] + [*contenders][:first]:
            if name in failed:
                continue
            try:
                tally = _write(job, contenders[name], batch_size)
            except TeachsetError as error:
                failed[name] = str(error)
                tell(f"{name} is left out: {error}")
            else:
                tallies[name] += [tally] if at else []
    return {name: made for name, made in tallies.items() if name not in failed}, failed


def _write(job: Job, teacher: Teacher, batch_size: int) -> Tally:
    """All of a job, as the worker does it; the seconds are all that it took, for a peer those of writing alone."""
    seen, written = set(job.known), list[Candidate]()
    before = teacher.seconds if isinstance(teacher, Peer) else time.perf_counter()
    for batch in batches(job.orders, batch_size):
        written += candidates(
            batch,
            request=job.request,
            teacher=teacher,
            sampling=usual_sampling(job.request.style),
            seen=seen,
            should_stop=lambda: False,
        )
    after = teacher.seconds if isinstance(teacher, Peer) else time.perf_counter()
    return Tally(written, after - before)
