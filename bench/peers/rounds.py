"""Ours and the peers in turn, job by job, so that a busy minute of the machine falls on all alike."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from backend.domain.candidate import Candidate
from backend.domain.errors import TeachsetError
from backend.pipeline import batches, candidates
from backend.teacher.protocol import Sampling, Teacher
from bench.peers.environment import tell
from bench.peers.mix import Job
from bench.peers.peer import Peer


@dataclass
class Tally:
    """What one contender wrote in one round, and the seconds that it took."""

    written: list[Candidate] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def kept(self) -> int:
        return sum(one.kept for one in self.written)

    @property
    def tokens(self) -> int:
        return sum(one.tokens for one in self.written)


Tallies = dict[str, list[Tally]]
"""Contender → its rounds."""


def run_rounds(
    contenders: Mapping[str, Teacher], warm_up: Sequence[Job], rounds: Sequence[Sequence[Job]], batch_size: int
) -> tuple[Tallies, dict[str, str]]:
    """Every contender writes every job; who begins changes from job to job.

    Returns:
        The tallies of those that came through, and why the others did not.
    """
    failed: dict[str, str] = {}
    for name, job in _turns(list(contenders), warm_up, failed):
        _write(name, job, contenders, batch_size, failed)
    tallies: Tallies = {name: [Tally() for _ in rounds] for name in contenders}
    for at, jobs in enumerate(rounds):
        tell(f"Round {at + 1} of {len(rounds)} ...")
        for name, job in _turns(list(contenders), jobs, failed):
            written, seconds = _write(name, job, contenders, batch_size, failed)
            tallies[name][at].written += written
            tallies[name][at].seconds += seconds
    return {name: rounds_of for name, rounds_of in tallies.items() if name not in failed}, failed


def _turns(names: Sequence[str], jobs: Sequence[Job], failed: Mapping[str, str]) -> Iterator[tuple[str, Job]]:
    for at, job in enumerate(jobs):
        first = at % len(names)
        for name in (*names[first:], *names[:first]):
            if name not in failed:
                yield name, job


def _write(
    name: str, job: Job, contenders: Mapping[str, Teacher], batch_size: int, failed: dict[str, str]
) -> tuple[list[Candidate], float]:
    """All of a job, as the worker does it; the seconds are all that it took, for a peer those of writing alone."""
    teacher = contenders[name]
    seen, written = set(job.known), list[Candidate]()
    before = teacher.seconds if isinstance(teacher, Peer) else time.perf_counter()
    try:
        for batch in batches(job.orders, batch_size):
            written += candidates(
                batch, request=job.request, teacher=teacher, sampling=Sampling(), seen=seen, should_stop=lambda: False
            )
    except TeachsetError as error:
        failed[name] = str(error)
        tell(f"{name} is left out: {error}")
    after = teacher.seconds if isinstance(teacher, Peer) else time.perf_counter()
    return written, after - before
